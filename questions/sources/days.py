"""Days as programs write them in records and file names. A reader of a field names it and its value if it refuses it.

Days as people write them ("22 March 2023") are for questions/text/dates.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from questions.rules.days import has_come, is_far, is_told, near

from .records import RefusedRecord

# A day, alone or with a time: "2024-03-05", "2024-03-05T00:00:00", "2024-03-04T23:30:00Z".
WRITTEN = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\S+))?", re.ASCII)
DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)(?!\d)")
LONDON = ZoneInfo("Europe/London")
Period = tuple[date, date | None]


def is_day(text: str) -> bool:
    """Whether the text is a date, and not one that means "no date"."""
    day = _date(text)
    return day is not None and is_told(day)


def day_in_name(path: str) -> str | None:
    """The last day in a file's name, without its folders."""
    found = DAY_IN_NAME.findall(re.split(r"[/\\]", path)[-1])
    return next(filter(is_day, reversed(found)), None)


def read_day(name: str, value: Any) -> date | None:
    """The day, in London, in the field of this name; None if it is empty or in year 1."""
    text = value.strip() if isinstance(value, str) else value
    if text is None or text == "":
        return None
    if not isinstance(text, str) or (day := _date(text)) is None:
        raise RefusedRecord(f"{name} is not a date: {value!r:.60}")
    return day if is_told(day) else None


def near_day(name: str, value: Any) -> date | None:
    """As read_day, for days that may be in the future: a period's end, or the date for answer. None if far ahead."""
    return near(read_day(name, value))


def past_day(name: str, value: Any) -> date | None:
    """As read_day, for what has happened."""
    day = read_day(name, value)
    if day and not has_come(day):
        raise RefusedRecord(f"{name} is in the future: {day}")
    return day


def need_day(name: str, value: Any) -> date:
    """As near_day, but a missing day is refused."""
    if day := near_day(name, value):
        return day
    raise missing(name, value)


def missing(name: str, value: Any) -> RefusedRecord:
    why = f": {value!r:.60} means no date" if value else ""
    return RefusedRecord(f"{name} is missing{why}")


def read_period(row: Mapping[str, Any], start: str, end: str) -> Period:
    """The first and last day, from the fields of these names; None: not ended yet."""
    started, ended = need_day(start, row.get(start)), near_day(end, row.get(end))
    refuse_backwards(started, ended)
    return started, ended


def refuse_backwards(started: date | None, ended: date | None) -> None:
    if started and ended and ended < started:
        raise RefusedRecord(f"it ends ({ended}) before it starts ({started})")


@lru_cache(maxsize=20_000)  # the same days come again and again
def _date(text: str) -> date | None:
    try:
        found = WRITTEN.fullmatch(text)
        return found and _in_london(date(*map(int, found.groups()[:3])), time.fromisoformat(found[4] or "00:00"))
    except ValueError:  # the calendar has no such day, or the day has no such time
        return None


def _in_london(day: date, at: time) -> date:
    """The day in London at a time with a zone; a time without a zone is London's."""
    is_moment = at.tzinfo and is_told(day) and not is_far(day)  # a day that means "no date" is not converted
    return datetime.combine(day, at).astimezone(LONDON).date() if is_moment else day
