"""How many questions there are for each value of a parameter, over the rest of the criteria without its own."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, IntegerField, OuterRef, QuerySet, Value
from django.db.models import Count as CountRows
from django.db.models.functions import Cast, Left

from questions.criteria import Criteria
from questions.models import Question, TopicAssignment

# The criteria that are counted in combination, with the column that each goes by.
COUNTED = {"departments": "department", "houses": "house", "statuses": "status", "years": "year"}
NO_TOPIC = 0  # in the query's rows, where NULL says that a row is not about topics

Counts = dict[Any, int]


class Count(NamedTuple):
    total: int
    by: dict[str, Counts]  # by the criteria's name, then by value; None: not recorded


class _Row(NamedTuple):
    values: tuple[Any, ...]  # in the order of COUNTED; of a row about a topic, nothing
    topic: int | None
    number: int


def count(criteria: Criteria) -> Count:
    """The number of questions, and of those of every department, House, status, year and topic. One query.

    The query counts every combination of the four once, without the choices among them; each facet is then the sum
    over the combinations that the other three's choices allow.
    """
    rows = [_Row(row[:4], row[4], row[5]) for row in _query(criteria)]
    combined = [row for row in rows if row.topic is None]
    topics = {row.topic or None: row.number for row in rows if row.topic is not None and row.number}
    wanted = [set(getattr(criteria, name)) for name in COUNTED]
    by = {name: _sum(combined, wanted, place) for place, name in enumerate(COUNTED)}
    total = sum(row.number for row in combined if _allows(wanted, row.values))
    return Count(total, {**by, "topics": topics})


def _allows(wanted: list[set[Any]], values: tuple[Any, ...], but: int | None = None) -> bool:
    """Whether the choices allow these values, taking no notice of the choice at the place `but`."""
    pairs = enumerate(zip(wanted, values, strict=True))
    return all(place == but or not choice or value in choice for place, (choice, value) in pairs)


def _sum(rows: list[_Row], wanted: list[set[Any]], place: int) -> Counts:
    found: Counter[Any] = Counter()
    for row in rows:
        if _allows(wanted, row.values, but=place):
            found[row.values[place]] += row.number
    return dict(found)


def _query(criteria: Criteria) -> QuerySet:
    parts = [_topics(criteria)]
    if None in criteria.topics:
        parts.append(_without_topic(criteria))
    return _combinations(criteria).union(*parts, all=True)


def _combinations(criteria: Criteria) -> QuerySet:
    # From the date's text: to take it from the date itself, SQLite would call back to Python for each row.
    year = Cast(Left(Cast("tabled_on", CharField()), 4), IntegerField())
    found = _public(criteria.without(*COUNTED)).annotate(year=year)
    return found.values_list(*COUNTED.values(), _nothing()).annotate(number=CountRows("pk"))


def _topics(criteria: Criteria) -> QuerySet:
    rest = _public(criteria.without("topics"))
    included = TopicAssignment.objects.included().filter(question__in=rest.values("pk"))
    return included.order_by().values_list(*_nothings(), "topic").annotate(number=CountRows("pk"))


def _without_topic(criteria: Criteria) -> QuerySet:
    included = TopicAssignment.objects.included().filter(question=OuterRef("pk"))
    rest = _public(criteria.without("topics")).filter(~Exists(included))
    return rest.values_list(*_nothings(), Value(NO_TOPIC)).annotate(number=CountRows("pk"))


def _public(criteria: Criteria) -> QuerySet:
    return Question.objects.public().filter(criteria.condition()).order_by()


def _nothing() -> Value:
    return Value(None, output_field=IntegerField())


def _nothings() -> list[Value]:
    return [_nothing() for _ in COUNTED]
