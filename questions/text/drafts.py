"""Drafts of questions as people paste them: from a list, a table, the Order Paper or an e-mail; pure.

A text's lines are cleaned and put together into parts; each part is freed from what stands around the question, and
a part that is no question is left out. Every pattern is bounded or tried once a line, so hostile texts take no longer
than others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from .question_formula import capitalise, split_formula

MOST_DRAFTS = 20
LEAST_LETTERS = 6  # with fewer, it is a number
LONGEST_HEADING = 100
MOST_LINES_OF_WHOM, LONGEST_WHOM = 3, 300
HEADERS = {"question", "questions", "draft", "drafts"}  # of a table's column
QUOTES = "\"“”‘’'"
SMALL_WORDS = {"ask", "the", "of", "for", "and", "to"}

# Whom a question can be put to. In any letters, but then with the comma that ends the name.
_OFFICE = (
    "secretary|minister|prime|deputy|chancellor|attorney|solicitor|advocate|leader|president|lord|parliamentary|chair"
    r"|right hon|hon"
)
_WHOM = rf"(?i:to ask (?:the (?:{_OFFICE})\b|his majesty|her majesty))"
_ASK = rf"(?:(?:To|TO) (?:ask|ASK)\s|{_WHOM}[^,?]{{0,150}},)"
_WORDS = (
    "what|how|whether|if|when|which|who|whose|where|why|(?:for|to|on|by|from) what"
    "|pursuant to|further to|with reference to"
)
_MORE_WORDS = "Is|Are|Was|Were|Do|Does|Did|Has|Have|Can|Could|Should|Would|Will (?:the|he|she|they)"

_FORMULA = re.compile(rf"\b{_ASK}|^Asked\s(?!by\b)")
_WORD = re.compile(rf"[{QUOTES}]?(?:(?i:{_WORDS})|{_MORE_WORDS})\b(?! you)")
_CAPITAL_WORD = re.compile(rf"(?=[{QUOTES}]?[A-Z]){_WORD.pattern}")

# What stands before a question. Symbol fonts, which Word's bullets are in, have characters of their own.
_LEAD = re.compile(
    r"[-•*–—·▪●‣◦■○\uf020-\uf0ff]\s+|o\s+"
    r"|[(\[]?\d{1,3}[.):\]](?:\s+|$|(?=[A-Z]))"
    r"|(?:Question|P?Q)[ .]{0,2}\d{1,3}(?:\s?[.):–—-]\s*|\s*(?:\n|\Z))"
    rf"|[(\[]?(?:N|(?:UIN )?(?:HL)?\d{{1,7}}|P?Q\d{{1,3}})[)\]]?:?\s+(?={_ASK})"
)
_LETTER = re.compile(r"\(?(?:[A-Za-z]|[ivx]{2,4})\)\s*")
_INNER_LETTER = re.compile(r"(?<![\w(])\(?(?:[A-Za-z]|[ivx]{2,4})\)")
# What the order paper or a letter has before a question: "907210 Simon Opher (Stroud): To ask…".
_BEFORE = re.compile(r"[^?]{0,150}?:\s*(?=To ask\s)")
_BEGINS = re.compile(rf"{_LEAD.pattern}|[{QUOTES}]?(?:{_ASK}|Asked\s(?!by\b))|{_BEFORE.pattern}")
# The next question on the same line.
_NEXT = re.compile(rf"(?:(?<=[.?!)\]{QUOTES}])\s(?=[{QUOTES}]?{_ASK})|(?<!:)\s(?=To ask )(?={_WHOM}))")

# What stands around a draft.
_QUOTED = re.compile("[\"“‘'](.*)[\"”’']", re.DOTALL)
_UIN = re.compile(
    rf"(?:(?<=[.?!{QUOTES}])\s?[(\[](?:UIN )?(?:HL|PQ)? ?\d{{1,7}}[)\]]"
    r"|\s[(\[](?!(?:19|20)\d\d[)\]])(?:UIN )?(?:HL ?\d{1,5}|\d{4,7})[)\]]"  # not "(2019)", nor "section 5(3)"
    r"|(?<=[.?]) (?:UIN )?(?:HL ?\d{1,5}|\d{3,7}))$"
)
# Whom it asks in capitals or small letters, which no formula is.
_UNKNOWN_WHOM = re.compile(rf"{_WHOM}(?:[^?]{{1,150}}?,\s*(?=(?i:{_WORDS})\b)|[^,]{{1,150}},\s*)")
# "HL123 Baroness Demo to ask His Majesty's Government".
_PEER = "lord|lady|baron|baroness|viscount|viscountess|earl|countess|duke|duchess|marquess|bishop|archbishop"
_LORDS = re.compile(
    rf"(?!to ask H)(?i:[^\w{QUOTES}]{{0,5}}(?:(?:UIN )?(?:HL)?\d{{1,7}}\W{{1,3}})?(?:(?:the )?(?:{_PEER})\b"
    r"[^?:]{1,80}?\s)?(to ask (?:h(?:is|er) majesty['’]s(?: government)?|the senior deputy speaker)\b))"
)

# What has lines of its own on the Order Paper; "[R]" is a registered interest.
_NUMBER = re.compile(r"(?:[-–—] )?\d{1,3}(?: [-–—])?")
_NAMED_DAY = re.compile(r"\s?\[[NR]\]")
_NOTE = re.compile(
    r"N|HL\d{1,5}|(?i:page \d{1,4}(?: of \d{1,4})?)"
    r"|(?i:named[ -]day(?: questions?| pqs?)?(?:[:( –-]{1,3}(?:for |on )?(?:\w{3,6}day,? )?\d{1,2}[\w /.-]{1,20}\)?)?)"
)

# What else people paste.
_MARKDOWN = re.compile(r"(?<![\w*])[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_])[*_]{1,3}(?![\w*])")
_ASIDE = re.compile(r"(?:From|Sent|Date|To|Cc|Bcc|Subject|Attachments): .*|On .{1,200} wrote:|[-_=*]{3,}.*")
_CLOSING = re.compile(
    r"(?!.{61})(?i:(?:(?:with|many|kind|kindest|best|warm|warmest|all|the|yours|very) ){0,3}"
    r"(?:thanks|thank you|cheers|regards|wishes|best|sincerely|faithfully)(?: again| in advance| so much| very much)?)"
    r"(?:[,.!–-]{0,2}(?: ?[A-Z][\w'’-]{1,20}){0,3}[,.!]?)|--|Sent from my .*"
)
_GREETING = re.compile(
    r"(?:[Hh]i|[Hh]ello|Hey|Dear|Good (?:morning|afternoon|evening))(?: [\w.'’-]{1,30}){0,4}(?:[,!:]| [–-] |$)\s*",
    re.MULTILINE,
)
_REQUEST = re.compile(
    r"(?i:(?:please|(?:could|can|would) you|(?:(?:i|we)(?:['’]d| would) be )?grateful)\b[^.?!:]{0,100}?"
    r"\b(?:tabl(?:e|ed|ing)|submit|put|check|look|confirm|send|lay|drafts?|pqs?|questions?|below|following)\b"
    r"|here (?:is|are)|thanks for|thank you for|i hope|hope you|let me know|if you"
    r"|ha(?:s|ve) (?:this|it|these|any of these) been asked)\b[^.?!:]{0,150}(?:[.?!:]+\s*|\Z)"
)
_CONTACT = re.compile(r"[\w.+-]@[\w-]{1,60}\.\w|(?:\+44|\b0)[\d ()]{9,14}\b|^\s*(?:https?://|www\.)\S*\s*$")


class _Part(NamedTuple):
    """`is_marked`: whether it begins with a number, a bullet or a question word."""

    text: str
    is_marked: bool

    @property
    def has_formula(self) -> bool:
        return bool(_FORMULA.search(self.text))


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
    return [part for part in asking if part.has_formula or not _CONTACT.search(part.text)]


def _lines(text: str) -> Iterator[str]:
    """The lines, clean; an empty one for what no draft has. A closing and the signature after it go together."""
    is_closed = is_seen = False
    for line in _without_notes([_clean(line) for line in text.splitlines()]):
        is_closed = not _asks(line) and (is_closed or (is_seen and bool(_CLOSING.fullmatch(line))))
        is_seen = is_seen or bool(line)
        yield "" if is_closed or _CLOSING.fullmatch(line) or _ASIDE.fullmatch(line) else line


def _clean(line: str) -> str:
    """Without the marks of quoted e-mail and Markdown; of a table's row, only the question."""
    line = _MARKDOWN.sub("", _NAMED_DAY.sub("", line).lstrip("> \t\xa0\u200b\ufeff").rstrip())
    if lords := _LORDS.match(line):
        line = _in_usual_letters(line[lords.start(1) :], len(lords[1]))
    cells = [cell.strip() for cell in re.split(r"[\t|]", line)]
    if len(cells) > 1 and HEADERS.intersection(map(str.casefold, cells)):
        return ""
    asking = [cell for cell in cells if _FORMULA.match(cell.lstrip(QUOTES)) or _CAPITAL_WORD.match(cell)]
    return asking[0] if len(cells) > 1 and asking and not asking[0].endswith(",") else line


def _without_notes(lines: list[str]) -> Iterator[str]:
    """Without page numbers, named days, and the names and headings before "To ask". After a question, they end it."""
    before, afters = "", list(accumulate(reversed(lines), lambda after, line: line or after, initial=""))
    for line, after in zip(lines, afters[-2::-1], strict=True):
        is_end = not before or _is_finished([before]) or bool(_UIN.search(before))
        is_note = bool(line) and _is_note(line, after, is_end)
        before = "" if is_note and is_end else before if is_note else line
        if is_end or not is_note:
            yield before


def _is_note(line: str, after: str, is_end: bool) -> bool:
    """`is_end`: whether a question may have ended before the line."""
    if _NUMBER.fullmatch(line):
        return is_end or after.endswith("):") or bool(_BEFORE.match(after))
    is_name = _is_title(line) and (line.endswith("):") or (is_end and not (line[0].islower() or _asks(line))))
    return bool(_NOTE.fullmatch(line) or (is_name and _BEGINS.match(after) and _FORMULA.search(after)))


def _is_title(line: str) -> bool:
    """Whether a line before "To ask" may be a heading or a member's name."""
    return len(line) <= LONGEST_HEADING and line[-1] not in ".?" and not _FORMULA.search(line)


def _asks(line: str) -> bool:
    return bool(_BEGINS.match(line) or _WORD.match(line)) or line.endswith("?")


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each draft."""
    part: list[str] = []
    is_after_gap = False
    for line in lines:
        if line and part and _begins(line, part, is_after_gap):
            if not (len(part) == 1 and _is_title(part[0]) and _FORMULA.match(line)):
                yield part
            part = []
        if line:
            part.append(line)
        is_after_gap = not line
    yield part


def _begins(line: str, part: list[str], is_after_gap: bool) -> bool:
    """Whether a line begins another draft than the part before it."""
    if letter := _LETTER.match(line):
        return _numbers_drafts(line[letter.end() :], part)
    if _BEGINS.match(line):
        return is_after_gap or not _continues(line, part)
    text = " ".join(part[: MOST_LINES_OF_WHOM + 1])
    is_unfinished = _is_only_whom(text) or (text.endswith(",") and bool(_FORMULA.search(text)))
    if len(part) <= MOST_LINES_OF_WHOM and is_unfinished:
        return False
    return is_after_gap or _is_another_question(line, part)


def _numbers_drafts(rest: str, part: list[str]) -> bool:
    """Whether the letter before `rest`, such as "(b)", numbers drafts, and not what one draft asks."""
    if _BEGINS.match(rest):
        return True
    if _LETTER.match(part[0]):
        return not part[-1].endswith((",", ";", " and", " or"))
    return bool(_WORD.match(rest)) and _is_finished(part) and not any(map(_LETTER.match, reversed(part)))


def _continues(line: str, part: list[str]) -> bool:
    """Whether what looks like a number or a bullet is in the middle of a question: "(2) rural areas", "75."."""
    lead = _LEAD.match(line)
    rest = line[lead.end() :] if lead else line
    is_question = bool(_FORMULA.search(part[0])) or bool(_WORD.match(part[0]))
    is_rest_of_sentence = not rest or (rest[0].islower() and not _BEGINS.match(rest) and not _WORD.match(rest))
    return bool(lead) and is_question and is_rest_of_sentence and not _is_finished(part)


def _is_another_question(line: str, part: list[str]) -> bool:
    if _end_of(line) == "?" == _end_of(part[-1]):
        return True
    if _CAPITAL_WORD.match(line):
        return _is_finished(part) or bool(_CAPITAL_WORD.match(part[-1]))
    return _is_finished(part) and bool(_GREETING.match(line) or _REQUEST.match(line))


def _is_finished(part: list[str]) -> bool:
    """A colon ends "Please table these:", but not "To ask…, what:"."""
    return _end_of(part[-1]) in (".", "?", "!") or (_end_of(part[-1]) == ":" and not _FORMULA.search(part[0]))


def _end_of(line: str) -> str:
    return _UIN.sub("", line).rstrip(QUOTES)[-1:]


def _is_only_whom(text: str) -> bool:
    """Whether it says whom it asks, and nothing that is asked yet."""
    found = _FORMULA.search(text)
    if not found or len(text) > LONGEST_WHOM:
        return False
    said = text[found.start() :]
    return split_formula(f"{said} x").rest == "x" or bool(_UNKNOWN_WHOM.fullmatch(said))


def _pieces(lines: list[str]) -> Iterator[_Part]:
    """A part without its number or bullet, divided where "To ask" begins another question."""
    text = "\n".join(lines)
    letter = _LETTER.match(text)
    lead = _LEAD.match(text) or (None if letter and _INNER_LETTER.search(text, letter.end()) else letter)
    pieces = _NEXT.split(text[lead.end() :] if lead else text)
    for piece in pieces:
        asked = _without_openings(piece)
        yield _Part(asked, is_marked=bool(_WORD.match(asked)) or (bool(lead) and len(pieces) == 1))


def _without_openings(text: str) -> str:
    """Without "Hi Ann," and "Could you table this?"."""
    while found := _GREETING.match(text) or _REQUEST.match(text):
        text = text[found.end() :]
    return text


def _bare(text: str) -> str:
    """Without its UIN, quotation marks around it, and what stands before "To ask"."""
    draft = _UIN.sub("", " ".join(text.split()))
    quoted = _QUOTED.fullmatch(draft)
    draft = _UIN.sub("", quoted[1]).strip() if quoted else draft
    if before := _BEFORE.match(draft):
        draft = draft[before.end() :]
    whom = None if split_formula(draft).formula else _UNKNOWN_WHOM.match(draft)
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
