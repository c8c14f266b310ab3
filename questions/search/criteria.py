"""The conditions that select the questions of a list, as a plain value, and the query that finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tantivy import Query

from questions.search.language.tree import Node

from . import parameters, queries


@dataclass(frozen=True, init=False)
class Criteria:
    """Conditions that must all hold; one with several values holds if any of them does. Empty conditions are ignored.

    `chosen` has (parameter's name, value) pairs, sorted. A value is a day, a flag or a tuple of indexed values:
    keys of departments, topics, members and documents, years, periods of sessions; None means not recorded.
    """

    query: Node | None  # what was searched for, with names and acronyms looked up
    named: tuple[int, ...] | None  # primary keys: only these questions, named by a UIN or an address
    counted: bool | None  # counts towards the share on time; cohorts.py adds this condition
    sort: str
    chosen: tuple[tuple[str, Any], ...]

    def __init__(
        self,
        *,
        query: Node | None = None,
        named: tuple[int, ...] | None = None,
        counted: bool | None = None,
        sort: str = "newest",
        **chosen: Any,
    ):
        if unknown := chosen.keys() - parameters.CRITERIA.keys():
            raise TypeError(f"no parameters that choose questions: {', '.join(sorted(unknown))}")
        # Sorted and without empty conditions, so that equal criteria are equal cache keys.
        asked = tuple(sorted((name, value) for name, value in chosen.items() if value not in ((), None)))
        self.__dict__.update(query=query, named=named, counted=counted, sort=sort, chosen=asked)

    def __getitem__(self, name: str) -> Any:
        """A parameter's value; () if it has none."""
        return dict(self.chosen).get(name, ())

    def replace(self, **changes: Any) -> Criteria:
        """A copy with these conditions changed."""
        return Criteria(**{**self._asked, **changes})

    def without(self, *names: str) -> Criteria:
        """A copy without these conditions."""
        return Criteria(**{name: value for name, value in self._asked.items() if name not in names})

    @property
    def _asked(self) -> dict[str, Any]:
        typed = {"query": self.query, "named": self.named, "counted": self.counted, "sort": self.sort}
        return {**typed, **dict(self.chosen)}

    def as_query(self) -> Query:
        """The query for all conditions except `counted`, for counting and for orders by day."""
        return self._with_filters(queries.of_tree)

    def as_ranked_query(self) -> Query:
        """The same, with scores by relevance."""
        return self._with_filters(queries.ranked)

    def _with_filters(self, translate: Callable[[Node], Query]) -> Query:
        """Only `query` affects scores."""
        filters = [queries.silent(one) for one in self._filters()]
        found = [translate(self.query)] if self.query else []
        return queries.all_of([*found, *filters]) if found or filters else queries.questions()

    def _filters(self) -> Iterator[Query]:
        if self.named:
            yield queries.any_of("pk", self.named)
        for name, value in self.chosen:
            yield parameters.condition(name, value)
