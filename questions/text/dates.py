"""Dates as people write them, in a sentence or alone.

In sentences: 24 May 2023, 2nd October, Wednesday 6 November, 21/07/2025, earlier today. Alone, a day with its whole
year; for a filter also a year, a month or "last week". Days that programs write, with times and zones, are for
sources/days.py.
"""

from __future__ import annotations

import re
from calendar import day_name, month_name, monthrange
from datetime import date, timedelta
from difflib import get_close_matches

Period = tuple[date, date]  # the first and the last day
MONTHS = tuple(name.lower() for name in month_name[1:])
LIKENESS = 0.8  # how similar a misspelt month must be to its name: "Septmeber", "Febuary"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
# Any word may be a month here. It is compared with the months' names later, to allow for spelling mistakes. A full
# stop belongs to it if a year follows.
MONTH = r"(?:[a-z]{3,4}\.(?=,? \d{4}\b)|[a-z]{3,9}\b)"
NUMBER_OF_DAY = r"\d{1,2} ?(?:st|nd|rd|th)?"
IN_WORDS = rf"{WEEKDAY}(?:the )?(?:{NUMBER_OF_DAY}(?: of)? ?{MONTH}|{MONTH} {NUMBER_OF_DAY}(?=,? \d{{4}}))"
# Typing errors add a digit: "2 May 20213" gives no year.
YEAR = r"(?:,? ?(?:\d{4,5}\b|'?\d{2}\b(?! ?\w)))?"
DAY = rf"(?:{IN_WORDS}{YEAR}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?:earlier )?today|yesterday)"
# A day alone, as typed in a form or a cell.
IN_FIGURES = r"(?:the )?(?:\d{4}-\d\d?-\d\d?|\d{1,2}[./]\d{1,2}[./]\d{4})"
FULL_DAY = rf"(?:{IN_WORDS}\.?,? ?\d{{4}}|{IN_FIGURES})"

_FULL_DAY = re.compile(FULL_DAY, re.I)
_WORDS = re.compile(r"[a-z]+|\d+")
_SPOKEN = {"today": 0, "yesterday": 1}  # days ago
DAYS_OF = {"day": 1, "week": 7}
_PERIOD = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")
_SHORT_DAY = re.compile(r"\d{1,2}-\d{1,2}-\d{4}", re.ASCII)
_MONTH_OF_YEAR = re.compile(r"(?:([a-z]{3,9})\.?,? ?(?:of )?|(0?[1-9]|1[0-2])[/.])(\d{4})", re.ASCII)
_UNIT = "(day|week|month|year)"
_SPOKEN_PERIOD = re.compile(
    rf"(?:the )?(?:(this|last) (?!day){_UNIT}|past (?!day){_UNIT}|(?:last|past) ([1-9]\d{{0,2}}) {_UNIT}s?)", re.ASCII
)
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
    return _day(words, on, is_year_first="-" in written)


def full_day(written: str) -> date | None:
    """The day that `written` is, if it is nothing else and has the whole year; 0001 is a year here."""
    words = _WORDS.findall(written.lower())
    return _day(words, None, is_year_first="-" in written) if _FULL_DAY.fullmatch(written) else None


def _day(words: list[str], on: date | None, *, is_year_first: bool) -> date | None:
    numbers = [word for word in words if word.isdigit()]
    names = [word for word in words if not word.isdigit() and word not in _NO_MONTHS]
    if not names:
        return _date(*(numbers if is_year_first else reversed(numbers))) if len(numbers) == 3 else None
    month = _month(names[0])
    if not month:
        return None
    return _date(numbers[1], month, numbers[0]) if len(numbers) > 1 else _latest(month, numbers[0], on)


def _days_before(on: date | None, number: int) -> date | None:
    """None also if the calendar has no such day: there is none before 1 January of year 1."""
    return on - timedelta(days=number) if on and on.toordinal() > number else None


def period_of(written: str, today: date | None = None) -> Period:
    """The first and last day of a year, a month or a day: 2023, 2023-03, March 2023, 3/2023, 22/3/2023, 22 March 2023.

    With `today`, also of "yesterday", "this week", "last month" (the one before this), "last 30 days" (up to today).
    Raises ValueError for anything else.
    """
    text = " ".join(written.lower().split())
    spoken = _spoken_period(text, today) if today else None
    period = _iso_period(text) or _one_day(text) or _month_of_year(text) or spoken
    if not period:
        raise ValueError(f"{written} is not a year, month or day")
    return period


def is_relative(written: str) -> bool:
    """Whether this means another period tomorrow."""
    text = " ".join(written.lower().split())
    return text in _SPOKEN or _SPOKEN_PERIOD.fullmatch(text) is not None


def _iso_period(text: str) -> Period | None:
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    last = month or 12
    return date(year, month or 1, day or 1), date(year, last, day or monthrange(year, last)[1])


def _one_day(text: str) -> Period | None:
    is_short = _SHORT_DAY.fullmatch(text)
    day = _day(_WORDS.findall(text), None, is_year_first=False) if is_short else full_day(text)
    return (day, day) if day else None


def _month_of_year(text: str) -> Period | None:
    found = _MONTH_OF_YEAR.fullmatch(text)
    month = (_month(found[1]) if found[1] else int(found[2])) if found else 0
    return _whole_month(int(found[3]), month) if found and month else None


def _whole_month(year: int, month: int) -> Period:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _spoken_period(text: str, today: date) -> Period | None:
    if text in _SPOKEN:
        day = today - timedelta(days=_SPOKEN[text])
        return day, day
    found = _SPOKEN_PERIOD.fullmatch(text)
    if not found:
        return None
    which, calendar_unit, past_unit, number, unit = found.groups()
    if which:
        return _calendar_period(today, calendar_unit, back=which == "last")
    return _before(today, int(number or 1), unit or past_unit) + timedelta(days=1), today


def _calendar_period(today: date, unit: str, *, back: bool) -> Period:
    """This week (from Monday), month or year, or the one before."""
    day = _before(today, 1, unit) if back else today
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    return _whole_month(day.year, day.month) if unit == "month" else (date(day.year, 1, 1), date(day.year, 12, 31))


def _before(day: date, number: int, unit: str) -> date:
    """So many days, weeks, months or years earlier, in a short month on its last day."""
    if unit in DAYS_OF:
        return day - timedelta(days=number * DAYS_OF[unit])
    months = day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_day(written: str) -> bool:
    """Whether text that matches DAY is a date: "11 contracts" matches too."""
    return day_of(written, date.max) is not None


def _month(name: str) -> int:
    """The month's number; 0 if it is not a month."""
    starts = [month for month in MONTHS if month.startswith(name)]
    likely = [month for month in MONTHS if month[0] == name[0]]
    found = starts or get_close_matches(name, likely, cutoff=LIKENESS)
    return MONTHS.index(found[0]) + 1 if found else 0


def _latest(month: int, day: str, on: date | None) -> date | None:
    # 29 February can be eight years ago, because years like 1900 are not leap years.
    days = (_date(f"{on.year - back:04}", month, day) for back in range(9)) if on else ()
    return next((found for found in days if found and on and found <= on), None)


def _date(year: str, month: int | str, day: str) -> date | None:
    """A year of two digits is in this century."""
    try:
        return date(int(year) + (2000 if len(year) < 3 else 0), int(month), int(day))
    except ValueError:
        return None
