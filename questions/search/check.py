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
    """The primary keys of questions with each fault.

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

    def set_aside(self, waiting: set[int]) -> None:
        """Changes that wait to be indexed are not faults."""
        self.waiting = len(waiting)
        for keys in self.faults.values():
            keys[:] = [key for key in keys if key not in waiting]


def check_index(progress: Callable[[int, int], None], size: int = 4000) -> Findings:
    """Compare every public question with the index, `size` at a time, while others may write.

    `progress` is called with the number of questions checked, and 0 because their total is not known.
    Raises IndexUnavailable if there is no index or it is damaged.
    """
    snapshot = store.snapshot()
    if not is_sound(snapshot.path):
        raise IndexUnavailable("the index is damaged")
    findings, after = Findings(), 0
    for batch in indexed_documents.everything(size):
        _compare(batch, _indexed(snapshot, after + 1, batch[-1].pk), findings)
        after = batch[-1].pk
        findings.checked += len(batch)
        progress(findings.checked, 0)
    # Documents in the index after the last public question.
    _compare([], _indexed(snapshot, after + 1, 2**62), findings)
    # Read last, because questions may have changed since they were compared.
    findings.set_aside({question for _, question in Change.after(snapshot.mark.change)})
    return findings


def _indexed(snapshot: store.Snapshot, first: int, last: int) -> list[tuple[int, int]]:
    """(primary key, digest) of every document between these two keys, inclusive."""
    between = queries.every([Query.range_query(SCHEMA, "pk", FieldType.Integer, first, last)])
    number = snapshot.search(between, 1, count=True).count  # type: ignore[attr-defined]
    hits = snapshot.search(between, number, order_by_field="pk").hits if number else []
    return list(zip(snapshot.numbers("pk", hits), snapshot.numbers(DIGEST, hits), strict=True))


def _compare(batch: list[Document], indexed: list[tuple[int, int]], findings: Findings) -> None:
    there = {document.pk: document.digest for document in batch}
    known = dict(indexed)
    keys = [key for key, _ in indexed]
    findings.twice += sorted({key for key in keys if keys.count(key) > 1}) if len(keys) > len(known) else []
    findings.missing += sorted(there.keys() - known.keys())
    findings.extra += sorted(known.keys() - there.keys())
    findings.different += sorted(key for key in there.keys() & known.keys() if there[key] != known[key])
