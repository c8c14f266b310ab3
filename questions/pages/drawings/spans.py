"""Periods on a scale of years, each name on its own line: the numbers for the template that draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

# Units of the drawing.
LINE, BAR, BELOW = 40, 12, 20  # the height of a line, the height of its bar, and the space above the bar for the label
SCALE, WIDEST, NARROWEST = 32, 1000, 480  # a year's width in a short chart; limits of the chart's width
LETTER = 6.8  # the approximate width of a letter
FEWEST_LETTERS = 12
UNKNOWN_YEARS = 3  # drawn before the first known day if the start of something is not known
LABELLED = (1, 2, 5, 10, 20, 50, 100)  # the possible intervals between labels, in years
ROOM = 44  # the width of a label
PIECES = ((2, 5), (10, 3), (16, 1.5))  # (distance from the end of the bar, width) of each piece
MOST_BACK, MOST_AHEAD = 400, 50  # years drawn, from today


class Period(NamedTuple):
    """The first and last day. None: the start is not known, or it had not ended by `known_until`."""

    start: date | None
    end: date | None
    known_until: date | None = None

    def drawn_to(self, otherwise: date) -> date:
        until = self.known_until or otherwise
        return self.end or max(until, self.start or until)


class Named(NamedTuple):
    """One line: its name, its periods, and an object for the template."""

    name: str
    periods: Sequence[Period]
    what: Any


class Bar(NamedTuple):
    """A bar ends in these pieces (position, width) if the period had not ended when last recorded."""

    x: float
    width: float
    pieces: tuple[tuple[float, float], ...] = ()

    @property
    def end(self) -> float:
        return self.x + self.width


class Span(NamedTuple):
    """A line. Its label is shortened to fit. It starts at the first bar's start or ends at the last bar's end."""

    label: str
    label_x: float
    is_right: bool
    y: int
    bars: list[Bar]
    name: str
    what: Any

    @property
    def middle(self) -> int:
        return self.y + BELOW + BAR // 2


class Year(NamedTuple):
    year: int
    x: float


class Drawing(NamedTuple):
    spans: list[Span]
    years: list[Year]
    first: date
    scale: float
    width: int
    bar: int = BAR
    below: int = BELOW

    @property
    def height(self) -> int:
        return len(self.spans) * LINE

    @property
    def has_open_ends(self) -> bool:
        return any(bar.pieces for span in self.spans for bar in span.bars)

    def x(self, day: date) -> float:
        """Days outside the chart are drawn at its edge."""
        return min(max(0.0, (day - self.first).days / 365.25 * self.scale), self.width - 1)


def drawing(lines: Sequence[Named], today: date) -> Drawing:
    """In the order given. Without a known start a period begins at the left edge; an open one ends when last known."""
    periods = [period for line in lines for period in line.periods]
    before = UNKNOWN_YEARS if any(period.start is None for period in periods) else 0
    ends = [period.drawn_to(today) for period in periods] or [today]
    starts = [period.start for period in periods if period.start]
    first, last = _bounds(min([*starts, *ends]).year - before, max([*starts, *ends]), today)
    years = max(1.0, (last - first).days / 365.25)
    scale = max(NARROWEST / years, min(SCALE, WIDEST / years)) if lines else SCALE
    found = Drawing([], _years(first, last, scale), first, scale, round(years * scale) + 1)
    return found._replace(spans=[_span(line, place, found, today) for place, line in enumerate(lines)])


def _bounds(first: int, last: date, today: date) -> tuple[date, date]:
    """The first and last day drawn. Errors in the record may be thousands of years away."""
    latest = date(today.year + MOST_AHEAD, 12, 31)
    return date(max(1, first, today.year - MOST_BACK), 1, 1), min(last, latest)


def _span(line: Named, place: int, found: Drawing, today: date) -> Span:
    bars = [_bar(period, found, today) for period in line.periods]
    left, right = min(bar.x for bar in bars), max(bar.end for bar in bars)
    at_left, at_right = int((found.width - left) / LETTER), int(right / LETTER)
    is_right = at_left < min(len(line.name), at_right)
    room = max(FEWEST_LETTERS, at_right if is_right else at_left)
    label = line.name if len(line.name) <= room else f"{line.name[: room - 1].rstrip()}…"
    return Span(label, right if is_right else left, is_right, place * LINE, bars, line.name, line.what)


def _bar(period: Period, found: Drawing, today: date) -> Bar:
    x, end = found.x(period.start or found.first), found.x(period.drawn_to(today))
    bar = Bar(x, max(2.0, end - x))
    return bar if period.end else bar._replace(pieces=tuple((bar.end + gone, width) for gone, width in PIECES))


def _years(first: date, last: date, scale: float) -> list[Year]:
    every = next((years for years in LABELLED if years * scale >= ROOM), LABELLED[-1])
    labelled: Iterable[int] = (year for year in range(first.year, last.year + 1) if year % every == 0)
    return [Year(year, (date(year, 1, 1) - first).days / 365.25 * scale) for year in labelled]
