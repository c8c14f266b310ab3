"""Counts questions by each value of a parameter, under all criteria except the parameter's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from tantivy import Query

from questions.search.index.schema import NONE, UNKNOWN
from questions.search.index.store import Snapshot

from . import cohorts, queries
from .criteria import Criteria
from .parameters import FIELDS, Place, parameters_at

SHOWN = tuple(row.name for row in parameters_at(Place.FACET))  # shown on every page of a list
SINGLE = ("house", "status", "year")
FEW_VALUES = 8  # so many are counted sooner one by one than together
MOST_VALUES = 2000  # of one facet: enough for all but members; of these, those with the most questions
MOST_SUBJECTS = 60_000  # there are tens of thousands; the engine refuses to count 65,000
MONTHS_SHOWN = 24  # for each topic

Counts = dict[Any, int]


class Count(NamedTuple):
    total: int
    by: dict[str, Counts]  # {parameter's name: {value: questions}}, the largest first; value None: not recorded


def count(snapshot: Snapshot, criteria: Criteria, names: Iterable[str] = SHOWN) -> Count:
    """Count the questions that match the criteria, and those with each value of these facets.

    One aggregation counts the total and every facet without a chosen value. Each facet with one takes another
    aggregation, over the criteria without it. Counts are kept until the index changes.
    """
    names = tuple(names)
    return snapshot.once((criteria.without("sort"), names), lambda: _count(snapshot, criteria, names))


def _count(snapshot: Snapshot, criteria: Criteria, names: tuple[str, ...]) -> Count:
    chosen = [name for name in names if criteria[name]]
    rest = [name for name in names if name not in chosen]
    # Every question has one value of each parameter in SINGLE, so the counts of one add up to the total. This costs
    # nothing if that parameter is counted anyway.
    single = next((name for name in SINGLE if name in rest), SINGLE[0])
    found = _aggregate(snapshot, criteria, {*rest, single})
    by = {name: _counts(found[name]) for name in rest}
    for name in chosen:
        by[name] = _counts(_aggregate(snapshot, criteria.without(name), [name])[name])
    return Count(sum(bucket["doc_count"] for bucket in found[single]["buckets"]), by)


def _aggregate(snapshot: Snapshot, criteria: Criteria, names: Iterable[str]) -> dict[str, Any]:
    asked: dict[str, Any] = {name: {"terms": {"field": FIELDS[name], "size": MOST_VALUES}} for name in names}
    return snapshot.aggregate(cohorts.query_of(snapshot, criteria), asked)


def _counts(found: dict[str, Any]) -> Counts:
    return {None if b["key"] in (UNKNOWN, NONE) else b["key"]: b["doc_count"] for b in found["buckets"]}


def count_among(snapshot: Snapshot, criteria: Criteria, name: str, values: Collection[int | str]) -> Counts:
    """{value: questions} for a few values of a parameter, at least one, under all criteria except its own.

    The engine looks only at questions with one of them, so this takes far less than counting all values.
    """
    key = ("among", criteria.without("sort", name), name, tuple(values))
    return snapshot.once(key, lambda: _count_among(snapshot, criteria.without(name), name, values))


def _count_among(snapshot: Snapshot, criteria: Criteria, name: str, values: Collection[int | str]) -> Counts:
    query = cohorts.query_of(snapshot, criteria)
    if len(values) <= FEW_VALUES:
        return {value: snapshot.count(queries.every([query, queries.term(FIELDS[name], value)])) for value in values}
    asked = {name: {"terms": {"field": FIELDS[name], "size": MOST_VALUES}}}
    found = _counts(snapshot.aggregate(queries.both(query, queries.any_of(FIELDS[name], values)), asked)[name])
    return {value: found.get(value, 0) for value in values}


def demo_is_loaded(snapshot: Snapshot) -> bool:
    """Whether any question is from the demo archive."""
    return snapshot.once("demo", lambda: bool(snapshot.search(queries.term("provenance", "demo"), 1).hits))


class Followed(NamedTuple):
    """A topic's figures: all its questions, those tabled in each recent month, and the day of its newest answer."""

    questions: int
    months: list[int]
    newest_answer: date | None


class TopicCounts(NamedTuple):
    """By topic's primary key. `months` are the archive's last months, newest last, as the index numbers them."""

    by: dict[int, Followed]
    months: range

    def of(self, topic: int) -> Followed:
        return self.by.get(topic) or Followed(0, [0] * len(self.months), None)


def topics(snapshot: Snapshot) -> TopicCounts:
    """The figures of every topic, from two aggregations; kept until the index changes."""
    return snapshot.once("topics", lambda: _topics(snapshot))


def _topics(snapshot: Snapshot) -> TopicCounts:
    hits = snapshot.search(queries.questions(), 1, order_by_field="newest").hits
    last = next(iter(snapshot.numbers("month", hits)), UNKNOWN)
    shown = range(max(UNKNOWN + 1, last - MONTHS_SHOWN + 1), last + 1)
    recent = _by_topic(snapshot, queries.at_least("month", shown.start), {"terms": {"field": "month", "size": 99}})
    months = {bucket["key"]: {b["key"]: b["doc_count"] for b in bucket["inner"]["buckets"]} for bucket in recent}
    found = _by_topic(snapshot, queries.questions(), {"max": {"field": "answered"}})
    return TopicCounts({b["key"]: _followed(b, months.get(b["key"], {}), shown) for b in found}, shown)


def _followed(bucket: dict[str, Any], months: Counts, shown: Iterable[int]) -> Followed:
    newest = int(bucket["inner"]["value"] or UNKNOWN)
    answered = date.fromordinal(newest) if newest else None
    return Followed(bucket["doc_count"], [months.get(month, 0) for month in shown], answered)


def _by_topic(snapshot: Snapshot, query: Query, inner: dict[str, Any]) -> list[dict[str, Any]]:
    asked = {"topics": {"terms": {"field": "topics", "size": MOST_VALUES}, "aggs": {"inner": inner}}}
    return snapshot.aggregate(query, asked)["topics"]["buckets"]


def count_topics(snapshot: Snapshot, criteria: Criteria) -> Counts:
    """{topic: number of matching questions}. Unlike in count(), topics in the criteria also apply."""
    key = ("beside", criteria.without("sort"))
    return snapshot.once(key, lambda: _counts(_aggregate(snapshot, criteria, ["topic"])["topic"]))


def subjects(snapshot: Snapshot) -> Counts:
    """{slug: number of questions} for every subject, the largest first, then by slug."""
    return snapshot.once("subjects", lambda: _subjects(snapshot, queries.questions()))


def loose_subjects(snapshot: Snapshot) -> Counts:
    """The same for questions in no topic.

    The index counts them in one pass over a column. The database has no index of headings, so it would have to read
    a million questions with their texts.
    """
    in_no_topic = queries.silent(queries.term("topics", UNKNOWN))
    return snapshot.once("loose", lambda: _subjects(snapshot, in_no_topic))


def _subjects(snapshot: Snapshot, query: Query) -> Counts:
    asked = {"all": {"terms": {"field": "subject", "size": MOST_SUBJECTS}}}
    rows = sorted(_counts(snapshot.aggregate(query, asked)["all"]).items(), key=lambda row: (-row[1], row[0] or ""))
    return {slug: number for slug, number in rows if slug is not None}
