"""The Parliaments since 1979, as data: add new ones here. Their sessions are rows: see sessions.py.

A Parliament lasts from its first meeting until the day before the next one's.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST_MET = {
    48: date(1979, 5, 9),
    49: date(1983, 6, 15),
    50: date(1987, 6, 17),
    51: date(1992, 4, 27),
    52: date(1997, 5, 7),
    53: date(2001, 6, 13),
    54: date(2005, 5, 11),
    55: date(2010, 5, 18),
    56: date(2015, 5, 18),
    57: date(2017, 6, 13),
    58: date(2019, 12, 17),
    59: date(2024, 7, 9),
}


def period(number: int) -> tuple[date, date | None]:
    """The first and last day, both inclusive; the last is None if it is still sitting."""
    following = FIRST_MET.get(number + 1)
    return FIRST_MET[number], following - timedelta(days=1) if following else None


def choices() -> list[tuple[str, str]]:
    """Choices for a form field, newest first: ("58", "58th (2019–2024)")."""
    return [(str(number), _label(number)) for number in sorted(FIRST_MET, reverse=True)]


def _label(number: int) -> str:
    first, last = period(number)
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ordinal} ({first.year}–{last.year})" if last else f"{number}{ordinal} (since {first.year})"
