"""Parses addresses of written questions at Parliament; no part of an address is ever used in a request.

It recognises addresses of a question's page, in the current form and the form before 2020 (with the House), and the
API's addresses.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from .days import is_day
from .parliament import LARGEST_ID, UIN

API = "questions-statements-api.parliament.uk"
PORTS = {"http": (None, 80), "https": (None, 443)}
LONGEST = 500
_END = r"(?P<day>\d{4}-\d\d-\d\d)/(?P<uin>[A-Za-z0-9]{1,20})/?"
PATHS = {
    "questions-statements.parliament.uk": rf"/written-questions/detail/{_END}",
    "parliament.uk": rf"/(?:[\w-]+/)*written-questions?(?:-answers-statements)?(?:/written-question)?"
    rf"/(?P<house>commons|lords)/{_END}",
    API: rf"/api/writtenquestions/questions/(?:(?P<id>[0-9]{{1,10}})/?|{_END})",
}
ADVICE = "https://questions-statements.parliament.uk/written-questions/detail/2023-03-22/171468"


class NotUnderstood(ValueError):
    """The text is not the address of a question. The message gives an example."""


class Official(NamedTuple):
    """The question meant: Parliament's id, or UIN, date tabled and, if known, House."""

    id: int | None = None
    uin: str = ""
    tabled: str = ""
    house: str = ""

    def __str__(self) -> str:
        where = f" in the House of {self.house.title()}" if self.house else ""
        return f"question {self.id}" if self.id else f"UIN {self.uin}, tabled on {self.tabled}{where}"


def read_address(given: str) -> Official:
    """Raises NotUnderstood."""
    parts = _split(given.strip())
    host = (parts.hostname or "").removeprefix("www.")
    if host not in PATHS:
        raise NotUnderstood(f"This is not a question's address at Parliament. Example: {ADVICE}.")
    found = re.fullmatch(PATHS[host], unquote(parts.path), re.I | re.ASCII)
    if not found:
        raise NotUnderstood(f"This page at Parliament is not a question's page. Example: {ADVICE}.")
    return _official(found.groupdict())


def _split(address: str) -> SplitResult:
    """The scheme may be missing. Anything that could lead elsewhere (a user, a port, a backslash) is refused."""
    if len(address) > LONGEST or re.search(r"[\s\\@\x00-\x1f]", address):
        raise NotUnderstood(f"This is not an address. Example: {ADVICE}.")
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        is_plain = parts.scheme in PORTS and parts.port in PORTS[parts.scheme]
    except ValueError:
        is_plain = False
    if not is_plain:
        raise NotUnderstood(f"This is not a page's address. Example: {ADVICE}.")
    return parts


def _official(found: dict[str, str | None]) -> Official:
    if found.get("id"):
        return _by_id(int(found["id"] or 0))
    day, uin = found["day"] or "", (found["uin"] or "").upper()
    if not is_day(day):
        raise NotUnderstood(f"{day} is not a valid date. The address must have the date tabled.")
    if not UIN.fullmatch(uin):
        raise NotUnderstood(f"{uin} is not a UIN. A UIN is a number, with HL before it in the Lords.")
    return Official(uin=uin, tabled=day, house=(found.get("house") or "").lower())


def _by_id(number: int) -> Official:
    if not 0 < number <= LARGEST_ID:
        raise NotUnderstood(f"{number} is not a question's number at Parliament.")
    return Official(id=number)
