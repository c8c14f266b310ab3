"""Which question somebody meant who typed only a number or an address. Pure functions.

A number among other words is not a reference. Nor is a year alone, or a number written as an amount (5,000): these
are searched for. A number after words such as "PQ" ("PQ 3677") is always a UIN.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from datetime import date
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from questions.text.plain import INVISIBLE

from .official import NotUnderstood, read_address

DASHES = re.compile("[‐‑‒–—−]")
AROUND = " \t\r\n<>()[]{}\"'“”‘’«».,;:!?"
QUOTES = tuple("\"“”'‘’«")
LONGEST = 500
BETWEEN = r"[\s.:/#=_-]*"
NUMBERED = rf"(?:(?:number|num|no|nr)(?![a-z]){BETWEEN})?"
NUMBER = rf"(?:(?P<house>h\.?\s?l\.?){BETWEEN}{NUMBERED})?(?P<number>\d{{1,9}}|\d{{1,3}}(?:,\d{{3}})+)"
LABEL = (
    r"(?:(?:the|written|parliamentary|commons|lords|house of commons|house of lords)\s+)*"
    rf"(?:(?:questions?|(?:w\.?p|w|p)\.?qs?|uins?)(?![a-z]){BETWEEN})+{NUMBERED}"
)
DAY = r"(?P<day>\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4})"
WHEN = rf"[\s,;(]+(?:(?:tabled|asked|dated)\s+)?(?:(?:of|on|from)\s+)?(?:the\s+)?{DAY}"
CALLED = re.compile(
    rf"(?P<label>{LABEL}|#\s*)?[\s(\[]*{NUMBER}[\s)\]]*(?:{WHEN}|\s*/\s*(?P<year>(?:19|20)\d\d))?", re.I
)
FIELD = re.compile(r"uin:\S")  # in the search language, which lists results
YEAR = re.compile(r"(?:19|20)\d\d")
DAY_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.I)
DAY_IN_FIGURES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
LEAST_DIGITS = 3  # in a number before a year; a shorter one is a month
LEAST_ID = 1_000_000  # no UIN is as large, because they start again at 1 in each session

# The end of addresses at Parliament that `official.py` does not recognise.
PARLIAMENT = re.compile(r"(?:.*/)?(\d{4}-\d\d-\d\d)/([\w-]{1,20})/?", re.S)
OWN = re.compile(r"(?:.*/)?questions/(commons|lords)/(answered-)?(\d{4}-\d\d-\d\d)/([\w-]{1,20})/?(?:report/)?", re.I)
# TheyWorkForYou's ids: until 2014 with the day of the answer and an edition, since then with the day of tabling. The
# number is a UIN before h, q or r; otherwise it is a column number.
GID = re.compile(r"(?:uk\.org\.publicwhip/wrans/)?(\d{4}-\d\d-\d\d)([a-z]*)\.((?:HL)?\d{1,9})\.(?:m?h|[qr]\d*)", re.I)


class Meant(NamedTuple):
    """A question by its UIN, with anything else given; or by its id at Parliament, which may also be a UIN."""

    uin: str = ""
    tabled_on: date | None = None
    answered_on: date | None = None
    house: str = ""
    year: int | None = None
    id: int | None = None


def meant(typed: str) -> Meant | None:
    """None if the text may mean something else. A number in quotation marks is a phrase to search for."""
    if len(typed) > LONGEST:
        return None
    given = " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", typed)).split())
    words = given.strip(AROUND)
    called = None if given.startswith(QUOTES) else _called(DASHES.sub("-", words))
    return called or _addressed(words)


def _called(words: str) -> Meant | None:
    found = None if FIELD.match(words) else CALLED.fullmatch(words)
    if not found or not (found["label"] or found["house"] or _is_plain(found)):
        return None
    day = _day(found["day"] or "")
    if found["day"] and not day:
        return None
    number = int(found["number"].replace(",", ""))
    uin = f"HL{number}" if found["house"] else str(number)
    by_id = number if number >= LEAST_ID and uin.isdigit() else None
    return Meant(uin, day, year=int(found["year"]) if found["year"] else None, id=by_id)


def _is_plain(found: re.Match[str]) -> bool:
    """Whether a number without "UIN" or similar can be a UIN: not an amount, not 5/2024 or 2023/2024, and not a year
    unless a day is beside it.
    """
    number = found["number"]
    if "," in number or (found["year"] and len(number) < LEAST_DIGITS):
        return False
    return bool(found["day"]) or not YEAR.fullmatch(number)


def _addressed(words: str) -> Meant | None:
    """From a page's address or TheyWorkForYou's id. Only the end of a host counts, so parliament.uk.example fails."""
    if gid := GID.fullmatch(words):
        return _by_gid(gid)
    try:
        parts = urlsplit(words if "://" in words else f"https://{words}")
        host = "" if " " in words else f".{parts.hostname or ''}"
    except ValueError:
        return None
    if host.endswith(".parliament.uk"):
        return _at_parliament(words, unquote(parts.path)) or _asked_for(parts.query)
    if host.endswith(".theyworkforyou.com"):
        ids = [gid for name in ("id", "gid") for gid in parse_qs(parts.query).get(name, [])]
        return next((_by_gid(gid) for given in ids if (gid := GID.fullmatch(given))), None)
    return _here(re.split("[?#]", unquote(words))[0])


def _at_parliament(address: str, path: str) -> Meant | None:
    try:
        official = read_address(address)
    except NotUnderstood:
        found = PARLIAMENT.fullmatch(path)
        day = _day(found[1]) if found else None
        return Meant(found[2].upper(), day) if found and day else None
    return Meant(official.uin, _day(official.tabled), house=official.house, id=official.id)


def _asked_for(query: str) -> Meant | None:
    """From the UIN in a query ("?uin=3677") to one of Parliament's lists or its API, in upper or lower case."""
    given = {name.lower(): values[0] for name, values in parse_qs(query).items()}
    called = _called(given.get("uin", ""))
    return Meant(called.uin) if called else None


def _by_gid(gid: re.Match[str]) -> Meant | None:
    day, has_edition = _day(gid[1]), bool(gid[2])
    return _of(gid[3], day, has_edition) if day else None


def _here(path: str) -> Meant | None:
    """From an address of this archive, on any host."""
    found = OWN.fullmatch(path)
    day = _day(found[3]) if found else None
    return _of(found[4], day, bool(found[2]), found[1].lower()) if found and day else None


def _of(uin: str, day: date, is_of_answer: bool, house: str = "") -> Meant:
    tabled, answered = (None, day) if is_of_answer else (day, None)
    return Meant(uin.upper(), tabled, answered, house)


def _day(text: str) -> date | None:
    """2023-03-22, 22 March 2023, 22nd Mar 2023, 22/03/2023."""
    try:
        if figures := DAY_IN_FIGURES.fullmatch(text):
            return date(int(figures[3]), int(figures[2]), int(figures[1]))
        return _day_in_words(text) or date.fromisoformat(text)
    except ValueError:
        return None


def _day_in_words(text: str) -> date | None:
    found = DAY_IN_WORDS.fullmatch(text)
    months = [place for place, name in enumerate(month_name) if found and name.lower().startswith(found[2].lower())]
    return date(int(found[3]), months[0], int(found[1])) if found and months else None
