"""Which questions count in a share on time, so that it does not depend on the day on which the record was looked at.

Who counts all answers so far, but of the open questions only those whose day has passed, counts the quick answers of
questions whose slow ones are left out. So questions count by cohorts (House, day of tabling, deadline): all of one,
once each of its members was answered, withdrawn, has lapsed, or was seen after the deadline; none of it before. What
Parliament lists no longer is of no cohort: nobody will learn what became of it.
"""

from __future__ import annotations

from tantivy import Query

from questions.rules.deadlines import DUE, Timing
from questions.search.index.schema import UNKNOWN
from questions.search.index.store import Snapshot

from . import queries
from .criteria import Criteria

MOST_COHORTS = 60_000  # that wait; some twelve come to be on a day of tabling


def query_of(snapshot: Snapshot, criteria: Criteria) -> Query:
    """The questions that fit all of the criteria, in this state of the index."""
    if criteria.counted is None:
        return criteria.as_query()
    return queries.both(criteria.as_query(), _condition(snapshot, counted=criteria.counted))


def _condition(snapshot: Snapshot, *, counted: bool) -> Query:
    """Those that count in the share, or all others."""
    waiting = snapshot.once("cohorts", lambda: _waiting(snapshot))
    due = queries.any_of("timing", [timing.value for timing in DUE])
    counting = queries.excluding(due, queries.any_of("cohort", waiting))
    return counting if counted else queries.excluding(queries.questions(), counting)


def _waiting(snapshot: Snapshot) -> list[int]:
    """The cohorts of which a member was last seen before its day was over; UNKNOWN is of those in none."""
    asked = {"cohorts": {"terms": {"field": "cohort", "size": MOST_COHORTS}}}
    found = snapshot.aggregate(queries.term("timing", Timing.OPEN.value), asked)["cohorts"]["buckets"]
    return sorted({int(bucket["key"]) for bucket in found} - {UNKNOWN})
