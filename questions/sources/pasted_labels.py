"""Labelled lines of a question's page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from questions.text.dates import DAY, day_of
from questions.text.identifiers import UIN

_ON = rf"(?: on)?:? (?P<day>{DAY})"
_NUMBERED = rf"(?=[A-Za-z]*\d)(?:{UIN.pattern})"
_NAME = r"(?::? (?P<name>\S.{0,98}))?:?"
# By the part of a page that they begin or contain. The first pattern that matches the whole line counts.
LABELS = {
    "uin": rf"\(?(?:question )?UIN:? (?P<uin>{UIN.pattern})(?:,? tabled{_ON})?\)?",
    "number": rf"(?:W?PQ|question)(?: (?:UIN|number|no\.?|ref(?:erence)?))?[:#]? ?#?(?P<uin>{_NUMBERED})[:.]?"
    rf"|(?:number|ref(?:erence)?(?: (?:no\.?|number))?): (?P<uin_>{_NUMBERED})",
    "tabled": rf"\(?(?:asked|(?:date )?tabled|date asked|tabling date){_ON}\)?(?: - view source)?",
    "department": r"(?:question (?:for|to)|answering (?:body|department)):? (?:the )?(?P<name>\S.*?):?"
    r"|(?:department|dept|answered for)\.?: (?P<name_>\S.*)"
    r"|(?P<name__>(?:department|ministry) (?:for|of) [A-Z][^.:;?]{1,90})",
    "heading": r"(?:(?:subject )?heading|title|subject|topic): (?P<name>\S.*)",
    "asked_by": rf"(?:(?:asked|tabled) by|asking member|asker|questioner){_NAME}"
    rf"|(?:member|MP|peer): (?P<name_>\S.{{0,98}})",
    "seat": r"(?:constituency|seat): (?P<name>\S.*)",
    "party": r"party: (?P<name>\S.*)",
    "house": r"house: (?:house of )?(?P<name>commons|lords)",
    "answered_by": rf"answer(?:ed by|ing (?:member|minister)){_NAME}",
    "minister": r"(?:minister|(?:response|reply|answer) (?:from|by)|respondent|lead minister): (?P<name>\S.{0,150})",
    "corrected_by": rf"(?:corrected by|correcting (?:member|minister)){_NAME}",
    "holding": rf"(?:holding|interim) answer(?:(?: received| given)?{_ON})?:?",
    "original": rf"original answer(?:(?: given)?{_ON})?:?",
    "corrected": rf"(?:(?:this |the )?answer )?(?:was )?(?:corrected|correction){_ON}\.?|(?:ministerial )?correction:?"
    r"|corrected answer:?",
    "answered": rf"(?:this question was |date )?(?:answered|replied|responded){_ON}[.:]?"
    rf"|(?:date of (?:the )?(?:answer|reply|response)|(?:answer|response|reply) date): ?(?P<day_>{DAY})",
    "printed": rf"(?:written answers?(?: to questions)?|written question answered on),? (?P<day>{DAY})",
    "due": rf"(?P<named>named[ -]day(?: question)?,? )?(?:(?:date|due|date due|due date) )?for answer(?: by)?{_ON}\.?"
    rf"|(?:due(?: date)?|date due|deadline|(?:date )?(?:the )?answer (?:is )?due)(?: on| by)?:? (?P<day_>{DAY})\.?"
    rf"|(?P<named_>named[ -]day)(?: question)?(?: due)?(?: for)?(?: on| by)?:? (?P<day__>{DAY})\.?",
    "named_day": r"(?:this is a )?named[ -]day(?: question)?\.?|named[ -]day: yes",
    "withdrawn": rf"(?:this )?(?:question )?(?:was |has been |is )?withdrawn(?:{_ON})?\.?|withdrawn: yes",
    "interest": r"(?:(?:a|the member has a) )?(?:relevant |registered )*interest(?: (?:is|has been))?"
    r" (?:declared|registered)\.?|(?:the member has )?(?:a )?(?:relevant )?registered interest\.?|interest: yes",
    "question": r"(?:full )?(?:question|PQ)(?: text)?:?",
    "answer": r"(?:final |full |draft |proposed |suggested |minister.s )?(?:answer|response|reply)(?: text)?:?",
    "footer": r"(?:reticulating splines|back to (?:top|results)|about this website|parliamentary copyright.*|share"
    r"|print|grouped questions:?.*|contains parliamentary information.*|© .*|share this page.*|copy link|view source)",
    "nothing": r"answered|unanswered|tabled|find written questions.*|uk parliament|home|skip to main content"
    r"|written questions(?: and answers|, answers and statements)?|.{1,60} portrait|photo of .{1,60}",
}
# In an answer these are ordinary words, unless the text has not said them elsewhere.
OF_THE_TOP = ("heading", "department", "nothing", "number", "asked_by", "seat", "party", "house", "minister", "due")
_LABELS = {name: re.compile(pattern, re.I) for name, pattern in LABELS.items()}
# Labels alone on a line, with their value on the next.
_ALONE = re.compile(
    r"(?:UIN|(?:asked|(?:date )?tabled|(?:date )?answered|corrected|(?:holding|interim) answer(?: received| given)?"
    r"|(?:date |due )?(?:date|due) for answer|answer due|due date|named[ -]day|answer(?:ed)? by|date asked)(?: on)?):?",
    re.I,
)
_ALONE_WITH_COLON = re.compile(
    r"(?:(?:subject )?heading|title|subject|answering (?:body|department)|department|constituency|seat|party|house"
    r"|date of answer|(?:answer|response|reply) date|minister|member|asking member|(?:PQ|question) number):?",
    re.I,
)
_VALUE = re.compile(rf"{DAY}|{UIN.pattern}", re.I)


class Label(NamedTuple):
    """`said` has the line's values: "day" as an ISO date, "name", "uin"; '' for those not given."""

    name: str
    said: dict[str, str]


def is_number(line: str) -> bool:
    """Whether the line is a UIN and nothing else."""
    return bool(re.fullmatch(r"[\[(]?(?:HL\d{1,6}|\d{2,7})[\])]?", line))


def label_of(line: str) -> Label | None:
    for name, pattern in _LABELS.items():
        if found := pattern.fullmatch(line):
            return _label(name, found.groupdict())
    return None


def _label(name: str, found: dict[str, str | None]) -> Label | None:
    """None if what looks like a date is not one: "Answered on 11 contracts"."""
    said: dict[str, str] = {}
    for key, value in found.items():
        said[key.rstrip("_")] = said.get(key.rstrip("_")) or value or ""
    if written := said.get("day"):
        day = day_of(written, None)
        said["day"] = day.isoformat() if day else ""
    return Label(name, said) if not written or said["day"] else None


def say_label(name: str, value: str) -> str:
    """A label and its value in one line, as a label is read: the column "asked_by" is "asked by"."""
    words = name.replace("_", " ").strip().rstrip(":")
    return f"{words}: {value}"


class Joined(str):
    """A label and its value in one line. `parts` are the lines as they stood, for where this is no label after all."""

    __slots__ = ("parts",)
    parts: list[str]


def join_values(lines: list[str]) -> Iterator[str]:
    """The lines, with a value on the line below its label joined to it: "Answered on", "30 March 2023"."""
    rest, joined = iter(range(len(lines))), set[str]()
    for place in rest:
        below = next((n for n in (place + 1, place + 2) if n < len(lines) and lines[n]), None)
        whole = _join(lines[place], lines[below]) if below else ""
        name = whole.partition(": ")[0]
        if below and whole and name not in joined:
            joined |= {name} - {whole}  # a day may come again, as that of a correction
            line = Joined(whole)
            line.parts = lines[place : below + 1]
            yield line
            for _ in range(below - place):
                next(rest)
        else:
            yield lines[place]


def _join(name: str, value: str) -> str:
    """'' if this is no label with its value."""
    if _ALONE.fullmatch(name) and _VALUE.fullmatch(value):
        return f"{name.rstrip(':')} {value}"
    is_label = _ALONE_WITH_COLON.fullmatch(name) and not label_of(value)
    return whole if is_label and label_of(whole := f"{name.rstrip(':')}: {value}") else ""
