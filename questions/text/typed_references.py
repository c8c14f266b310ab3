"""Which question somebody meant who typed only a number or an address. Pure functions.

A number among other words is not a reference. Nor is a year alone, or a number written as an amount (5,000): these
are searched for. A number after words such as "PQ" ("PQ 3677") is always a UIN.
"""

from __future__ import annotations

import re
import unicodedata

from .addresses import LONGEST, Identity, read_address
from .dates import FULL_DAY, full_day
from .plain import INVISIBLE

DASHES = re.compile("[‐‑‒–—−]")
AROUND = " \t\r\n<>()[]{}\"'“”‘’«».,;:!?"
QUOTES = tuple("\"“”'‘’«")
BETWEEN = r"[\s.:/#=_-]*"
NUMBERED = rf"(?:(?:number|num|no|nr)(?![a-z]){BETWEEN})?"
NUMBER = rf"(?:(?P<house>h\.?\s?l\.?){BETWEEN}{NUMBERED})?(?P<number>\d{{1,9}}|\d{{1,3}}(?:,\d{{3}})+)"
LABEL = (
    r"(?:(?:the|written|parliamentary|commons|lords|house of commons|house of lords)\s+)*"
    rf"(?:(?:questions?|(?:w\.?p|w|p)\.?qs?|uins?)(?![a-z]){BETWEEN})+{NUMBERED}"
)
WHEN = rf"[\s,;(]+(?:(?:tabled|asked|dated)\s+)?(?:(?:of|on|from)\s+)?(?P<day>{FULL_DAY})"
CALLED = re.compile(
    rf"(?P<label>{LABEL}|#\s*)?[\s(\[]*{NUMBER}[\s)\]]*(?:{WHEN}|\s*/\s*(?P<year>(?:19|20)\d\d))?", re.I
)
FIELD = re.compile(r"uin:\S")  # in the search language, which lists results
YEAR = re.compile(r"(?:19|20)\d\d")
LEAST_DIGITS = 3  # in a number before a year; a shorter one is a month
LEAST_ID = 1_000_000  # no UIN is as large, because they start again at 1 in each session


def identify_question(typed: str) -> Identity | None:
    """None if the text may mean something else. A number in quotation marks is a phrase to search for."""
    if len(typed) > LONGEST:
        return None
    given = " ".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", typed)).split())
    words = given.strip(AROUND)
    called = None if given.startswith(QUOTES) else _called(DASHES.sub("-", words))
    return called or read_address(words)


def _called(words: str) -> Identity | None:
    found = None if FIELD.match(words) else CALLED.fullmatch(words)
    if not found or not (found["label"] or found["house"] or _is_plain(found)):
        return None
    day = full_day(found["day"] or "")
    if found["day"] and not day:
        return None
    number = int(found["number"].replace(",", ""))
    uin = f"HL{number}" if found["house"] else str(number)
    by_id = number if number >= LEAST_ID and uin.isdigit() else None
    return Identity(uin, day, year=int(found["year"]) if found["year"] else None, id=by_id)


def _is_plain(found: re.Match[str]) -> bool:
    """Whether a number without "UIN" or similar can be a UIN: not an amount, not 5/2024 or 2023/2024, and not a year
    unless a day is beside it.
    """
    number = found["number"]
    if "," in number or (found["year"] and len(number) < LEAST_DIGITS):
        return False
    return bool(found["day"]) or not YEAR.fullmatch(number)
