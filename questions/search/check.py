"""Compares the index with the database, question by question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tantivy import FieldType, Query

from questions.models import Change
from questions.search.index.checksums import is_sound
from questions.search.index.indexed_documents import Document
from questions.search.index.schema import DIGEST, SCHEMA
from questions.search.index.store import IndexUnavailable

from . import queries
from .index import indexed_documents, store

MOST_NAMED = 20  # questions that a report names for each fault


@dataclass
class Findings:
    """The primary keys of questions with each fault. Changes waiting to be indexed are not faults.

    `checked` is the number of public questions, `waiting` the number of questions with changes not yet indexed.
    """

    checked: int = 0
    waiting: int = 0
    missing: list[int] = field(default_factory=list)  # public, but not in the index
    different: list[int] = field(default_factory=list)  # indexed differently from the database
    extra: list[int] = field(default_factory=list)  # in the index, but not public or not in the database
    twice: list[int] = field(default_factory=list)

    @property
    def faults(self) -> dict[str, list[int]]:
        kinds = {"missing": self.missing, "different": self.different, "extra": self.extra, "twice": self.twice}
        return {kind: keys for kind, keys in kinds.items() if keys}


def check_index(progress: Callable[[int, int], None]) -> Findings:
    """Compare every public question with the index. Raises IndexUnavailable if there is no index or it is damaged.

    `progress` is called with the number of questions checked, and 0 because their total is not known.
    """
    snapshot = store.snapshot()
    if not is_sound(snapshot.path):
        raise IndexUnavailable("the index is damaged")
    behind = {question for _, question in Change.after(snapshot.mark.change)}
    findings, after = Findings(waiting=len(behind)), 0
    for batch in indexed_documents.everything():
        _compare(batch, _indexed(snapshot, after + 1, batch[-1].pk), behind, findings)
        after = batch[-1].pk
        findings.checked += len(batch)
        progress(findings.checked, 0)
    # Documents in the index after the last public question.
    _compare([], _indexed(snapshot, after + 1, 2**62), behind, findings)
    return findings


def _indexed(snapshot: store.Snapshot, first: int, last: int) -> list[tuple[int, int]]:
    """(primary key, digest) of every document between these two keys, inclusive."""
    between = queries.every([Query.range_query(SCHEMA, "pk", FieldType.Integer, first, last)])
    number = snapshot.search(between, 1, count=True).count  # type: ignore[attr-defined]
    hits = snapshot.search(between, number, order_by_field="pk").hits if number else []
    return list(zip(snapshot.numbers("pk", hits), snapshot.numbers(DIGEST, hits), strict=True))


def _compare(batch: list[Document], indexed: list[tuple[int, int]], behind: set[int], findings: Findings) -> None:
    there = {document.pk: document.digest for document in batch}
    known = dict(indexed)
    keys = [key for key, _ in indexed]
    findings.twice += sorted({key for key in keys if keys.count(key) > 1} - behind) if len(keys) > len(known) else []
    findings.missing += sorted(there.keys() - known.keys() - behind)
    findings.extra += sorted(known.keys() - there.keys() - behind)
    findings.different += sorted(k for k in there.keys() & known.keys() if there[k] != known[k] and k not in behind)
