"""A chart of periods, for templates/includes/columns.html: bars or points above a scale of time. Pure functions.

Places and sizes are percentages, so that a drawing is as wide as its column while its letters keep their size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from questions.rules.months import Months

from .scales import Label, labels, percent, round_numbers

WIDEST, FILLED = 8.0, 0.8  # a bar: the largest percentage of the drawing's width, and the part of its period
LEAST = 0.8  # the height of the smallest bar
PERCENT = [0, 50, 100]
WHOLE, FEW = "whole", "few"  # names of a bar's only part; a point of few questions is hollow, and not joined


class Value(NamedTuple):
    """A part of a bar. `words` say what it is, if the bar has several parts."""

    number: float
    name: str = WHOLE
    words: str = ""


class Period(NamedTuple):
    """What is drawn for the months from `first` on: the words for all of it, and parts, from the bottom up.

    `detail` is a second line of words.
    """

    first: int
    words: str
    query: str
    values: list[Value]
    detail: str = ""


class Part(NamedTuple):
    name: str
    words: str
    y: float
    height: float


class Bar(NamedTuple):
    """`start` is the left edge of its period, `x` its own, `middle` its middle. `shift` keeps its words inside."""

    words: str
    detail: str
    query: str
    start: float
    x: float
    middle: float
    parts: list[Part]

    @property
    def shift(self) -> int:
        return round(self.middle / 10)


class Missing(NamedTuple):
    """Months that the archive does not cover, which differ from months without questions."""

    label: str
    x: float
    width: float


class Tick(NamedTuple):
    text: str
    y: float


class Line(NamedTuple):
    x1: float
    y1: float
    x2: float
    y2: float


class Kind(NamedTuple):
    """How values are drawn: their unit, "bars" or "points", and the standard to compare them with (none: no line)."""

    unit: str = ""
    shape: str = "bars"
    standard: int | None = None


class Columns(NamedTuple):
    kind: Kind
    bars: list[Bar]
    ticks: list[Tick]  # the largest first
    labels: list[Label]
    missing: list[Missing]
    joins: list[Line]  # between points of consecutive periods
    slot: float  # the width of a period
    bar: float  # the width of a bar

    @property
    def is_stacked(self) -> bool:
        return any(part.words for bar in self.bars for part in bar.parts)

    @property
    def lines(self) -> int:
        """The lines of words for a bar."""
        return 3 if self.is_stacked else 2 if any(bar.detail for bar in self.bars) else 1

    @property
    def has_few(self) -> bool:
        return any(part.name == FEW for bar in self.bars for part in bar.parts)

    @property
    def standard_at(self) -> float:
        return 100 - (self.kind.standard or 0)


def whole_years(axis: Months) -> Months:
    return Months(axis.first - axis.first % 12, axis.last + 11 - axis.last % 12)


def columns(
    periods: list[Period], axis: Months, length: int, missing: Iterable[Months] = (), kind: Kind | None = None
) -> Columns:
    """The periods, of `length` months each, on an axis that begins and ends with a period."""
    kind = kind or Kind()
    slot = 100 * length / axis.number
    numbers = _numbers(periods, kind)
    bars = [_bar(period, 100 * (period.first - axis.first) / axis.number, slot, numbers[-1]) for period in periods]
    return Columns(
        kind,
        bars,
        _ticks(numbers, kind),
        labels(axis, length),
        [one for months in missing if (one := _missing(months, axis))],
        list(_joins(periods, bars, length)) if kind.shape == "points" else [],
        round(slot, 3),
        round(_width(slot), 3),
    )


def _numbers(periods: list[Period], kind: Kind) -> list[float]:
    if kind.standard is not None:
        return list(PERCENT)
    most = max((sum(value.number for value in period.values) for period in periods), default=0)
    return round_numbers(most, is_whole=not kind.unit)


def _ticks(numbers: list[float], kind: Kind) -> list[Tick]:
    write: Callable[[float], str] = percent if kind.unit else "{:,.0f}".format
    return [Tick(write(number), round(100 - 100 * number / numbers[-1], 2)) for number in reversed(numbers)]


def _width(slot: float) -> float:
    return min(FILLED * slot, WIDEST)


def _bar(period: Period, start: float, slot: float, top: float) -> Bar:
    middle = start + slot / 2
    left, parts = middle - _width(slot) / 2, list(_parts(period.values, top))
    return Bar(period.words, period.detail, period.query, round(start, 3), round(left, 3), round(middle, 3), parts)


def _parts(values: list[Value], top: float) -> Iterator[Part]:
    below = 0.0
    for value in values:
        below += value.number
        height = max(LEAST, 100 * value.number / top) if value.number else 0
        yield Part(value.name, value.words, round(100 - max(100 * below / top, height), 2), round(height, 2))


def _missing(months: Months, axis: Months) -> Missing | None:
    first, last = max(months.first, axis.first), min(months.last, axis.last)
    if first > last:
        return None
    x, width = 100 * (first - axis.first) / axis.number, 100 * (last + 1 - first) / axis.number
    return Missing(months.label, round(x, 2), round(width, 2))


def _joins(periods: list[Period], bars: list[Bar], length: int) -> Iterator[Line]:
    for (one, at), (other, to) in pairwise(zip(periods, bars, strict=True)):
        is_of_few = FEW in (at.parts[0].name, to.parts[0].name)
        if other.first == one.first + length and not is_of_few:
            yield Line(at.middle, at.parts[0].y, to.middle, to.parts[0].y)
