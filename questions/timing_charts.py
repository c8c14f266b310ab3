"""What /statistics/ draws: each department's share on time, and what became of each period's questions."""

from __future__ import annotations

from typing import NamedTuple

from questions.statistics import Row, Table

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
