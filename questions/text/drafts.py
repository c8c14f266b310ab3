"""Drafts of questions as people paste them: from a list, a table, the Order Paper or an e-mail; pure.

A text's lines are cleaned and put together into parts; each part is freed from what stands around the question, and
a part that is no question is left out. draft_patterns.py has the wordings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from .draft_patterns import (
    ASIDE,
    BEFORE,
    BEGINS,
    CAPITAL_WORD,
    CLOSING,
    CONTACT,
    FORMULA,
    GREETING,
    INNER_LETTER,
    LEAD,
    LETTER,
    LORDS,
    MARKDOWN,
    NAMED_DAY,
    NEXT,
    NOTE,
    NUMBER,
    QUOTED,
    QUOTES,
    REQUEST,
    UIN,
    UNKNOWN_WHOM,
    WORD,
)
from .question_formula import capitalise, split_formula

MOST_DRAFTS = 20
LEAST_LETTERS = 6  # with fewer, it is a number
LONGEST_HEADING = 100
MOST_LINES_OF_WHOM, LONGEST_WHOM = 3, 300
HEADERS = {"question", "questions", "draft", "drafts"}  # of a table's column
SMALL_WORDS = {"ask", "the", "of", "for", "and", "to"}


class _Part(NamedTuple):
    """`is_marked`: whether it begins with a number, a bullet or a question word."""

    text: str
    is_marked: bool

    @property
    def has_formula(self) -> bool:
        return bool(FORMULA.search(self.text))


def split_drafts(text: str) -> list[str]:
    """Each draft in a text: what stands between empty lines, or begins with a number, a bullet or "To ask".

    Greetings, signatures and the like are left out; where nothing else is there, the whole text is the draft.
    """
    parts = [part for lines in _parts(_lines(text)) for part in _pieces(lines)]
    drafts = [_bare(part.text) for part in _asking(parts) if not _is_only_whom(part.text)]
    found = [draft for draft in drafts if _has_words(draft)]
    whole = " ".join(text.split())
    return list(dict.fromkeys(found)) or [whole] * (_has_words(whole) and not any(part.has_formula for part in parts))


def _has_words(draft: str) -> bool:
    return sum(map(str.isalnum, draft)) >= LEAST_LETTERS


def _asking(parts: list[_Part]) -> list[_Part]:
    """Where some have a formula, these and those that are marked; else all. Never somebody's address."""
    is_formal = any(part.has_formula for part in parts)
    asking = [part for part in parts if part.has_formula or part.is_marked] if is_formal else parts
    return [part for part in asking if part.has_formula or not CONTACT.search(part.text)]


def _lines(text: str) -> Iterator[str]:
    """The lines, clean; an empty one for what no draft has. A closing and the signature after it go together."""
    is_closed = is_seen = False
    for line in _without_notes([_clean(line) for line in text.splitlines()]):
        is_closed = not _asks(line) and (is_closed or (is_seen and bool(CLOSING.fullmatch(line))))
        is_seen = is_seen or bool(line)
        yield "" if is_closed or CLOSING.fullmatch(line) or ASIDE.fullmatch(line) else line


def _clean(line: str) -> str:
    """Without the marks of quoted e-mail and Markdown; of a table's row, only the question."""
    line = MARKDOWN.sub("", NAMED_DAY.sub("", line).lstrip("> \t\xa0\u200b\ufeff").rstrip())
    if lords := LORDS.match(line):
        line = _in_usual_letters(line[lords.start(1) :], len(lords[1]))
    cells = [cell.strip() for cell in re.split(r"[\t|]", line)]
    if len(cells) > 1 and HEADERS.intersection(map(str.casefold, cells)):
        return ""
    asking = [cell for cell in cells if FORMULA.match(cell.lstrip(QUOTES)) or CAPITAL_WORD.match(cell)]
    return asking[0] if len(cells) > 1 and asking and not asking[0].endswith(",") else line


def _without_notes(lines: list[str]) -> Iterator[str]:
    """Without page numbers, named days, and the names and headings before "To ask". After a question, they end it."""
    before, afters = "", list(accumulate(reversed(lines), lambda after, line: line or after, initial=""))
    for line, after in zip(lines, afters[-2::-1], strict=True):
        is_end = not before or _is_finished([before]) or bool(UIN.search(before))
        is_note = bool(line) and _is_note(line, after, is_end)
        before = "" if is_note and is_end else before if is_note else line
        if is_end or not is_note:
            yield before


def _is_note(line: str, after: str, is_end: bool) -> bool:
    """`is_end`: whether a question may have ended before the line."""
    if NUMBER.fullmatch(line):
        return is_end or after.endswith("):") or bool(BEFORE.match(after))
    is_name = _is_title(line) and (line.endswith("):") or (is_end and not (line[0].islower() or _asks(line))))
    return bool(NOTE.fullmatch(line) or (is_name and BEGINS.match(after) and FORMULA.search(after)))


def _is_title(line: str) -> bool:
    """Whether a line before "To ask" may be a heading or a member's name."""
    return len(line) <= LONGEST_HEADING and line[-1] not in ".?" and not FORMULA.search(line)


def _asks(line: str) -> bool:
    return bool(BEGINS.match(line) or WORD.match(line)) or line.endswith("?")


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each draft."""
    part: list[str] = []
    is_after_gap = False
    for line in lines:
        if line and part and _begins(line, part, is_after_gap):
            if not (len(part) == 1 and _is_title(part[0]) and FORMULA.match(line)):
                yield part
            part = []
        if line:
            part.append(line)
        is_after_gap = not line
    yield part


def _begins(line: str, part: list[str], is_after_gap: bool) -> bool:
    """Whether a line begins another draft than the part before it."""
    if letter := LETTER.match(line):
        return _numbers_drafts(line[letter.end() :], part)
    if BEGINS.match(line):
        return is_after_gap or not _continues(line, part)
    text = " ".join(part[: MOST_LINES_OF_WHOM + 1])
    is_unfinished = _is_only_whom(text) or (text.endswith(",") and bool(FORMULA.search(text)))
    if len(part) <= MOST_LINES_OF_WHOM and is_unfinished:
        return False
    return is_after_gap or _is_another_question(line, part)


def _numbers_drafts(rest: str, part: list[str]) -> bool:
    """Whether the letter before `rest`, such as "(b)", numbers drafts, and not what one draft asks."""
    if BEGINS.match(rest):
        return True
    if LETTER.match(part[0]):
        return not part[-1].endswith((",", ";", " and", " or"))
    return bool(WORD.match(rest)) and _is_finished(part) and not any(map(LETTER.match, reversed(part)))


def _continues(line: str, part: list[str]) -> bool:
    """Whether what looks like a number or a bullet is in the middle of a question: "(2) rural areas", "75."."""
    lead = LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    is_question = bool(FORMULA.search(part[0])) or bool(WORD.match(part[0]))
    is_rest_of_sentence = not rest or (rest[0].islower() and not BEGINS.match(rest) and not WORD.match(rest))
    return bool(lead) and is_question and is_rest_of_sentence and not _is_finished(part)


def _is_another_question(line: str, part: list[str]) -> bool:
    if _end_of(line) == "?" == _end_of(part[-1]):
        return True
    if CAPITAL_WORD.match(line):
        return _is_finished(part) or bool(CAPITAL_WORD.match(part[-1]))
    return _is_finished(part) and bool(GREETING.match(line) or REQUEST.match(line))


def _is_finished(part: list[str]) -> bool:
    """A colon ends "Please table these:", but not "To ask…, what:"."""
    return _end_of(part[-1]) in (".", "?", "!") or (_end_of(part[-1]) == ":" and not FORMULA.search(part[0]))


def _end_of(line: str) -> str:
    return UIN.sub("", line).rstrip(QUOTES)[-1:]


def _is_only_whom(text: str) -> bool:
    """Whether it says whom it asks, and nothing that is asked yet."""
    found = FORMULA.search(text)
    if not found or len(text) > LONGEST_WHOM:
        return False
    said = text[found.start() :]
    return split_formula(f"{said} x").rest == "x" or bool(UNKNOWN_WHOM.fullmatch(said))


def _pieces(lines: list[str]) -> Iterator[_Part]:
    """A part without its number or bullet, divided where "To ask" begins another question."""
    text = "\n".join(lines)
    letter = LETTER.match(text)
    lead = LEAD.match(text) or (None if letter and INNER_LETTER.search(text, letter.end()) else letter)
    pieces = NEXT.split(text[lead.end() :] if lead else text)
    for piece in pieces:
        asked = _without_openings(piece)
        yield _Part(asked, is_marked=bool(WORD.match(asked)) or (bool(lead) and len(pieces) == 1))


def _without_openings(text: str) -> str:
    """Without "Hi Ann," and "Could you table this?"."""
    while found := GREETING.match(text) or REQUEST.match(text):
        text = text[found.end() :]
    return text


def _bare(text: str) -> str:
    """Without its UIN, quotation marks around it, and what stands before "To ask"."""
    draft = UIN.sub("", " ".join(text.split()))
    quoted = QUOTED.fullmatch(draft)
    draft = UIN.sub("", quoted[1]).strip() if quoted else draft
    if before := BEFORE.match(draft):
        draft = draft[before.end() :]
    whom = None if split_formula(draft).formula else UNKNOWN_WHOM.match(draft)
    return _with_formula(draft, whom.end()) if whom else draft


def _with_formula(draft: str, end: int) -> str:
    """With the formula that ends there or at a comma before, in usual capitals; without it if that is none."""
    for until in (end, draft.index(",") + 1):
        asked = _in_usual_letters(draft, until)
        if split_formula(asked).formula.strip() == asked[:until].strip():
            return asked
    return draft[end:]


def _in_usual_letters(text: str, end: int) -> str:
    """The formula up to `end` with its usual capitals, and the rest in small letters if it is all in capitals."""
    words = (word.lower() if word.lower() in SMALL_WORDS else word.capitalize() for word in text[:end].split(" "))
    return capitalise(" ".join(words)) + (text[end:].lower() if text[end:].isupper() else text[end:])
