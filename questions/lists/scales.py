"""The scales of charts: round numbers on the vertical axis, labels below the horizontal one. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10
from typing import NamedTuple

from questions.rules.months import Months, first_day

MOST_STEPS = 3  # on the vertical axis, from 0 up
# The letters that fit below a chart in a narrow, medium or wide column, in a wide font. charts.css has the widths.
ROOM = {"narrow": 23, "medium": 54, "wide": 86}
BETWEEN = 2  # at least this many letters between two labels
BESIDE = {"left": 3, "right": 1}  # how many letters a label can be beyond the edge
MONTHS = (1, 3, 6)  # the months between labels that name a month
YEARS = tuple(12 * years for years in (1, 2, 5, 10, 20, 50, 100))


def round_numbers(most: float, *, is_whole: bool = True) -> list[float]:
    """Three or four numbers at equal steps: 0, and up to at least `most`. `is_whole`: without fractions."""
    step = next(step for step in _steps(most, is_whole) if step * MOST_STEPS >= most)
    return [round(step * place, 9) for place in range(max(2, ceil(most / step)) + 1)]


def _steps(most: float, is_whole: bool) -> Iterator[float]:
    exponent = floor(log10(most / MOST_STEPS)) if most > 0 else 0
    for power in range(max(exponent, 0) if is_whole else exponent, exponent + 3):
        yield from (part * 10.0**power for part in ((1, 2, 2.5, 5) if power > 0 else (1, 2, 5)))


def percent(share: float) -> str:
    """In two digits: "43%", "4.3%", "0.43%"."""
    digits = max(0, 1 - floor(log10(share))) if share else 0
    written = f"{share:.{digits}f}"
    return f"{written.rstrip('0').rstrip('.') if digits else written}%"


class Label(NamedTuple):
    """The name of a month or year, at this percentage of the width, in columns of these widths (see ROOM)."""

    text: str
    x: float
    widths: list[str]


def labels(axis: Months, length: int) -> list[Label]:
    """Labels that do not collide in a column of any width, for periods of this many months."""
    found: dict[tuple[str, float], list[str]] = {}
    for width, room in ROOM.items():
        for text, x in _labels(axis, length, room):
            found.setdefault((text, round(100 * x, 2)), []).append(width)
    return [Label(text, x, widths) for (text, x), widths in sorted(found.items(), key=lambda item: item[0][1])]


def _labels(axis: Months, length: int, room: int) -> Iterator[tuple[str, float]]:
    """Each label's text and the place of its middle, from 0 to 1."""
    step = _step(axis, length, room)
    for month in range(axis.first + -axis.first % step, axis.last + 1, step):
        text, x = _text(month, step), (month - axis.first + length / 2) / axis.number
        if x * room + BESIDE["left"] >= len(text) / 2 <= (1 - x) * room + BESIDE["right"]:
            yield text, x


def _step(axis: Months, length: int, room: int) -> int:
    """The fewest months between labels that leave room for each."""
    steps = [step for step in (*MONTHS, *YEARS) if step >= length]
    fitting = (step for step in steps if step * room / axis.number >= len(_text(axis.first, step)) + BETWEEN)
    return next(fitting, steps[-1])


def _text(month: int, step: int) -> str:
    year = f"{month // 12:04}"
    return year if step >= YEARS[0] else f"{first_day(month):%b} {year}"
