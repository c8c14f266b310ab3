"""Labelled lines of a question's page, and the cards of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from questions.text.dates import DAY, day_of
from questions.text.identifiers import UIN

LONGEST_NAME = 100
_ON = rf"(?: on)?:? (?P<day>{DAY})"
_NAME = r"(?::? (?P<name>\S.{0,98}))?:?"
# By the part of a page that they begin or contain. The first pattern that matches the whole line counts.
LABELS = {
    "uin": rf"\(?(?:question )?UIN:? (?P<uin>{UIN.pattern})(?:,? tabled{_ON})?\)?",
    "tabled": rf"\(?(?:asked|tabled|date tabled){_ON}\)?(?: - view source)?",
    "department": r"(?:question (?:for|to)|answering (?:body|department)):? (?:the )?(?P<name>\S.*?):?",
    "heading": r"(?:heading|title|subject): (?P<name>\S.*)",
    "asked_by": rf"(?:asked|tabled) by{_NAME}",
    "answered_by": rf"answer(?:ed by|ing (?:member|minister)){_NAME}",
    "corrected_by": rf"(?:corrected by|correcting (?:member|minister)){_NAME}",
    "holding": rf"(?:holding|interim) answer(?:(?: received| given)?{_ON})?:?",
    "original": rf"original answer(?:(?: given)?{_ON})?:?",
    "corrected": rf"(?:(?:this |the )?answer )?(?:was )?(?:corrected|correction){_ON}\.?|(?:ministerial )?correction:?"
    r"|corrected answer:?",
    "answered": rf"(?:this question was |date )?answered{_ON}\.?",
    "due": rf"(?P<named>named[ -]day(?: question)?,? )?(?:(?:date|due) )?for answer(?: by)?{_ON}",
    "named_day": r"(?:this is a )?named[ -]day(?: question)?\.?",
    "withdrawn": rf"(?:this )?(?:question )?(?:was |has been |is )?withdrawn(?:{_ON})?\.?",
    "interest": r"(?:(?:a|the member has a) )?(?:relevant |registered )*interest(?: (?:is|has been))?"
    r" (?:declared|registered)\.?|(?:the member has )?(?:a )?(?:relevant )?registered interest\.?",
    "question": r"question(?: text)?:?",
    "answer": r"answer(?: text)?:?",
    "footer": r"(?:reticulating splines|back to (?:top|results)|about this website|parliamentary copyright.*|share"
    r"|print|grouped questions:?.*|contains parliamentary information.*|© .*|share this page.*|copy link|view source)",
    "nothing": r"answered|unanswered|tabled|find written questions.*|uk parliament|home|skip to main content"
    r"|written questions(?: and answers|, answers and statements)?|.{1,60} portrait",
}
OF_THE_TOP = ("heading", "department", "nothing")  # in an answer these are ordinary words
_LABELS = {name: re.compile(pattern, re.I) for name, pattern in LABELS.items()}
# Labels alone on a line, with their value on the next.
_ALONE = re.compile(
    r"(?:UIN|(?:asked|(?:date )?tabled|(?:date )?answered|corrected|(?:holding|interim) answer(?: received| given)?"
    r"|date for answer|due for answer|answer(?:ed)? by)(?: on)?):?",
    re.I,
)
_VALUE = re.compile(rf"{DAY}|{UIN.pattern}", re.I)
# As printed on pages, in lower case, without "Party" and what follows it.
PARTIES = {
    "labour",
    "conservative",
    "conservatives",
    "liberal democrat",
    "liberal democrats",
    "green",
    "scottish national",
    "plaid cymru",
    "democratic unionist",
    "ulster unionist",
    "social democratic & labour",
    "sinn féin",
    "alliance",
    "social democratic and labour",
    "independent",
    "crossbench",
    "non-affiliated",
    "reform uk",
    "alba",
    "your",
    "respect",
    "workers",
    "workers party of britain",
    "change uk",
    "uk independence",
    "traditional unionist voice",
    "ukip",
    "lab",
    "con",
    "ld",
    "lib dem",
    "snp",
    "dup",
    "sdlp",
    "pc",
    "uup",
    "tuv",
    "cb",
    "xb",
    "ind",
    "lab/co-op",
}
_AFTER_A_PARTY = re.compile(r"(?: party)?(?:(?:;| and|/)? ?\(?(?:labour )?co-op(?:erative)?(?: party)?\)?)?$")
_IN_BRACKETS = re.compile(r" ?\(co-op(?:erative)?\)", re.I)  # in a party's name
_HOUSE = re.compile(
    r"(?:(?:member of )?(?:the )?(?:house of )?(commons|lords)|(?:life|hereditary|excepted).*peer.*)", re.I
)
_POST = re.compile(r".*\b(?:minister|secretary|chancellor|treasury|whip|attorney|advocate|leader|paymaster)\b.*", re.I)
_ENDS_A_SENTENCE = re.compile(r".*[.;:?!]$")


class Label(NamedTuple):
    """`said` has the line's values: "day" as an ISO date, "name", "uin"; '' for those not given."""

    name: str
    said: dict[str, str]


class Person(NamedTuple):
    """As printed; '' if not given. The House is "commons" or "lords"."""

    name: str
    party: str = ""
    seat: str = ""
    house: str = ""


def label_of(line: str) -> Label | None:
    for name, pattern in _LABELS.items():
        if found := pattern.fullmatch(line):
            return _label(name, found.groupdict())
    return None


def _label(name: str, found: dict[str, str | None]) -> Label | None:
    """None if what looks like a date is not one: "Answered on 11 contracts"."""
    said = {key: value or "" for key, value in found.items()}
    if written := said.get("day"):
        day = day_of(written, None)
        said["day"] = day.isoformat() if day else ""
    return Label(name, said) if not written or said["day"] else None


def join_values(lines: list[str]) -> Iterator[str]:
    """The lines, with a value on the line below its label joined to it: "Answered on", "30 March 2023"."""
    rest = iter(range(len(lines)))
    for place in rest:
        below = next((n for n in (place + 1, place + 2) if n < len(lines) and lines[n]), None)
        if below and _ALONE.fullmatch(lines[place]) and _VALUE.fullmatch(lines[below]):
            yield f"{lines[place].rstrip(':')} {lines[below]}"
            for _ in range(below - place):
                next(rest)
        else:
            yield lines[place]


def is_party(text: str) -> bool:
    return text.lower() in PARTIES or _AFTER_A_PARTY.sub("", text.lower(), count=1) in PARTIES


class Card:
    """The lines about one person: name, party, constituency and House, each on a line. A post,
    which the archive knows better, is skipped. `give` receives the person."""

    def __init__(self, give: Callable[[Person], None], given: str = ""):
        self.give, self.person = give, read_person(given) if given else Person("")

    def take(self, line: str) -> bool:
        """Whether this line belongs to it."""
        if not self.person.name:
            return self._take_name(line)
        after = _told(self.person, line)
        is_passed_over = not line or bool(_POST.fullmatch(line) and not _ENDS_A_SENTENCE.fullmatch(line))
        self.person = after or self.person
        return bool(after) or is_passed_over

    def _take_name(self, line: str) -> bool:
        if _ENDS_A_SENTENCE.fullmatch(line) or len(line) > LONGEST_NAME:
            return False
        self.person = read_person(line) if line else self.person
        return True

    def close(self) -> None:
        if self.person.name:
            self.give(self.person)


def _told(person: Person, line: str) -> Person | None:
    """The person with the line's value added; None if the line adds nothing expected."""
    if person.house:
        return None
    if found := _HOUSE.fullmatch(line):
        return person._replace(house=(found[1] or "lords").lower())
    if is_party(line):
        return None if person.party else person._replace(party=line)
    may_be_seat = person.party and not person.seat and line and len(line) <= LONGEST_NAME
    return person._replace(seat=line) if may_be_seat and not _ENDS_A_SENTENCE.fullmatch(line) else None


def read_person(given: str) -> Person:
    """A person on one line: "Ann Example MP (Leeds Central) (Lab)", "Ann Example, Labour, Leeds Central"."""
    parts = re.split(r"[(),|]+", _IN_BRACKETS.sub("", given))
    name, *rest = [part.strip() for part in parts if part.strip()] or [""]
    person = Person(re.sub(r" MP$", "", name)[:LONGEST_NAME])
    for part in rest:
        person = _told(person, part) or person._replace(seat=person.seat or part)
    return person
