"""The fields of the search language, such as `dept:` and `tabled:`. grammar.lark has the same names."""

from __future__ import annotations

import re
from typing import NamedTuple

from .tree import Coded, Days, InText, Named


class Field(NamedTuple):
    """The node that a field makes, what its value is called, how to write it, and a pattern of it in lower case."""

    kind: type[InText | Named | Coded | Days]
    what: str
    how: str
    known: str = ".*"


WORDS = Field(InText, "word", 'a word, a "phrase" or (words in brackets)')
NAME = Field(Named, "name", 'one word or "a few words"')
PERIOD = Field(
    Days, "date", '2023, 2023-03, 2023-03-22, 2023-03..2023-06 or, in quotation marks, "22 March 2023" or "last month"'
)
STATUSES = "unanswered, holding, answered, corrected or withdrawn"
FIELDS = {
    **dict.fromkeys(("heading", "question", "answer"), WORDS),
    **dict.fromkeys(("dept", "topic", "asked-by", "answered-by", "party"), NAME),
    **dict.fromkeys(("tabled", "answered"), PERIOD),
    "house": Field(Coded, "house", "commons or lords", "commons|lords"),
    "uin": Field(Coded, "UIN", "a number such as 171468 or HL1234", "(hl)?[0-9]{1,9}"),
    "status": Field(Coded, "status", STATUSES, re.sub(", | or ", "|", STATUSES)),
}
FIELD_NAME = re.compile(rf"(?<![^\W_])(?ai:{'|'.join(FIELDS)}):")
# What looks like a field: not an address (https://…) or a time (10:30). grammar.lark has the same.
LIKE_FIELD = re.compile(r"""(?<![^\W_])[A-Za-z][A-Za-z_-]+:(?=[^\s/:)"(]?[^\W_])""")
