"""The questions of a list by the month of their tabling, as a chart whose bars lead to their months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.http import QueryDict

from questions.filters import QuestionFilterSet

BAR, HEIGHT = 8, 120  # units of the drawing: a month's width, and the height of the tallest bar
GAP = 1
SPARK, SPARK_HEIGHT = 5, 24  # the same of a sparkline
MONTHS = "months"


class Bar(NamedTuple):
    """A month's questions; `query` are the parameters of the list of just these."""

    month: date
    number: int
    x: int
    y: float
    height: float
    query: str


class Year(NamedTuple):
    """The place at which a year begins."""

    year: int
    x: int


class Chart(NamedTuple):
    bars: list[Bar]
    years: list[Year]
    width: int
    undated: int  # questions of which nobody recorded when they were tabled

    @property
    def tallest(self) -> int:
        return max((bar.number for bar in self.bars), default=0)

    @property
    def bar_width(self) -> int:
        return BAR - GAP


class Sparkline(NamedTuple):
    """Small bars without numbers, one for each month; `path` draws them all."""

    path: str
    width: int
    height: int
    numbers: list[int]

    @property
    def tallest(self) -> int:
        return max(self.numbers, default=0)


def sparkline(numbers: list[int]) -> Sparkline:
    most = max(numbers, default=0)
    heights = [max(1, round(SPARK_HEIGHT * number / most)) if number else 0 for number in numbers]
    bars = (
        f"M{place * SPARK} {SPARK_HEIGHT}v-{height}h{SPARK - GAP}v{height}z" for place, height in enumerate(heights)
    )
    path = "".join(bar for bar, height in zip(bars, heights, strict=True) if height)
    return Sparkline(path, len(numbers) * SPARK, SPARK_HEIGHT, numbers)


def chart(filterset: QuestionFilterSet) -> Chart:
    counts = dict(filterset.qs.facets([MONTHS]).by.get(MONTHS, {}))
    undated = counts.pop(None, 0)
    if not counts:
        return Chart([], [], 0, undated)
    first, last, most = min(counts), max(counts), max(counts.values())
    bars = [_bar(filterset, month, counts[month], first, most) for month in sorted(counts)]
    return Chart(bars, list(_years(first, last)), (last - first + 1) * BAR, undated)


def _bar(filterset: QuestionFilterSet, month: int, number: int, first: int, most: int) -> Bar:
    height = max(1.0, HEIGHT * number / most)
    year, place = divmod(month, 12)
    return Bar(
        month=date(year, place + 1, 1),
        number=number,
        x=(month - first) * BAR,
        y=HEIGHT - height,
        height=height,
        query=_narrowed(filterset.parameters, f"{year}-{place + 1:02}").urlencode(),
    )


def _narrowed(parameters: QueryDict, month: str) -> QueryDict:
    parameters["tabled_after"] = parameters["tabled_before"] = month
    return parameters


def _years(first: int, last: int) -> Iterator[Year]:
    for year in range(first // 12, last // 12 + 1):
        x = (year * 12 - first) * BAR
        if x >= 0 or (year + 1) * 12 - first >= 6:  # not the label of a year of which hardly anything is seen
            yield Year(year, max(0, x))
