"""Months as the index counts them (year × 12 + month - 1), as days and as words. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .days import today

DAY = timedelta(days=1)
MOST = 1200  # the most months that a chart shows, up to the present one
LAST = date.max.year * 12 + 11


class Months(NamedTuple):
    """From the first to the last month, both inclusive."""

    first: int
    last: int

    @property
    def label(self) -> str:
        """ "March 2021 to November 2023", or a single month."""
        ends = [in_words(month) for month in dict.fromkeys(self)]
        return " to ".join(ends)

    @property
    def number(self) -> int:
        return self.last - self.first + 1


def axis_of(months: Iterable[int]) -> Months:
    """From the first to the last of these months, without future months or those more than MOST months back."""
    found, present = sorted(months), month_of(today())
    last = max((month for month in found if month <= present), default=found[-1])
    return Months(max(found[0], last - MOST + 1), last)


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - DAY if month < LAST else date.max


def in_words(month: int) -> str:
    return f"{first_day(month):%B} {month // 12:04}"


def in_address(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"


def runs(months: Iterable[int]) -> list[Months]:
    """Groups of consecutive months."""
    found: list[Months] = []
    for month in sorted(months):
        if found and found[-1].last == month - 1:
            found[-1] = Months(found[-1].first, month)
        else:
            found.append(Months(month, month))
    return found
