"""Which questions count in a share on time, so that the share does not depend on when the record was last checked.

Counting every answer so far, but only those open questions that are past their deadline, would count quick answers to
recent questions and leave out the slow ones. So questions count by cohort (House, day of tabling, deadline): none of
them counts until each was answered or withdrawn, has lapsed, or was seen after the deadline; then all of them count. An
open question that Parliament no longer lists is in no cohort, because its outcome will never be known.
"""

from __future__ import annotations

from tantivy import Query

from questions.rules.deadlines import DUE, Timing
from questions.search.index.schema import UNKNOWN
from questions.search.index.store import Snapshot

from . import queries
from .criteria import Criteria

MOST_COHORTS = 60_000  # incomplete at one time; about twelve begin on each day of tabling


def query_of(snapshot: Snapshot, criteria: Criteria) -> Query:
    """The query for all criteria, including `counted`, which depends on this state of the index."""
    return _counted(snapshot, criteria, criteria.as_query())


def ranked_query_of(snapshot: Snapshot, criteria: Criteria) -> Query:
    return _counted(snapshot, criteria, criteria.as_ranked_query())


def _counted(snapshot: Snapshot, criteria: Criteria, query: Query) -> Query:
    if criteria.counted is None:
        return query
    return queries.both(query, _condition(snapshot, counted=criteria.counted))


def _condition(snapshot: Snapshot, *, counted: bool) -> Query:
    """Questions that count towards the share on time, or all other questions."""
    # Worked out for each state of the index, not indexed: a question's document never depends on other questions.
    waiting = snapshot.once("cohorts", lambda: _waiting(snapshot))
    due = queries.any_of("timing", [timing.value for timing in DUE])
    counting = queries.excluding(due, queries.any_of("cohort", waiting))
    return counting if counted else queries.excluding(queries.questions(), counting)


def _waiting(snapshot: Snapshot) -> list[int]:
    """The cohorts with a question last seen before its deadline had passed. UNKNOWN is not a cohort."""
    asked = {"cohorts": {"terms": {"field": "cohort", "size": MOST_COHORTS}}}
    found = snapshot.aggregate(queries.term("timing", Timing.OPEN.value), asked)["cohorts"]["buckets"]
    return sorted({int(bucket["key"]) for bucket in found} - {UNKNOWN})
