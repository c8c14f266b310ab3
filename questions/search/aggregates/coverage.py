"""What the archive holds and lacks, by month and House, from one aggregation over all questions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from questions.rules.gaps import Gap
from questions.rules.months import Months, first_day, last_day, runs
from questions.rules.sessions import Sessions
from questions.search import queries
from questions.search.facets import MOST_VALUES
from questions.search.index.schema import UNKNOWN
from questions.search.index.store import Snapshot


class Holding(NamedTuple):
    questions: int
    answered: int  # with an answer that is not a holding answer
    gaps: dict[str, int]


class Holdings(NamedTuple):
    total: Holding
    by_month: dict[tuple[int | None, str], Holding]  # by month as the index numbers it (None: not recorded), and House


class Bounds(NamedTuple):
    """The first and last day of tabling, and the day on which a source last showed any question."""

    first_tabled: date | None
    last_tabled: date | None
    last_seen: date | None

    @property
    def tabled(self) -> tuple[date | None, date | None]:
        """The days on which questions may have been tabled."""
        return self.first_tabled, self.last_tabled

    @property
    def answered(self) -> tuple[date | None, date | None]:
        """The days on which they may have been answered: none is later than the newest record."""
        return self.first_tabled, max((day for day in (self.last_tabled, self.last_seen) if day), default=None)


def holdings(snapshot: Snapshot) -> Holdings:
    return snapshot.once("holdings", lambda: _holdings(snapshot))


def _holdings(snapshot: Snapshot) -> Holdings:
    counted = {
        "gaps": {"terms": {"field": "gaps", "size": len(Gap)}},
        "answered": {"range": {"field": "answered", "ranges": [{"from": UNKNOWN + 1}]}},
    }
    houses = {"terms": {"field": "house", "size": 9}, "aggs": counted}
    asked = {"months": {"terms": {"field": "month", "size": MOST_VALUES}, "aggs": {"houses": houses}}}
    by_month = {
        (month["key"] or None, house["key"]): _holding(house)
        for month in snapshot.aggregate(queries.questions(), asked)["months"]["buckets"]
        for house in month["houses"]["buckets"]
    }
    return Holdings(_together(list(by_month.values())), by_month)


def _holding(bucket: dict[str, Any]) -> Holding:
    gaps = {one["key"]: one["doc_count"] for one in bucket["gaps"]["buckets"]}
    answered = sum(one["doc_count"] for one in bucket["answered"]["buckets"] if one.get("from"))
    return Holding(bucket["doc_count"], answered, gaps)


def _together(parts: list[Holding]) -> Holding:
    gaps = {gap.value: sum(part.gaps.get(gap.value, 0) for part in parts) for gap in Gap}
    return Holding(sum(part.questions for part in parts), sum(part.answered for part in parts), gaps)


def months_held(snapshot: Snapshot, houses: Collection[str] = ()) -> set[int]:
    """The months, as the index numbers them, with any question of these Houses (of either House, if none is given)."""
    rows = holdings(snapshot).by_month
    return {month for month, house in rows if month is not None and (not houses or house in houses)}


def months_missing(snapshot: Snapshot, sessions: Sessions, houses: Collection[str], span: Months) -> list[Months]:
    """The runs of months in a span that have no questions, although Parliament may have sat."""
    held = months_held(snapshot, houses)
    missing = (month for month in range(span.first, span.last + 1) if month not in held)
    return runs(month for month in missing if not sessions.is_between(first_day(month), last_day(month)))


def bounds(snapshot: Snapshot) -> Bounds:
    return snapshot.once("bounds", lambda: _bounds(snapshot))


def _bounds(snapshot: Snapshot) -> Bounds:
    asked = {
        "first_tabled": {"min": {"field": "tabled"}},
        "last_tabled": {"max": {"field": "tabled"}},
        "last_seen": {"max": {"field": "seen"}},
    }
    dated = queries.at_least("tabled", UNKNOWN + 1)
    found = snapshot.aggregate(dated, {name: asked[name] for name in ("first_tabled", "last_tabled")})
    found |= snapshot.aggregate(queries.questions(), {"last_seen": asked["last_seen"]})
    return Bounds(**{name: _day(found[name]["value"]) for name in Bounds._fields})


def _day(ordinal: float | None) -> date | None:
    return date.fromordinal(int(ordinal)) if ordinal else None
