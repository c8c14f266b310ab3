"""What /statistics/ draws: each department's share on time, and what became of each period's questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from questions.chart import MOST_MONTHS
from questions.months import Months, in_words, runs
from questions.statistics import Row, Statistics, Table

# Units of the drawing.
PERIOD, GAP, HEIGHT = 26, 6, 160
STACKED = ("on-time", "late", "overdue")  # from the bottom up; the rest is drawn above them
REST = "rest"


def shares(table: Table) -> list[Row]:
    """Those of which any question's day has come, in the order of the table."""
    return [row for row in table.rows if row.known("share")]


class Part(NamedTuple):
    """The questions of a period that fared alike."""

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
    """Periods that the archive does not hold."""

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
    height: int = HEIGHT
    bar: int = PERIOD - GAP


def periods(statistics: Statistics) -> Periods:
    """Each at its place in time, the oldest first; what has no day of tabling is not drawn."""
    table = statistics.periods
    rows = {_place(row.value): row for row in table.rows if row.value[:1].isdigit()}
    if not rows:
        return Periods([], [], [], PERIOD, 0)
    last = max(rows)
    first = max(min(rows), last - MOST_MONTHS)
    drawn = {place: rows[place] for place in sorted(rows) if place >= first}
    tallest = max(row.number("tabled") for row in drawn.values())
    bars = [_period(row, (place - first) * PERIOD, tallest) for place, row in drawn.items()]
    absent = _absent(table, statistics, first, last)
    return Periods(bars, absent, list(_labels(table, first, last)), (last - first + 1) * PERIOD, tallest)


def _place(value: str) -> int:
    """The number of a year, or of a month as the index counts them."""
    year, _, month = value.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _absent(table: Table, statistics: Statistics, first: int, last: int) -> list[Missing]:
    """Of years, those of which no month is held."""
    is_by_year, span = table.name == "year", Months(first, last)
    spans = _absent_years(statistics, span) if is_by_year else statistics.missing
    found = []
    for one in spans:
        start, end = max(one.first, first), min(one.last, last)
        label = " to ".join(str(year) for year in dict.fromkeys(one)) if is_by_year else one.label
        if start <= end:
            found.append(Missing(label, (start - first) * PERIOD, (end - start + 1) * PERIOD))
    return found


def _absent_years(statistics: Statistics, span: Months) -> list[Months]:
    held = {month // 12 for month in statistics.held}
    return runs(year for year in range(span.first, span.last + 1) if year not in held)


def _labels(table: Table, first: int, last: int) -> Iterator[Label]:
    """Of every year, or every half year."""
    every, say = (1, str) if table.name == "year" else (6, in_words)
    for place in range(first, last + 1, every):
        yield Label(say(place), (place - first) * PERIOD)


def _period(row: Row, x: int, tallest: int) -> Period:
    numbers = {name: row.number(name) for name in STACKED}
    numbers[REST] = row.number("tabled") - sum(numbers.values())
    parts, below = [], 0
    for name, number in numbers.items():
        below += number
        parts.append(Part(name, number, HEIGHT * (1 - below / tallest), HEIGHT * number / tallest))
    return Period(row.label, row.query, x, parts)
