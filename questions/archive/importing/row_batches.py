"""Splits the rows of an import into batches, one for each transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from questions.sources.records import BrokenSource

FIRST_BATCH, LEAST_BATCH, MOST_BATCH = 250, 25, 1000  # rows
LONGEST_BATCH = 2.0  # seconds: other writers wait for it


def batches_of(rows: Iterable[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
    """Batches of rows, smaller ones after one that took long.

    If the source ends too early, the rows before its end are still a batch.
    """
    rows, broken = iter(rows), []

    def safely() -> Iterator[tuple[int, Any]]:
        try:
            yield from rows
        except BrokenSource as error:
            broken.append(error)

    # Raise the error only after these rows are saved.
    source, size = safely(), FIRST_BATCH
    while batch := list(islice(source, size)):
        began = time.monotonic()
        yield batch
        size = next_size(len(batch), time.monotonic() - began)
    if broken:
        raise broken[0]


def next_size(rows: int, seconds: float) -> int:
    """How many rows the next batch should have, after one of `rows` took `seconds`."""
    return min(max(int(rows * LONGEST_BATCH / max(seconds, 0.001)), LEAST_BATCH), MOST_BATCH)
