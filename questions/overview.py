"""The archive at a glance, for the home page and the lists of departments and topics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from questions.criteria import Criteria
from questions.models import Department, Question, Topic
from questions.search.facets import Counts
from questions.search.results import QuestionSearch

LATEST = 5
ANSWERED = (Question.Status.ANSWERED, Question.Status.CORRECTED)
OPEN = (Question.Status.UNANSWERED, Question.Status.HOLDING)


class Counted(NamedTuple):
    """A department or a topic, with the number of its public questions."""

    what: Any
    questions: int


class Overview(NamedTuple):
    total: int
    statuses: Counts
    departments: list[Counted]
    topics: list[Counted]
    latest: list[Question]

    @property
    def answered(self) -> int:
        return sum(self.statuses.get(status, 0) for status in ANSWERED)

    @property
    def open(self) -> int:
        return sum(self.statuses.get(status, 0) for status in OPEN)

    @property
    def corrected(self) -> int:
        return self.statuses.get(Question.Status.CORRECTED, 0)


def overview() -> Overview:
    counts = QuestionSearch(Criteria()).facets()
    # By the day of the answer, not by the status: an index has them in this order.
    answered = QuestionSearch(Criteria(sort="answered", answered_after=date.min))
    return Overview(
        total=counts.total,
        statuses=counts.by["statuses"],
        departments=_counted(Department.objects.open(), counts.by["departments"]),
        topics=_counted(Topic.objects.all(), counts.by["topics"]),
        latest=answered[:LATEST],
    )


def departments() -> list[Counted]:
    """Every department, in the order of their names."""
    return _counted(Department.objects.all(), QuestionSearch(Criteria()).facets().by["departments"])


def topics() -> list[Counted]:
    return _counted(Topic.objects.all(), QuestionSearch(Criteria()).facets().by["topics"])


def _counted(rows: Iterable[Department] | Iterable[Topic], counts: Counts) -> list[Counted]:
    return [Counted(row, counts.get(row.pk, 0)) for row in rows]
