"""The documents that answers cite, in numbers: how often each is cited, when last, and by which departments."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tantivy import FieldType, Query

from . import queries
from .facets import MOST_VALUES, Counts
from .schema import SCHEMA, UNKNOWN
from .store import Snapshot

AT_ONCE = 30_000  # documents; with those that the same questions cite they stay below what the engine counts at all
MOST_COUNTED = 60_000
MOST_DEPARTMENTS = 3  # of each document


class Citing(NamedTuple):
    """How many questions have answers that cite a document, and the day of the newest answer among these."""

    questions: int
    newest: date | None


def citing(snapshot: Snapshot) -> dict[int, Citing]:
    """By every document's primary key, the most cited first, of as many the last cited; kept."""
    return snapshot.once("citing", lambda: _citing(snapshot))


def _citing(snapshot: Snapshot) -> dict[int, Citing]:
    asked = {"last": {"max": {"field": "documents"}}}
    last = int(snapshot.aggregate(queries.questions(), asked)["last"]["value"] or UNKNOWN)
    parts = [_between(snapshot, first, first + AT_ONCE - 1) for first in range(UNKNOWN + 1, last + 1, AT_ONCE)]
    rows = [row for part in parts for row in part.items()]
    return dict(sorted(rows, key=lambda row: (-row[1].questions, -_ordinal(row[1].newest), row[0])))


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else UNKNOWN


def _between(snapshot: Snapshot, first: int, last: int) -> dict[int, Citing]:
    """Those with keys between these, of which the questions may cite others too."""
    newest = {"newest": {"max": {"field": "answered"}}}
    asked = {"by": {"terms": {"field": "documents", "size": MOST_COUNTED}, "aggs": newest}}
    some = queries.silent(Query.range_query(SCHEMA, "documents", FieldType.Integer, first, last))
    buckets = snapshot.aggregate(some, asked)["by"]["buckets"]
    return {int(b["key"]): _of(b) for b in buckets if first <= b["key"] <= last}


def _of(bucket: dict[str, Any]) -> Citing:
    newest = int(bucket["newest"]["value"] or UNKNOWN)
    return Citing(bucket["doc_count"], date.fromordinal(newest) if newest else None)


def departments(snapshot: Snapshot, documents: tuple[int, ...]) -> dict[int, Counts]:
    """By each of these documents, the departments asked where most is cited of it, with their numbers; kept."""
    return snapshot.once(("citing by", documents), lambda: _departments(snapshot, documents)) if documents else {}


def _departments(snapshot: Snapshot, documents: tuple[int, ...]) -> dict[int, Counts]:
    inner = {"departments": {"terms": {"field": "department", "size": MOST_DEPARTMENTS}}}
    asked = {"by": {"terms": {"field": "documents", "size": MOST_VALUES}, "aggs": inner}}
    some = queries.silent(Query.term_set_query(SCHEMA, "documents", list(documents)))
    buckets = snapshot.aggregate(some, asked)["by"]["buckets"]
    return {
        int(b["key"]): {one["key"]: one["doc_count"] for one in b["departments"]["buckets"] if one["key"] != UNKNOWN}
        for b in buckets
        if b["key"] in documents
    }
