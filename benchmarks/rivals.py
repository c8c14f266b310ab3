"""The work that every other search engine does, the same for all: a count, six facets, and 20 hits with snippets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from .copied import FACETS
from .queries import Query

HITS = 20
# Ranking every hit is the most expensive part if there are many. If an engine ranks only this many of the newest, its
# figures say so: for a common word it then shows other hits than the best.
CAP = 1000

Combination = tuple[Any, ...]  # one value for each of FACETS


class Page(NamedTuple):
    number: int
    facets: dict[str, dict[Any, int]]
    hits: list[tuple[Any, ...]]  # rows of copied.COLUMNS, each followed by its snippet


def summed(query: Query, combined: Iterable[tuple[Combination, int]]) -> tuple[int, dict[str, dict[Any, int]]]:
    """The number of hits and the facets, from the unfiltered count of each combination of values.

    As on this archive's pages, a facet ignores its own filter.
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
