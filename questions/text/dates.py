"""Dates as written in sentences: 24 May 2023, 2nd October, Wednesday 6 November, 21/07/2025, earlier today."""

from __future__ import annotations

import re
from calendar import day_name, month_name, monthrange
from datetime import date, timedelta
from difflib import get_close_matches

MONTHS = tuple(name.lower() for name in month_name[1:])
LIKENESS = 0.8  # how similar a misspelt month must be to its name: "Septmeber", "Febuary"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
# Any word may be a month here. It is compared with the months' names later, to allow for spelling mistakes.
MONTH = r"[a-z]{3,9}"
NUMBER_OF_DAY = r"\d{1,2} ?(?:st|nd|rd|th)?"
IN_WORDS = rf"{WEEKDAY}(?:the )?(?:{NUMBER_OF_DAY}(?: of)? ?{MONTH}\b|{MONTH} {NUMBER_OF_DAY}(?=,? \d{{4}}))"
# Typing errors add a digit: "2 May 20213" gives no year.
YEAR = r"(?:,? ?(?:\d{4,5}\b|'?\d{2}\b(?! ?\w)))?"
DAY = rf"(?:{IN_WORDS}{YEAR}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?:earlier )?today|yesterday)"

_WORDS = re.compile(r"[a-z]+|\d+")
_SPOKEN = {"today": 0, "yesterday": 1}  # days ago
_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_NO_MONTHS = {"the", "of", "st", "nd", "rd", "th", *(name.lower() for name in day_name)}


def day_of(written: str, on: date | None) -> date | None:
    """The day that `written`, which matches DAY, means in a text of the day `on`; None if there is no such day.

    A date without a year means the latest such day that is not after `on`.
    """
    words = _WORDS.findall(written.lower())
    if words[-1] in _SPOKEN:
        return _days_before(on, _SPOKEN[words[-1]])
    if any(len(word) > 2 and word.startswith("00") for word in words):
        return None  # "0001" is not short for 2001; it means that there is no date
    numbers = [int(word) for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word not in _NO_MONTHS]
    if not names:
        return _date(*(numbers if "-" in written else reversed(numbers))) if len(numbers) == 3 else None
    month = _month(names[0])
    if not month:
        return None
    return _date(numbers[1], month, numbers[0]) if len(numbers) > 1 else _latest(month, numbers[0], on)


def _days_before(on: date | None, number: int) -> date | None:
    """None also if the calendar has no such day: there is none before 1 January of year 1."""
    return on - timedelta(days=number) if on and on.toordinal() > number else None


def period_of(written: str) -> tuple[date, date]:
    """The first and last day of 2023, 2023-03 or 2023-03-22; raises ValueError for anything else."""
    found = _PERIOD.fullmatch(written)
    if not found:
        raise ValueError(f"{written} is not a year, month or day")
    year, month, day = (int(part or 0) for part in found.groups())
    last = month or 12
    return date(year, month or 1, day or 1), date(year, last, day or monthrange(year, last)[1])


def is_day(written: str) -> bool:
    """Whether text that matches DAY is a date: "11 contracts" matches too."""
    return day_of(written, date.max) is not None


def _month(name: str) -> int:
    """The month's number; 0 if it is not a month."""
    starts = [month for month in MONTHS if month.startswith(name)]
    likely = [month for month in MONTHS if month[0] == name[0]]
    found = starts or get_close_matches(name, likely, cutoff=LIKENESS)
    return MONTHS.index(found[0]) + 1 if found else 0


def _latest(month: int, day: int, on: date | None) -> date | None:
    # 29 February can be eight years ago, because years like 1900 are not leap years.
    days = (_date(on.year - back, month, day) for back in range(9)) if on else ()
    return next((found for found in days if found and on and found <= on), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
