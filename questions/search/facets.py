"""How many questions there are for each value of a parameter, over the rest of the criteria without its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from questions.criteria import Criteria

from . import queries
from .schema import NONE, UNKNOWN
from .store import Snapshot

# The criteria that can be counted, with the field that each goes by.
FIELDS = {
    "statuses": "status",
    "houses": "house",
    "departments": "department",
    "topics": "topics",
    "years": "year",
    "parties": "party",
    "asked_by": "asker",
    "answered_by": "answerers",
    "seats": "seat",
    "months": "month",
}
SHOWN = ("statuses", "houses", "departments", "topics", "years", "parties")  # with every page of a list
SINGLE = ("houses", "statuses", "years")
MOST_VALUES = 2000  # of one facet: all of them but for people, of whom those with the most questions are enough
MOST_KEPT = 200  # counts kept for one state of the index

Counts = dict[Any, int]


class Count(NamedTuple):
    total: int
    by: dict[str, Counts]  # by the criteria's name, then by value, the most first; None: not recorded


def count(snapshot: Snapshot, criteria: Criteria, names: Iterable[str] = SHOWN) -> Count:
    """The number of questions, and of those of each value of the facets with these names.

    One aggregation counts the total and every facet without a choice; each facet with a choice takes one more, over
    the criteria without it. Counts are kept for as long as the index stands as it does.
    """
    names = tuple(names)
    key = (criteria.without("sort"), names)
    if key not in snapshot.kept:
        if len(snapshot.kept) >= MOST_KEPT:
            snapshot.kept.clear()
        snapshot.kept[key] = _count(snapshot, criteria, names)
    return snapshot.kept[key]


def _count(snapshot: Snapshot, criteria: Criteria, names: tuple[str, ...]) -> Count:
    chosen = [name for name in names if getattr(criteria, name, ())]
    rest = [name for name in names if name not in chosen]
    # Something that every question has one of tells how many there are, for nothing where it is counted anyway.
    single = next((name for name in SINGLE if name in rest), SINGLE[0])
    found = _aggregate(snapshot, criteria, {*rest, single})
    by = {name: _counts(found[name]) for name in rest}
    for name in chosen:
        by[name] = _counts(_aggregate(snapshot, criteria.without(name), [name])[name])
    return Count(sum(bucket["doc_count"] for bucket in found[single]["buckets"]), by)


def _aggregate(snapshot: Snapshot, criteria: Criteria, names: Iterable[str]) -> dict[str, Any]:
    asked: dict[str, Any] = {name: {"terms": {"field": FIELDS[name], "size": MOST_VALUES}} for name in names}
    return snapshot.aggregate(queries.of(criteria), asked)


def _counts(found: dict[str, Any]) -> Counts:
    return {None if b["key"] in (UNKNOWN, NONE) else b["key"]: b["doc_count"] for b in found["buckets"]}


def demo_is_loaded(snapshot: Snapshot) -> bool:
    """Whether any question is a made-up one."""
    if "demo" not in snapshot.kept:
        snapshot.kept["demo"] = bool(snapshot.search(queries.term("provenance", "demo"), 1).hits)
    return snapshot.kept["demo"]
