"""Digests of a table's rows, by ranges of 1,000 ids, so that a comparison can say where rows differ.

The rows are as the database writes them as text, so digests can be compared between databases of one engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

WIDTH = 1000  # ids in a range
MOST_NAMED = 20  # differences
DIGITS = 16  # hexadecimal, of a range's digest

Row = tuple[int, bytes]  # its id, or 0 for rows whose key is not a number; and its text


class Range(NamedTuple):
    first: int  # the first id that belongs here, whether or not there is such a row
    rows: int
    digest: str


class TableDigest(NamedTuple):
    rows: int
    ranges: list[Range]

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr([tuple(part) for part in self.ranges]).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return {"rows": self.rows, "sha256": self.digest, "ranges": self.ranges}


Digests = dict[str, TableDigest]  # by the table's name


def digest_rows(rows: Iterable[Row]) -> TableDigest:
    """The digest of rows in the order of their ids, read once."""
    ranges = [digest_range(number, part) for number, part in groupby(rows, key=lambda row: row[0] // WIDTH)]
    return TableDigest(sum(part.rows for part in ranges), ranges)


def digest_range(number: int, rows: Iterable[Row]) -> Range:
    count, sha256 = 0, hashlib.sha256()
    for _, text in rows:
        sha256.update(text)
        sha256.update(b"\n")
        count += 1
    return Range(number * WIDTH, count, sha256.hexdigest()[:DIGITS])


def read_digests(given: dict[str, Any]) -> Digests:
    """The digests in a manifest. Raises KeyError, TypeError or ValueError if they are not whole."""
    digests = {
        name: TableDigest(table["rows"], [Range(*part) for part in table["ranges"]]) for name, table in given.items()
    }
    if any(digests[name].digest != table["sha256"] for name, table in given.items()):
        raise ValueError("a table's digest is not that of its ranges")
    return digests


def count_rows(digests: Digests) -> int:
    return sum(table.rows for table in digests.values())


def compare_digests(expected: Digests, found: Digests) -> list[str]:
    """What differs, a sentence for each range of rows; none if every row is the same."""
    return [
        difference
        for name in sorted({*expected, *found})
        for difference in compare_table(name, expected.get(name), found.get(name))
    ]


def name_first(differences: list[str]) -> list[str]:
    """At most MOST_NAMED of them, and how many more there are."""
    more = len(differences) - MOST_NAMED
    return [*differences[:MOST_NAMED], *([f"and {more:,} more"] if more > 0 else [])]


def compare_table(name: str, expected: TableDigest | None, found: TableDigest | None) -> Iterator[str]:
    if expected is None or found is None:
        yield f"{name}: the table is {'missing' if expected else 'not in the backup'}"
        return
    before, after = ({part.first: part for part in table.ranges} for table in (expected, found))
    for first in sorted({*before, *after}):
        was, now = before.get(first, Range(first, 0, "")), after.get(first, Range(first, 0, ""))
        if was != now:
            ids = f"{first:,} to {first + WIDTH - 1:,}"
            yield f"{name}: rows with ids {ids} differ ({was.rows:,} when it was made, {now.rows:,} restored)"
