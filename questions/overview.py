"""The archive at a glance, for the home page and the lists of departments and topics."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Model

from questions.criteria import Criteria
from questions.facets import Counts, count
from questions.models import Department, Question, Topic
from questions.results import QuestionSearch

LATEST = 5


class Counted(NamedTuple):
    """A department or a topic, with the number of its public questions."""

    what: Model
    questions: int


class Overview(NamedTuple):
    total: int
    statuses: Counts
    departments: list[Counted]
    topics: list[Counted]
    latest: list[Question]


def overview() -> Overview:
    counts = count(Criteria())
    answered = QuestionSearch(Criteria(sort="answered", statuses=tuple(ANSWERED)))
    return Overview(
        total=counts.total,
        statuses=counts.by["statuses"],
        departments=_counted(Department.objects.open(), counts.by["departments"]),
        topics=_counted(Topic.objects.all(), counts.by["topics"]),
        latest=answered[:LATEST],
    )


ANSWERED = (Question.Status.ANSWERED, Question.Status.CORRECTED)


def departments() -> list[Counted]:
    """Every department, the open ones first."""
    everyone = _counted(Department.objects.all(), count(Criteria()).by["departments"])
    return sorted(everyone, key=lambda row: row.what.ended_on is not None)


def topics() -> list[Counted]:
    return _counted(Topic.objects.all(), count(Criteria()).by["topics"])


def _counted(rows, counts: Counts) -> list[Counted]:
    return [Counted(row, counts.get(row.pk, 0)) for row in rows]
