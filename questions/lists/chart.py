"""A list's questions by month of tabling, as a chart with a link on each bar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from questions.rules.months import Months, axis_of, first_day, in_address
from questions.search.aggregates.coverage import months_missing

from .filters import QuestionFilterSet

BAR, HEIGHT = 8, 120  # units of the drawing: the width of a month, and the height of the tallest bar
GAP = 1
SPARK, SPARK_HEIGHT = 5, 24  # the same for a sparkline
MONTHS = "month"


class Bar(NamedTuple):
    """A month's questions; `query` has the parameters of their list."""

    month: date
    number: int
    x: int
    y: float
    height: float
    query: str


class Missing(NamedTuple):
    """Months that the archive does not cover, which differ from months without questions."""

    label: str
    x: int
    width: int


class Year(NamedTuple):
    """The position at which a year begins."""

    year: int
    x: int


class Chart(NamedTuple):
    bars: list[Bar]
    years: list[Year]
    width: int
    undated: int  # questions with no day of tabling on record
    missing: list[Missing] = []
    beyond: int = 0  # questions outside the months drawn

    @property
    def tallest(self) -> int:
        return max((bar.number for bar in self.bars), default=0)

    @property
    def bar_width(self) -> int:
        return BAR - GAP


class Sparkline(NamedTuple):
    """Small bars without numbers, one for each month. `path` draws them all; `missing` has the months not covered."""

    path: str
    missing: str
    width: int
    height: int
    numbers: list[int]

    @property
    def tallest(self) -> int:
        return max(self.numbers, default=0)


def sparkline(numbers: list[int], missing: list[Months]) -> Sparkline:
    """`numbers` has a count for each month; `missing` has positions in it."""
    most = max(numbers, default=0)
    heights = [max(1, round(SPARK_HEIGHT * number / most)) if number else 0 for number in numbers]
    bars = "".join(_box(place, 1, height) for place, height in enumerate(heights) if height)
    gaps = "".join(_box(one.first, one.number, SPARK_HEIGHT) for one in missing)
    return Sparkline(bars, gaps, len(numbers) * SPARK, SPARK_HEIGHT, numbers)


def _box(place: int, number: int, height: int) -> str:
    width = number * SPARK - GAP
    return f"M{place * SPARK} {SPARK_HEIGHT}v-{height}h{width}v{height}z"


def chart(filterset: QuestionFilterSet) -> Chart:
    counts = dict(filterset.qs.facets([MONTHS]).by.get(MONTHS, {}))
    undated = counts.pop(None, 0)
    if not counts:
        return Chart([], [], 0, undated)
    axis = axis_of(counts)
    drawn = {month: counts[month] for month in sorted(counts) if axis.first <= month <= axis.last}
    bars = [_bar(filterset, month, number, axis.first, max(drawn.values())) for month, number in drawn.items()]
    beyond = sum(counts.values()) - sum(drawn.values())
    return Chart(bars, list(_years(*axis)), axis.number * BAR, undated, _missing(filterset, axis), beyond)


def _missing(filterset: QuestionFilterSet, axis: Months) -> list[Missing]:
    found = months_missing(filterset.qs.snapshot, filterset.sessions, filterset.criteria["house"], axis)
    return [Missing(months.label, (months.first - axis.first) * BAR, months.number * BAR) for months in found]


def _bar(filterset: QuestionFilterSet, month: int, number: int, first: int, most: int) -> Bar:
    height = max(1.0, HEIGHT * number / most)
    return Bar(
        month=first_day(month),
        number=number,
        x=(month - first) * BAR,
        y=HEIGHT - height,
        height=height,
        query=_narrowed(filterset.parameters, in_address(month)).urlencode(),
    )


def _narrowed(parameters: QueryDict, month: str) -> QueryDict:
    parameters["tabled_after"] = parameters["tabled_before"] = month
    return parameters


def _years(first: int, last: int) -> Iterator[Year]:
    for year in range(first // 12, last // 12 + 1):
        x = (year * 12 - first) * BAR
        if x >= 0 or (year + 1) * 12 - first >= 6:  # no label for a year of which only a few months are shown
            yield Year(year, max(0, x))
