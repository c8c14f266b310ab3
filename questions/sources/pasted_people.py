"""People on a question's page: their names, and the cards that hold a name, a party, a constituency and a House."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

LONGEST_NAME = 100
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
_POST_BEFORE_NAME = re.compile(
    r"[^()]*\b(?:minister|secretary|chancellor|treasury|advocate|attorney|solicitor|leader|paymaster)"
    r"\b[^()]*\((?P<name>[^()]+)\)(?P<rest>.*)",
    re.I,
)
_POSTS = (
    "Minister|Parliamentary|Secretary|Chancellor|Attorney|Solicitor|Advocate|Lords?|Leader|Paymaster|Assistant|Deputy"
)
_NAME_BEFORE_POST = re.compile(rf"(?P<name>(?:[A-Z][\w'’.-]+ ){{2,4}}?)(?:The )?(?:{_POSTS})(?= ).*")
_OFFICE = re.compile(r"(?:department|ministry|office|treasury|hm|home|foreign|cabinet)\b.*", re.I)
_ONE_LINE = re.compile(r"[,(|]")
# What other lines of a page or an e-mail begin with.
_NO_SUBJECTS = {
    *(
        "status",
        "session",
        "type",
        "file",
        "source",
        "link",
        "page",
        "date",
        "from",
        "to",
        "cc",
        "sent",
        "tel",
        "phone",
    ),
    *("email", "e-mail", "note", "by", "ref", "reference", "parliament", "category", "contact", "author", "minister"),
}
_SMALL = {"of", "the", "for", "and", "to", "de", "van", "von", "in", "&", "on"}
_BRACKETS = re.compile(r" ?\([^()]*\)")


class Person(NamedTuple):
    """As printed; '' if not given. The House is "commons" or "lords"."""

    name: str
    party: str = ""
    seat: str = ""
    house: str = ""


def is_name(text: str) -> bool:
    """Whether a line reads as somebody's name or title: "Iris Demoworth (Mockingham)", "The Minister for Lending"."""
    words = _BRACKETS.sub("", text[: 3 * LONGEST_NAME]).replace(",", " ").split()
    is_capital = all(word in _SMALL or (word[0].isupper() and word[-1].isalpha()) for word in words)
    return (
        len(text) <= 2 * LONGEST_NAME
        and 2 <= len(words) <= 14
        and is_capital
        and not any(map(str.isdigit, text))
        and not _ENDS_A_SENTENCE.match(text)
    )


def is_post(text: str) -> bool:
    return bool(_POST.fullmatch(text) and not _ENDS_A_SENTENCE.fullmatch(text))


def is_party(text: str) -> bool:
    return text.lower() in PARTIES or _AFTER_A_PARTY.sub("", text.lower(), count=1) in PARTIES


def is_person(text: str) -> bool:
    """Whether a line has a whole person: "Ann Example, Labour, Leeds Central", "Ann Example MP (Leeds Central)"."""
    name, *about = _ONE_LINE.split(text, maxsplit=1)
    if not about or not is_name(text) or not is_name(name) or is_post(name):
        return False
    return name.strip().endswith(" MP") or any(is_party(part.strip()) for part in re.split(r"[(),|]+", about[0]))


def is_subject_and_place(line: str) -> bool:
    """Whether a line has the shape of a heading: "Small Schools: Loughborough"."""
    subject, colon, place = line.partition(": ")
    words = _BRACKETS.sub("", place).replace(",", " ").split()
    is_place = all(word in _SMALL or word[0].isupper() for word in words) and not _ENDS_A_SENTENCE.match(place)
    is_short = len(subject) <= LONGEST_NAME and 1 <= len(words) <= 8
    is_plain = subject[:1].isupper() and ":" not in place and subject.lower() not in _NO_SUBJECTS
    return bool(colon) and is_short and is_place and is_plain and place.lower() not in {"yes", "no", "none", "nil"}


class Card:
    """The lines about one person: name, party, constituency and House, each on a line. A post, which the archive
    knows better, is skipped. `give` receives the person. An asker's constituency may follow the name at once."""

    def __init__(self, role: str, give: Callable[[Person], None], given: str = ""):
        self.role, self.give, self.person = role, give, read_person(given) if given else Person("")
        self.is_at_name = False

    def take(self, line: str) -> bool:
        """Whether this line belongs to it."""
        if not self.person.name:
            return self._take_name(line)
        after = _told(self.person, line) or self._take_seat(line)
        is_passed_over = not line or is_post(line)
        self.person, self.is_at_name = after or self.person, False
        return bool(after) or is_passed_over

    def _take_seat(self, line: str) -> Person | None:
        is_seat = self.role == "asked by" and self.is_at_name and not self.person.seat and not is_post(line)
        is_title = line[:1].isupper() and ":" not in line and len(line) <= LONGEST_NAME
        return self.person._replace(seat=line) if is_seat and is_title and not _ENDS_A_SENTENCE.match(line) else None

    def _take_name(self, line: str) -> bool:
        if _ENDS_A_SENTENCE.fullmatch(line) or len(line) > LONGEST_NAME:
            return False
        self.person, self.is_at_name = read_person(line) if line else self.person, bool(line)
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
    given = given[: 2 * LONGEST_NAME].rstrip(" :")
    if found := _NAME_BEFORE_POST.fullmatch(given):
        given = found["name"]
    elif (found := _POST_BEFORE_NAME.fullmatch(given)) and not _OFFICE.fullmatch(found["name"]):
        given = f"{found['name']}{found['rest']}"
    parts = re.split(r"[(),|]+", _IN_BRACKETS.sub("", given))
    name, *rest = [part.strip() for part in parts if part.strip()] or [""]
    name, party = _split_party(re.sub(r" MP$", "", name))
    person = Person(name[:LONGEST_NAME], party)
    for part in rest:
        if is_post(part) or _OFFICE.fullmatch(part):
            continue
        person = _told(person, part) or person._replace(seat=person.seat or part)
    return person


def _split_party(name: str) -> tuple[str, str]:
    """The name and the party after it: "Iris Demoworth Labour"."""
    words = name.split()
    ends = (place for place in range(2, len(words)) if is_party(" ".join(words[place:])))
    end = next(ends, len(words))
    return " ".join(words[:end]), " ".join(words[end:])
