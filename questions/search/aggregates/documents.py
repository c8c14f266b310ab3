"""Figures for cited documents: how often each is cited, when last, and by which departments."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tantivy import FieldType, Query

from questions.search import queries
from questions.search.facets import MOST_VALUES, Counts
from questions.search.index.schema import SCHEMA, UNKNOWN
from questions.search.index.store import Snapshot

AT_ONCE = 25_000  # documents: few enough, with others that the same questions cite, for the engine to count
MOST_COUNTED = 60_000
MOST_DEPARTMENTS = 3  # for each document


def numbers(snapshot: Snapshot) -> Counts:
    """{document: number of questions with answers that cite it}, the most cited first; kept until the index changes."""
    return snapshot.once("citing", lambda: _numbers(snapshot))


def _numbers(snapshot: Snapshot) -> Counts:
    asked = {"last": {"max": {"field": "documents"}}}
    last = int(snapshot.aggregate(queries.questions(), asked)["last"]["value"] or UNKNOWN)
    found: Counts = {}
    for first in range(UNKNOWN + 1, last + 1, AT_ONCE):
        found |= _between(snapshot, first, first + AT_ONCE - 1)
    return dict(sorted(found.items(), key=lambda row: (-row[1], row[0])))


def _between(snapshot: Snapshot, first: int, last: int) -> Counts:
    """The numbers for documents with keys from `first` to `last`; others that the same questions cite are left out."""
    some = queries.silent(Query.range_query(SCHEMA, "documents", FieldType.Integer, first, last))
    buckets = snapshot.aggregate(some, {"by": _by_document(MOST_COUNTED)})["by"]["buckets"]
    return {int(b["key"]): b["doc_count"] for b in buckets if first <= b["key"] <= last}


def _by_document(size: int, **inner: Any) -> dict[str, Any]:
    return {"terms": {"field": "documents", "size": size}, "aggs": inner}


class Citing(NamedTuple):
    """A document's newest citing question, by day of answer, and the departments that cite it most, with numbers."""

    newest: date | None
    departments: Counts


def citing(snapshot: Snapshot, documents: tuple[int, ...]) -> dict[int, Citing]:
    """{document: Citing} for these few documents, from one aggregation; kept until the index changes."""
    return snapshot.once(("citing", documents), lambda: _citing(snapshot, documents)) if documents else {}


def _citing(snapshot: Snapshot, documents: tuple[int, ...]) -> dict[int, Citing]:
    departments = {"terms": {"field": "department", "size": MOST_DEPARTMENTS}}
    asked = _by_document(MOST_VALUES, departments=departments, newest={"max": {"field": "answered"}})
    some = queries.silent(Query.term_set_query(SCHEMA, "documents", list(documents)))
    buckets = snapshot.aggregate(some, {"by": asked})["by"]["buckets"]
    return {int(b["key"]): _of(b) for b in buckets if b["key"] in documents}


def _of(bucket: dict[str, Any]) -> Citing:
    newest = int(bucket["newest"]["value"] or UNKNOWN)
    by = {b["key"]: b["doc_count"] for b in bucket["departments"]["buckets"] if b["key"] != UNKNOWN}
    return Citing(date.fromordinal(newest) if newest else None, by)
