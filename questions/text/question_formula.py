"""The formula with which a question begins, such as "To ask the Secretary of State for Transport, ": whom it asks.

Not to be confused with formulas.py, which is about spreadsheets. Every pattern is bounded, so hostile texts take no
longer than others.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .clause_ends import BETWEEN, HANGING, end_of_clause

TITLE_LENGTH = 110  # the most characters of a title made of a question's own words, if it is cut
LONGEST_TITLE = 140  # up to here it is not cut, because the few words beside it would tell nobody anything

# Words that begin what is asked, even with a capital: "…for Health, Pursuant to the Answer…".
_BEGINS_QUESTION = (
    "What|If|How|Whether|When|Who|Whose|Whom|Which|Why|Where|Pursuant|Further|Following|With|Will|Does|Do|Did|Is|Are|Was"
    "|Were|Has|Have|In|On|By|At|From|Under|To|Since|Given|As|After|Before|During|Regarding|Reference|Steps|A"
)
_SPACE = r"\s{1,5}"
# Small words inside names: "the right hon. Member for", "the Parliamentary Secretary to the Treasury".
_LINK = r"(?:[Oo]f|[Ff]or|[Tt]he|[Aa]nd|&|to|[Hh]on\.?|[Rr]ight|[Rr]t\.?|noble|learned|[Mm]ember|without)"
_NAME = rf"(?!(?:{_BEGINS_QUESTION})\b)[A-Z][\w'’.-]*+"
_LINKS = rf"(?:{_LINK}{_SPACE}){{0,5}}"
_NAMES = rf"(?>{_LINKS}{_NAME}(?:{_SPACE}{_LINKS}{_NAME}){{0,14}})"
# "Culture, Media and Sport": a comma belongs to the name if "and" follows. So "for Health, NHS England" is not one.
_PLAIN = rf"(?>{_NAME}(?:{_SPACE}{_NAME}){{0,3}})"
_LIST = rf"{_PLAIN}(?:,\s{{0,5}}{_PLAIN}){{0,3}},\s{{0,5}}(?:{_PLAIN}{_SPACE})?(?:and|&){_SPACE}{_PLAIN}"
_MINISTER = rf"(?:the{_SPACE})?(?:Secretary|Minister)(?:{_SPACE}of{_SPACE}State)?(?:{_SPACE}for|,){_SPACE}"
_DEPARTMENT = rf"(?:(?:the{_SPACE})?(?:Department|Ministry){_SPACE}(?:for|of){_SPACE})?"
_MEMBER = r"(?=(?:[A-Za-z.]{1,9}\s){0,5}[Mm]ember\b)"
_FOR = rf"(?:representing|(?:answering{_SPACE})?on{_SPACE}behalf{_SPACE}of)"
_WHO = "|".join(
    (
        rf"{_MEMBER}{_NAMES}(?:,{_SPACE}{_NAMES}){{0,2}},?{_SPACE}{_FOR}{_SPACE}{_NAMES}(?:{_SPACE}on{_SPACE}{_NAMES})?",
        rf"{_MINISTER}{_DEPARTMENT}{_LINKS}{_LIST}(?:{_SPACE}{_LINKS}{_NAME}){{0,8}}",
        rf"(?:the{_SPACE})?(?:Secretary|Minister){_SPACE}of{_SPACE}State,{_SPACE}{_NAMES}",
        _NAMES,
    )
)
_OFFICE = "Secretary|Minister|Prime|Chancellor|Attorney|Solicitor|Leader|President"
_OPENING = rf"(?:[Tt]?[Tt]o{_SPACE}ask|[Aa]sked|To(?={_SPACE}the{_SPACE}(?:{_OFFICE})\b)){_SPACE}"
_NOTE = rf"(?:\[[A-Za-z -]{{1,40}}\]{_SPACE})?"  # "[SUGGESTED RE-DRAFT] "
_END = rf"(?!\w)\s{{0,5}}[,;:.?]?[\s\ufeff]{{0,5}}(?:[-–—]{_SPACE})?"
_FORMULA = re.compile(rf"\s{{0,9}}{_NOTE}{_OPENING}(?P<whom>{_WHO}){_END}")
_UP_TO_COMMA = re.compile(r"\s{0,5}([^,]{1,120}),\s{0,5}")
MOST_REPEATS = 3  # some texts have their formula twice
_LETTER = re.compile(r"[^\W_]")


class Asked(NamedTuple):
    """A question's text in two: `formula + rest` is the text. The formula may be '', the rest only if the text is."""

    formula: str
    rest: str


@lru_cache(maxsize=200)
def split_formula(text: str) -> Asked:
    """Cached, because a page needs it several times for each question."""
    end = _end_of_formula(text)
    return Asked(text[:end], text[end:]) if _LETTER.search(text, end) else Asked("", text)


def find_whom(text: str) -> str:
    """Whom the formula asks, as it is written: "the Secretary of State for Transport"; '' without a formula."""
    found = _FORMULA.match(text)
    return found["whom"] if found and split_formula(text).formula else ""


def _end_of_formula(text: str) -> int:
    end = 0
    for _ in range(MOST_REPEATS):
        found = _FORMULA.match(text, end)
        if not found:
            break
        end = _end_of_echo(text, found.end())
    return end


def _end_of_echo(text: str, end: int) -> int:
    """The end of words that only repeat the formula's own: "for Education, Education, if…"."""
    found = _UP_TO_COMMA.match(text, end) if text[end : end + 1].isupper() else None
    is_echo = found and text[:end].rstrip(" ,").casefold().endswith(found[1].casefold())
    return found.end() if found and is_echo else end


def title_of_words(text: str, *, is_cut: bool = False) -> str:
    """The first words after the formula, as a title for a question without a heading; '' if the text is empty.

    `is_cut` says that the text itself is incomplete.
    """
    rest = split_formula(text).rest
    end = end_of_title(rest)
    words = " ".join(rest[:end].split())
    return capitalise(words) + ("…" if words and (is_cut or end < len(rest.rstrip(" ."))) else "")


def end_of_title(rest: str) -> int:
    """Where the title ends in what follows the formula: at the end, or if that is long, at the end of a clause."""
    return end_of_clause(rest, TITLE_LENGTH) if len(rest) > LONGEST_TITLE else len(rest.rstrip(HANGING))


def start_after_title(rest: str) -> int:
    """Where the words after the title begin in what follows the formula; its length if there are none."""
    end = end_of_title(rest)
    found = _LETTER.search(rest, end)
    return len(rest) - len(rest[end:].lstrip(BETWEEN)) if found else len(rest)


def capitalise(text: str) -> str:
    """The text with a capital at its start, and as many characters as before."""
    first = text[:1].upper()
    return first + text[1:] if len(first) == 1 else text
