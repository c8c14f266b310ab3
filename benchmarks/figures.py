"""Measured times as figures, and figures as lines of a table."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Times(NamedTuple):
    """In milliseconds."""

    p50: float
    p95: float
    most: float

    def __str__(self) -> str:
        return f"p50 {self.p50:7.1f} ms   p95 {self.p95:7.1f} ms   max {self.most:7.1f} ms"


def times_of(seconds: list[float]) -> Times:
    in_order = sorted(1000 * one for one in seconds)
    return Times(statistics.median(in_order), in_order[int(0.95 * (len(in_order) - 1))], in_order[-1])


def repeated(work: Callable[[Any], Any], given: Iterable[Any], *, rounds: int, seconds: float) -> list[list[float]]:
    """How long the work took for each given thing, in seconds: one list for each round.

    A first round, to warm up, does not count. There are `rounds` more, or fewer if `seconds` have passed.
    """
    given, deadline, taken = list(given), time.monotonic() + seconds, []
    for number in range(rounds + 1):
        taken.append([timed(work, one) for one in given])
        if number and time.monotonic() > deadline:
            break
    return taken[1:]


def timed(work: Callable[..., Any], *given: Any) -> float:
    start = time.perf_counter()
    work(*given)
    return time.perf_counter() - start


def line(name: str, figures: object) -> None:
    print(f"{name:34} {figures}", flush=True)


def progress(text: str) -> None:
    """Show a line that the next one overwrites, only on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{text:60}\r")
        sys.stderr.flush()
