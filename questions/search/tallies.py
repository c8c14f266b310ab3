"""How the questions of some criteria fared: for each department, year or month, what became of them and how fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from questions.criteria import Criteria

from . import queries
from .facets import FIELDS, MOST_VALUES
from .schema import NONE, UNKNOWN
from .store import Snapshot

MOST_DAYS = 20_000  # different numbers of days: all that there can be in half a century
PARTS = {"statuses": "status", "timings": "timing"}


class Tally(NamedTuple):
    """Questions by status, by the verdict on their time, and by the days that their answers took."""

    total: int
    statuses: dict[str, int]
    timings: dict[str, int]
    days: dict[int, int]

    def within(self, share: float) -> int | None:
        """The days within which that share of the answers came (0.5: the median); None where none has come."""
        answers, come = sum(self.days.values()), 0
        for days in sorted(self.days):
            come += self.days[days]
            if come >= share * answers:
                return days
        return None


def tallies(snapshot: Snapshot, criteria: Criteria, name: str) -> dict[Any, Tally]:
    """By the value of one of the criteria that can be counted (see facets.FIELDS); None: not recorded."""
    key = ("tallies", criteria.without("sort"), name)
    return snapshot.once(key, lambda: dict(_tallies(snapshot, criteria, name)))


def _tallies(snapshot: Snapshot, criteria: Criteria, name: str) -> Iterator[tuple[Any, Tally]]:
    inner: dict[str, Any] = {part: {"terms": {"field": field, "size": 99}} for part, field in PARTS.items()}
    inner["days"] = {"terms": {"field": "days", "size": MOST_DAYS}}
    asked = {"by": {"terms": {"field": FIELDS[name], "size": MOST_VALUES}, "aggs": inner}}
    for bucket in snapshot.aggregate(queries.of(criteria), asked)["by"]["buckets"]:
        yield None if bucket["key"] in (UNKNOWN, NONE) else bucket["key"], _tally(bucket)


def _tally(bucket: dict[str, Any]) -> Tally:
    counts = {part: {one["key"]: one["doc_count"] for one in bucket[part]["buckets"]} for part in (*PARTS, "days")}
    days = {int(one) - 1: number for one, number in counts["days"].items() if one != UNKNOWN}
    return Tally(bucket["doc_count"], counts["statuses"], counts["timings"], days)


def together(parts: list[Tally]) -> Tally:
    """All of them as one."""
    return Tally(
        sum(part.total for part in parts),
        _sum([part.statuses for part in parts]),
        _sum([part.timings for part in parts]),
        _sum([part.days for part in parts]),
    )


def _sum(counts: list[dict[Any, int]]) -> dict[Any, int]:
    keys = {key for count in counts for key in count}
    return {key: sum(count.get(key, 0) for count in counts) for key in keys}
