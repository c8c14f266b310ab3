"""Addresses of questions: at Parliament, at TheyWorkForYou, and in this archive.

Of Parliament's, it recognises those of a question's page, in the current form and the form before 2020 (with the
House), and the API's. No part of an address is ever used in a request.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from .dates import day_of
from .identifiers import LARGEST_ID, UIN

LONGEST = 500
DAY = r"\d{4}-\d\d-\d\d"

SITE = "questions-statements.parliament.uk"
API = "questions-statements-api.parliament.uk"
PORTS = {"http": (None, 80), "https": (None, 443)}
_END = rf"(?P<day>{DAY})/(?P<uin>[A-Za-z0-9]{{1,20}})/?"
OFFICIAL = {
    SITE: rf"/written-questions/detail/{_END}",
    "parliament.uk": rf"/(?:[\w-]+/)*written-questions?(?:-answers-statements)?(?:/written-question)?"
    rf"/(?P<house>commons|lords)/{_END}",
    API: rf"/api/writtenquestions/questions/(?:(?P<id>[0-9]{{1,10}})/?|{_END})",
}
EXAMPLE = f"https://{SITE}/written-questions/detail/2023-03-22/171468"
# By host: paths of written questions, and of lists of them.
QUESTION_PAGES = {
    SITE: re.compile(r"/written-questions(?:/|$)"),
    "www.parliament.uk": re.compile(r"/.*written-questions-answers-statements/written-questions?(?:/|$)"),
}
# The end of other addresses at Parliament.
PARLIAMENT = re.compile(rf"(?:.*/)?({DAY})/([\w-]{{1,20}})/?", re.S)
# A UIN in a query: "3677", "HL-12826", "PQ 3677", "171468/2024".
ASKED_FOR = re.compile(
    r"\W*(?:w?pq\W*)?(?P<house>hl)?\W*0*(?P<number>[1-9]\d{0,8})\W*(?:/\W*\d{4}\W*)?", re.I | re.ASCII
)
# In a sentence, or in another address.
IN_TEXT = re.compile(
    rf"written-questions?(?:/|%2F)(?:detail|commons|lords)(?:/|%2F)({DAY})(?:/|%2F)((?:HL)?\d{{1,6}})(?!\w|\.\.)", re.I
)
OWN = re.compile(rf"(?:.*/)?questions/(commons|lords)/(answered-)?({DAY})/([\w-]{{1,20}})/?(?:report/)?", re.I)
# TheyWorkForYou's ids: until 2014 with the day of the answer and an edition, since then with the day of tabling. The
# number is a UIN before h, q or r; otherwise it is a column number.
GID = re.compile(rf"(?:uk\.org\.publicwhip/wrans/)?({DAY})([a-z]*)\.((?:HL)?\d{{1,9}})\.(?:m?h|[qr]\d*)", re.I)


class NotUnderstood(ValueError):
    """The text is not the official address of a question. The message gives an example."""


class Identity(NamedTuple):
    """Which question is meant: by its UIN, with anything else given, or by its id at Parliament, or by both."""

    uin: str = ""
    tabled_on: date | None = None
    answered_on: date | None = None
    house: str = ""
    year: int | None = None
    id: int | None = None

    def __str__(self) -> str:
        where = f" in the House of {self.house.title()}" if self.house else ""
        days = (("tabled", self.tabled_on), ("answered", self.answered_on))
        said = ", ".join([f"UIN {self.uin}", *(f"{what} on {day}" for what, day in days if day)])
        return f"question {self.id}" if self.id else f"{said}{where}"


def official_page(uin: str, tabled_on: date) -> str:
    return f"https://{SITE}/written-questions/detail/{tabled_on.isoformat()}/{uin}"


def read_official_address(given: str) -> Identity:
    """Raises NotUnderstood for all but a question's page at Parliament and its record in the API."""
    parts = _split(given.strip())
    host = (parts.hostname or "").removeprefix("www.")
    if host not in OFFICIAL:
        raise NotUnderstood(f"This is not a question's address at Parliament. Example: {EXAMPLE}.")
    found = re.fullmatch(OFFICIAL[host], unquote(parts.path), re.I | re.ASCII)
    if not found:
        raise NotUnderstood(f"This page at Parliament is not a question's page. Example: {EXAMPLE}.")
    return _official(found.groupdict())


def _split(address: str) -> SplitResult:
    """The scheme may be missing. Anything that could lead elsewhere (a user, a port, a backslash) is refused."""
    if len(address) > LONGEST or re.search(r"[\s\\@\x00-\x1f]", address):
        raise NotUnderstood(f"This is not an address. Example: {EXAMPLE}.")
    try:
        parts = urlsplit(_with_scheme(address))
        is_plain = parts.scheme in PORTS and parts.port in PORTS[parts.scheme]
    except ValueError:
        is_plain = False
    if not is_plain:
        raise NotUnderstood(f"This is not a page's address. Example: {EXAMPLE}.")
    return parts


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"https://{address}"


def _official(found: dict[str, str | None]) -> Identity:
    if found.get("id"):
        return _by_id(int(found["id"] or 0))
    written, uin = found["day"] or "", (found["uin"] or "").upper()
    if not (day := day_of(written, None)):
        raise NotUnderstood(f"{written} is not a valid date. The address must have the date tabled.")
    if not UIN.fullmatch(uin):
        raise NotUnderstood(f"{uin} is not a UIN. A UIN is a number, with HL before it in the Lords.")
    return Identity(uin, day, house=(found.get("house") or "").lower())


def _by_id(number: int) -> Identity:
    if not 0 < number <= LARGEST_ID:
        raise NotUnderstood(f"{number} is not a question's number at Parliament.")
    return Identity(id=number)


def read_address(words: str) -> Identity | None:
    """From any address of a question, or TheyWorkForYou's id; None if it is none.

    Only the end of a host counts, so parliament.uk.example is none.
    """
    if gid := GID.fullmatch(words):
        return _by_gid(gid)
    try:
        parts = urlsplit(_with_scheme(words))
        host = "" if " " in words else f".{parts.hostname or ''}"
    except ValueError:
        return None
    if host.endswith(".parliament.uk"):
        return _at_parliament(words, unquote(parts.path)) or _asked_for(parts.query)
    if host.endswith(".theyworkforyou.com"):
        ids = [gid for name in ("id", "gid") for gid in parse_qs(parts.query).get(name, [])]
        return next((_by_gid(gid) for given in ids if (gid := GID.fullmatch(given))), None)
    return _own(re.split("[?#]", unquote(words))[0])


def _at_parliament(address: str, path: str) -> Identity | None:
    try:
        return read_official_address(address)
    except NotUnderstood:
        found = PARLIAMENT.fullmatch(path)
        return _on_day(found[2], found[1]) if found else None


def _asked_for(query: str) -> Identity | None:
    """From the UIN in a query ("?uin=3677") to one of Parliament's lists or its API, in upper or lower case."""
    given = {name.lower(): values[0] for name, values in parse_qs(query).items()}
    found = ASKED_FOR.fullmatch(given.get("uin", ""))
    return Identity((found["house"] or "").upper() + found["number"]) if found else None


def _by_gid(gid: re.Match[str]) -> Identity | None:
    return _on_day(gid[3], gid[1], is_of_answer=bool(gid[2]))


def _own(path: str) -> Identity | None:
    """From an address of this archive, on any host."""
    found = OWN.fullmatch(path)
    return _on_day(found[4], found[3], is_of_answer=bool(found[2]), house=found[1].lower()) if found else None


def _on_day(uin: str, written: str, *, is_of_answer: bool = False, house: str = "") -> Identity | None:
    """None if there is no such day."""
    if not (day := day_of(written, None)):
        return None
    tabled, answered = (None, day) if is_of_answer else (day, None)
    return Identity(uin.upper(), tabled, answered, house)
