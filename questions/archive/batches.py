"""Split questions into batches, one for each transaction, with a pause after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

BATCH = 1000  # questions in one transaction


PAUSE = 0.01  # seconds after each batch, so that another writer gets a turn: SQLite has no queue


def batches(pks: Iterable[int]) -> Iterator[list[int]]:
    """Lists of at most BATCH primary keys."""
    rest = iter(pks)
    while batch := list(islice(rest, BATCH)):
        yield batch
