"""The charts of /statistics/: each department's share on time, and the outcomes in each period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from questions.rules.months import Months, axis_of, in_words

from .statistics import Row, Statistics, Table

GAP, HEIGHT = 6, 160  # units of the drawing
STACKED = ("on-time", "late", "overdue")  # from the bottom up; the rest is drawn above these
REST = "rest"


class Scale(NamedTuple):
    """The width of a period, its length in months, and the number of months between labels."""

    width: int
    months: int
    labelled: int

    @property
    def bar(self) -> int:
        return self.width - GAP

    def x(self, months: int) -> int:
        return round(self.width * months / self.months)


MONTHS, YEARS = Scale(26, 1, 6), Scale(48, 12, 12)


def shares(table: Table) -> list[Row]:
    """The rows with any questions past their deadline, in the order of the table."""
    return [row for row in table.rows if row.known("share")]


class Part(NamedTuple):
    """The questions of a period that had the same outcome."""

    name: str
    number: int
    y: float
    height: float


class Period(NamedTuple):
    label: str
    query: str
    x: int
    parts: list[Part]


class Missing(NamedTuple):
    """Periods that the archive does not cover."""

    label: str
    x: int
    width: int


class Label(NamedTuple):
    text: str
    x: int


class Periods(NamedTuple):
    bars: list[Period]
    missing: list[Missing]
    labels: list[Label]
    width: int
    tallest: int
    bar: int
    height: int = HEIGHT


def periods(statistics: Statistics) -> Periods:
    """Each period at its place in time, oldest first. Questions with no day of tabling are not drawn."""
    rows = {_first_month(row.value): row for row in statistics.periods.rows if row.value[:1].isdigit()}
    scale = YEARS if statistics.periods.name == "year" else MONTHS
    if not rows:
        return Periods([], [], [], scale.width, 0, scale.bar)
    axis = axis_of(rows)
    drawn = {month: rows[month] for month in sorted(rows) if axis.first <= month <= axis.last}
    tallest = max(row.number("tabled") for row in drawn.values())
    bars = [_period(row, scale.x(month - axis.first), tallest) for month, row in drawn.items()]
    whole = Months(axis.first, axis.last + scale.months - 1)
    missing = [one for months in statistics.missing if (one := _missing(months, whole, scale))]
    return Periods(bars, missing, list(_labels(whole, scale)), scale.x(whole.number), tallest, scale.bar)


def _first_month(value: str) -> int:
    year, _, month = value.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 0)


def _missing(months: Months, axis: Months, scale: Scale) -> Missing | None:
    first, last = max(months.first, axis.first), min(months.last, axis.last)
    if first > last:
        return None
    x = scale.x(first - axis.first)
    return Missing(months.label, x, scale.x(last + 1 - axis.first) - x)


def _labels(axis: Months, scale: Scale) -> Iterator[Label]:
    for month in range(axis.first, axis.last + 1, scale.labelled):
        text = in_words(month) if scale.months == 1 else f"{month // 12:04}"
        yield Label(text, scale.x(month - axis.first))


def _period(row: Row, x: int, tallest: int) -> Period:
    numbers = {name: row.number(name) for name in STACKED}
    numbers[REST] = row.number("tabled") - sum(numbers.values())
    parts, below = [], 0
    for name, number in numbers.items():
        below += number
        parts.append(Part(name, number, HEIGHT * (1 - below / tallest), HEIGHT * number / tallest))
    return Period(row.label, row.query, x, parts)
