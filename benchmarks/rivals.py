"""What every rival's search does, so that all do the same work: number, six facets, and 20 hits with their snippets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from .copied import FACETS
from .queries import Query

HITS = 20
# Ranking every hit is what costs most where there are many. Where a rival ranks so many of the newest only, that is
# said beside its figures: of a common word it then shows other hits than the best.
CAP = 1000

Combination = tuple[Any, ...]  # a value of each of FACETS


class Page(NamedTuple):
    number: int
    facets: dict[str, dict[Any, int]]
    hits: list[tuple[Any, ...]]  # rows of copied.COLUMNS, each with its snippet behind


def summed(query: Query, combined: Iterable[tuple[Combination, int]]) -> tuple[int, dict[str, dict[Any, int]]]:
    """The number of hits and the facets, from how often each combination of values was found without any filter.

    As on our page, a facet does not heed the filter of its own.
    """
    wanted = [query.filters.get(name) for name in FACETS]
    facets: list[Counter[Any]] = [Counter() for _ in FACETS]
    total = 0
    for values, number in combined:
        wrong = [place for place, value in enumerate(wanted) if value and values[place] != value]
        if not wrong:
            total += number
            for place, value in enumerate(values):
                facets[place][value] += number
        elif len(wrong) == 1:
            facets[wrong[0]][values[wrong[0]]] += number
    return total, dict(zip(FACETS, facets, strict=True))
