"""Small charts without numbers, for rows of a list. Pure functions."""

from __future__ import annotations

from typing import NamedTuple

from questions.rules.months import Months

MONTH, HEIGHT = 5, 24  # units of the drawing: the width of a month, and the height of the tallest bar
GAP = 1


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
    heights = [max(1, round(HEIGHT * number / most)) if number else 0 for number in numbers]
    bars = "".join(_box(place, 1, height) for place, height in enumerate(heights) if height)
    gaps = "".join(_box(one.first, one.number, HEIGHT) for one in missing)
    return Sparkline(bars, gaps, len(numbers) * MONTH, HEIGHT, numbers)


def _box(place: int, number: int, height: int) -> str:
    width = number * MONTH - GAP
    return f"M{place * MONTH} {HEIGHT}v-{height}h{width}v{height}z"
