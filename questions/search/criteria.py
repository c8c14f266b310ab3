"""What a list of questions is to hold, as a plain value, and the query that finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tantivy import Query

from questions.search.language.tree import Node

from . import parameters, queries


@dataclass(frozen=True, init=False)
class Criteria:
    """Conditions that all hold; within one, any of its values. An empty one asks for nothing.

    `chosen` are values by the names of parameters: a day, a flag, or a tuple of values as the index has them, which are
    keys of departments, topics, members and documents, numbers of years, periods of sessions; None: not recorded.
    """

    query: Node | None  # what was searched for, as it was understood
    named: tuple[int, ...] | None  # exactly these questions, which a UIN or an address named
    counted: bool | None  # in the share on time: see cohorts.py, which adds this condition
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
        # In one order and without what asks for nothing, so that equal criteria are equal keys of what is kept.
        asked = tuple(sorted((name, value) for name, value in chosen.items() if value not in ((), None)))
        self.__dict__.update(query=query, named=named, counted=counted, sort=sort, chosen=asked)

    def __getitem__(self, name: str) -> Any:
        """The values chosen of a parameter; () where none are."""
        return dict(self.chosen).get(name, ())

    def replace(self, **changes: Any) -> Criteria:
        """The same with these conditions instead."""
        return Criteria(**{**self._asked, **changes})

    def without(self, *names: str) -> Criteria:
        """The same with these conditions taken away."""
        return Criteria(**{name: value for name, value in self._asked.items() if name not in names})

    @property
    def _asked(self) -> dict[str, Any]:
        typed = {"query": self.query, "named": self.named, "counted": self.counted, "sort": self.sort}
        return {**typed, **dict(self.chosen)}

    def as_query(self) -> Query:
        """The questions that fit all of it but `counted`. Only what was searched for scores."""
        filters = [queries.silent(one) for one in self._filters()]
        found = [queries.of_tree(self.query)] if self.query else []
        return queries.all_of([*found, *filters]) if found or filters else queries.questions()

    def _filters(self) -> Iterator[Query]:
        if self.named:
            yield queries.any_of("pk", self.named)
        for name, value in self.chosen:
            yield parameters.condition(name, value)
