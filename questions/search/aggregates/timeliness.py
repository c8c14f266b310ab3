"""Outcomes of the questions that match some criteria, and days to answer, by department, type, year or month."""

from __future__ import annotations

from typing import Any, NamedTuple

from questions.rules.deadlines import JUDGED
from questions.search import cohorts
from questions.search.criteria import Criteria
from questions.search.facets import MOST_VALUES
from questions.search.index.indexed_timeliness import YES_OR_NO
from questions.search.index.schema import NONE, UNKNOWN
from questions.search.index.store import Snapshot
from questions.search.parameters import FIELDS

MOST_DAYS = 20_000  # different numbers of days: enough for half a century
FEW = 99

Counts = dict[Any, int]


class Tally(NamedTuple):
    """Numbers of questions: by status, by timing, and by days from tabling to answer.

    `counted` has those that count towards the share on time, by timing. `replied` is how many named day questions
    among these had any answer, even a holding answer, by the deadline.
    """

    total: int
    statuses: Counts
    timings: Counts
    days: Counts
    counted: Counts = {}
    replied: int = 0

    @property
    def left_out(self) -> int:
        """How many questions the share leaves out because their cohort was last checked too early."""
        whole = sum(self.timings.get(timing.value, 0) for timing in JUDGED)
        return whole - sum(self.counted.values())

    def within(self, share: float) -> int | None:
        """The days within which that share of the answers came (0.5: the median); None if there are no answers."""
        answers, come = sum(self.days.values()), 0
        for days in sorted(self.days):
            come += self.days[days]
            if come >= share * answers:
                return days
        return None


def tallies(snapshot: Snapshot, criteria: Criteria, name: str) -> dict[Any, Tally]:
    """{value: Tally} by a parameter that can be counted (see parameters.FIELDS); value None: not recorded."""
    key = ("tallies", criteria.without("sort"), name)
    return snapshot.once(key, lambda: _tallies(snapshot, criteria, name))


def _tallies(snapshot: Snapshot, criteria: Criteria, name: str) -> dict[Any, Tally]:
    inner = {"statuses": _terms("status"), "timings": _terms("timing"), "days": _terms("days", MOST_DAYS)}
    found = {key: _tally(bucket) for key, bucket in _buckets(snapshot, criteria, name, inner)}
    if criteria.counted is not False:
        inner = {"timings": _terms("timing"), "replied": _terms("replied_in_time")}
        for key, bucket in _buckets(snapshot, criteria.replace(counted=True), name, inner):
            replied = _counts(bucket, "replied").get(YES_OR_NO[True], 0)
            found[key] = found[key]._replace(counted=_counts(bucket, "timings"), replied=replied)
    return found


def _terms(field: str, size: int = FEW) -> dict[str, Any]:
    return {"terms": {"field": field, "size": size}}


def _buckets(snapshot: Snapshot, criteria: Criteria, name: str, inner: dict[str, Any]) -> list[tuple[Any, dict]]:
    asked = {"by": {**_terms(FIELDS[name], MOST_VALUES), "aggs": inner}}
    found = snapshot.aggregate(cohorts.query_of(snapshot, criteria), asked)["by"]["buckets"]
    return [(None if bucket["key"] in (UNKNOWN, NONE) else bucket["key"], bucket) for bucket in found]


def _tally(bucket: dict[str, Any]) -> Tally:
    days = {int(one) - 1: number for one, number in _counts(bucket, "days").items() if one != UNKNOWN}
    return Tally(bucket["doc_count"], _counts(bucket, "statuses"), _counts(bucket, "timings"), days)


def _counts(bucket: dict[str, Any], part: str) -> Counts:
    return {one["key"]: one["doc_count"] for one in bucket[part]["buckets"]}


def sum_tallies(parts: list[Tally]) -> Tally:
    """The sum of these tallies."""
    counts = {name: _sum([getattr(part, name) for part in parts]) for name in COUNTS}
    return Tally(sum(part.total for part in parts), replied=sum(part.replied for part in parts), **counts)


COUNTS = ("statuses", "timings", "days", "counted")


def _sum(counts: list[Counts]) -> Counts:
    keys = {key for count in counts for key in count}
    return {key: sum(count.get(key, 0) for count in counts) for key in keys}
