"""Finds the rows closest to a vector: by the signs of all, then by the numbers of the best."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .rows import Rows, signs

COMPARED = 400  # rows of the best signs, compared by their numbers; more find hardly anything else
CHUNK = 16_384  # rows at once, so that what is worked on stays in the processor's cache


class Narrowed(NamedTuple):
    """Which rows to look at, all of them by default: those of these departments (0: not recorded), tabled on or between
    these days (ordinals), with these keys."""

    departments: list[int] | None = None
    first: int | None = None
    last: int | None = None
    among: list[int] | None = None

    def places(self, rows: Rows) -> Any:
        """The places of the live rows that are looked at."""
        places = rows.live if self.among is None else _there(rows.places_of(np.unique(self.among)))
        conditions = [
            ("department", np.isin, self.departments),
            ("day", np.greater_equal, self.first),
            ("day", np.less_equal, self.last),
        ]
        for name, holds, value in conditions:
            if value is not None:
                places = places[holds(rows.heads[name][places], value)]
        return places


def _there(places: Any) -> Any:
    return places[places >= 0]


def nearest(rows: Rows, vector: Any, limit: int, narrowed: Narrowed) -> list[tuple[int, float]]:
    """(key, cosine) of the closest rows, the closest first."""
    places = narrowed.places(rows)
    most = max(COMPARED, 2 * limit)
    if len(places) > most:
        distances = _distances(rows, signs(vector[None])[0], places)
        places = places[_smallest(distances, most)]
    found = _scored(rows, vector, places)
    return sorted(found, key=lambda row: (-row[1], row[0]))[:limit]


def score(rows: Rows, vector: Any, keys: list[int]) -> list[tuple[int, float]]:
    """(key, cosine) of each of these keys that has a row."""
    return _scored(rows, vector, _there(rows.places_of(keys))) if keys else []


def vector_of(rows: Rows, key: int) -> Any | None:
    """The row's vector, of length 1; None if there is none."""
    place = int(rows.places_of([key])[0])
    if place < 0:
        return None
    numbers = np.asarray(rows.numbers[place], dtype=np.float32)
    length = float(np.linalg.norm(numbers))
    return numbers / length if length else None


def _distances(rows: Rows, wanted: Any, places: Any) -> Any:
    """How many signs differ in each of these rows."""
    if len(places) * 4 < len(rows.bits):
        return _differing(np.asarray(rows.bits[places]), wanted)
    # Reading all rows as they lie in the file takes less time than picking out many.
    parts = range(0, len(rows.bits), CHUNK)
    return np.concatenate([_differing(rows.bits[start : start + CHUNK], wanted) for start in parts])[places]


def _smallest(distances: Any, most: int) -> Any:
    """Where the `most` smallest are. Counting takes a tenth of the time of partitioning, as there are few values."""
    last = np.searchsorted(np.cumsum(np.bincount(distances)), most)
    smaller, equal = np.flatnonzero(distances < last), np.flatnonzero(distances == last)
    return np.concatenate([smaller, equal[: most - len(smaller)]])


def _differing(bits: Any, wanted: Any) -> Any:
    counted = np.bitwise_count(np.bitwise_xor(bits, wanted))
    total = counted[:, 0].astype(np.uint16)
    for column in range(1, counted.shape[1]):  # several times faster than a sum of such short rows
        total += counted[:, column]
    return total


def _scored(rows: Rows, vector: Any, places: Any) -> list[tuple[int, float]]:
    numbers = np.asarray(rows.numbers[places], dtype=np.float32)
    lengths = np.linalg.norm(numbers, axis=1)
    # Read after the vectors: a row that is being retired loses its key first.
    keys = np.asarray(rows.heads["key"][places])
    is_there = (keys > 0) & (lengths > 0)
    cosines = (numbers[is_there] @ vector) / lengths[is_there]
    return list(zip(keys[is_there].tolist(), cosines.tolist(), strict=True))
