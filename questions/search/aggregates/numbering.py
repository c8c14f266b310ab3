"""Finds sessions that are missing from the record: where UINs start again, a session began."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from questions.models.members import House
from questions.rules.sessions import Sessions
from questions.search import queries
from questions.search.index.schema import UNKNOWN
from questions.search.index.store import Snapshot

MOST_DAYS = 20_000  # of tabling: enough for a century
NEAR, NEAR_DAYS = 3, timedelta(days=10)  # the days to compare a day with, so that one odd number is not a fall

Highest = list[tuple[date, int]]  # by day of tabling


class Fall(NamedTuple):
    """A fall of a House's highest UIN by half or more, from one day of tabling to the next."""

    house: str
    day_before: date
    highest_before: int
    day: date
    highest: int


def sessions_missing(snapshot: Snapshot, sessions: Sessions) -> list[Fall]:
    """The falls at which no session on record begins."""
    found = snapshot.once("falls", lambda: _all_falls(snapshot))
    return [fall for fall in found if not sessions.began_between(fall.day_before, fall.day)]


def _all_falls(snapshot: Snapshot) -> list[Fall]:
    return [fall for house in House for fall in _falls(house, _highest(snapshot, house))]


def _highest(snapshot: Snapshot, house: House) -> Highest:
    days = {"terms": {"field": "tabled", "size": MOST_DAYS}, "aggs": {"highest": {"max": {"field": "number"}}}}
    numbered = queries.both(queries.at_least("number", UNKNOWN + 1), queries.term("house", house.value))
    buckets: list[dict[str, Any]] = snapshot.aggregate(numbered, {"days": days})["days"]["buckets"]
    rows = ((int(one["key"]), int(one["highest"]["value"])) for one in buckets)
    return sorted((date.fromordinal(day), number) for day, number in rows if day != UNKNOWN)


def _falls(house: House, highest: Highest) -> list[Fall]:
    return [
        Fall(house.label, *highest[place - 1], *highest[place])
        for place in range(1, len(highest))
        if _is_fall(highest, place)
    ]


def _is_fall(highest: Highest, place: int) -> bool:
    """Whether UINs fall by half here. One odd day, this one or the one before, is not a fall."""
    before = [number for _, number in highest[max(0, place - NEAR) : place]]
    after = [number for day, number in highest[place : place + NEAR] if day - highest[place][0] <= NEAR_DAYS]
    level = before[-1] if before[-1] < 2 * min(before) else min(before)
    return 2 * max(after) <= level
