"""The drawings of /statistics/: each department's share on time, and what became of each period's questions."""

from __future__ import annotations

from typing import NamedTuple

from questions.deadlines import STANDARD
from questions.statistics import Row, Table

# Units of the drawings.
LINE, LABELS, SCALE = 24, 300, 3  # a department's height, the width of its name, and of one percent
PERIOD, GAP, HEIGHT = 26, 6, 160
STACKED = ("on-time", "late", "overdue")  # from the bottom up; the rest is drawn above them
REST = "rest"


class Share(NamedTuple):
    """A department's bar."""

    label: str
    query: str
    percent: int
    y: int
    width: int


class Shares(NamedTuple):
    bars: list[Share]
    height: int
    labels: int = LABELS
    standard: int = LABELS + STANDARD * SCALE
    width: int = LABELS + 100 * SCALE + 60


def shares(table: Table) -> Shares:
    """Of the departments of which any question's day has come, in the order of the table."""
    rows = [row for row in table.rows if row.known("share")]
    bars = [_share(row, place) for place, row in enumerate(rows)]
    return Shares(bars, len(bars) * LINE)


def _share(row: Row, place: int) -> Share:
    percent = row.number("share")
    return Share(row.label, row.query, percent, place * LINE, percent * SCALE)


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
    is_labelled: bool


class Periods(NamedTuple):
    bars: list[Period]
    width: int
    tallest: int
    height: int = HEIGHT
    bar: int = PERIOD - GAP


def periods(table: Table) -> Periods:
    """The oldest first; what has no day of tabling is not drawn."""
    rows = [row for row in reversed(table.rows) if row.value[:1].isdigit()]
    tallest = max((row.number("tabled") for row in rows), default=0)
    every = 1 if table.name == "year" else 6
    bars = [_period(row, place, tallest, is_labelled=place % every == 0) for place, row in enumerate(rows)]
    return Periods(bars, max(1, len(bars)) * PERIOD, tallest)


def _period(row: Row, place: int, tallest: int, *, is_labelled: bool) -> Period:
    numbers = {name: row.number(name) for name in STACKED}
    numbers[REST] = row.number("tabled") - sum(numbers.values())
    parts, below = [], 0
    for name, number in numbers.items():
        below += number
        parts.append(Part(name, number, HEIGHT * (1 - below / tallest), HEIGHT * number / tallest))
    return Period(row.label, row.query, place * PERIOD, parts, is_labelled)
