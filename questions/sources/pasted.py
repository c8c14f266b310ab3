"""Splits the text of a question's page, as copied from a browser, into fields.

It knows Parliament's page, Hansard, departments' e-mails and the cells of spreadsheets: labelled lines ("UIN 171468,
tabled on 22 March 2023", "Answered on") in any order, cards of people (name, party, constituency, House), and plain
text between them. What it does not recognise is listed, and each line with what it was taken as. Nothing is looked up.
"""

from __future__ import annotations

from .pasted_answers import Pasted as Pasted
from .pasted_answers import PastedAnswer as PastedAnswer
from .pasted_facts import SeveralNumbers
from .pasted_labels import join_values
from .pasted_layouts import SeveralQuestions, spell_out_cells, split_lines
from .pasted_lines import lines_of
from .pasted_reader import Reader

LONGEST = 300_000  # characters; the longest answers have about 55,000


class NotRead(ValueError):
    """A text that cannot be split into fields. The message says what to do."""


def take_apart(pasted: str) -> Pasted:
    """Raises NotRead."""
    if len(pasted) > LONGEST:
        size = f"The text has {len(pasted):,} characters, but a question's page has at most {LONGEST:,}"
        raise NotRead(f"{size}. Paste the page of one question.")
    try:
        lines = lines_of(spell_out_cells(pasted))
    except SeveralQuestions as error:
        raise NotRead(f"These rows are {error.number} questions. Paste one row, with the row of columns.") from error
    try:
        found = Reader(list(split_lines(join_values(lines)))).read()
    except SeveralNumbers as error:
        raise NotRead(str(error)) from error
    if not (found.text or found.uin):
        raise NotRead(
            "We did not recognise a question in this text. Paste the whole page, with the line that has its UIN "
            "or the question itself (“To ask …”). Or type the question into the form."
        )
    return found
