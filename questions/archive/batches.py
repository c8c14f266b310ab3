"""As many questions as one transaction takes, and the pause after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

BATCH = 1000  # questions in one transaction


PAUSE = 0.01  # seconds after each, in which SQLite, which keeps no queue, lets another writer in


def batches(pks: Iterable[int]) -> Iterator[list[int]]:
    """As many as one transaction takes."""
    rest = iter(pks)
    while batch := list(islice(rest, BATCH)):
        yield batch
