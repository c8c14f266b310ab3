"""Figures for the home page and the list of departments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from questions.models import Department, Question, Topic
from questions.models.members import House
from questions.search.aggregates.coverage import bounds
from questions.search.criteria import Criteria
from questions.search.facets import Count
from questions.search.hit import Hit
from questions.search.index import store
from questions.search.index.store import IndexUnavailable
from questions.search.results import QuestionSearch

LATEST, FEW, MOST_TOPICS = 5, 4, 20


class Counted(NamedTuple):
    """A department or a topic, with its number of public questions (None while search is unavailable)."""

    what: Any
    questions: int | None


class News(NamedTuple):
    """The latest answers (with the number on the last day), questions and corrections, newest first."""

    answers: list[Hit] = []
    day: date | None = None
    of_day: int = 0
    questions: list[Hit] = []
    corrected: list[Hit] = []


class Overview(NamedTuple):
    """While search is being rebuilt, `counts` is None and there is no news. Topics within other topics are left out."""

    counts: Count | None
    departments: list[Counted]
    topics: list[Counted]
    news: News
    last_tabled: date | None = None

    @property
    def total(self) -> int:
        return self.counts.total if self.counts else 0

    @property
    def answered(self) -> int:
        return self._with(Question.ANSWERED)

    @property
    def open(self) -> int:
        return self._with(Question.OPEN)

    @property
    def corrected(self) -> int:
        return self._with([Question.Status.CORRECTED])

    @property
    def houses(self) -> str:
        return _houses(self.counts)

    def _with(self, statuses: Iterable[str]) -> int:
        counted = self.counts.by["status"] if self.counts else {}
        return sum(counted.get(status, 0) for status in statuses)


def houses_on_record() -> str:
    """The Houses whose questions are on record, in words; '' if that is not known, or there are no questions."""
    return _houses(_counts())


def _houses(counts: Count | None) -> str:
    held = [house.label for house in House if counts and counts.by["house"].get(house.value)]
    return "both Houses" if len(held) > 1 else "".join(f"the {label}" for label in held)


def overview() -> Overview:
    counts = _counts()
    return Overview(
        counts=counts,
        departments=_counted(Department.objects.open(), counts, "department"),
        topics=_most_asked(_counted(Topic.objects.filter(parent=None), counts, "topic")),
        news=_news() if counts else News(),
        last_tabled=bounds(store.snapshot()).last_tabled if counts else None,
    )


def _news() -> News:
    answers = QuestionSearch(Criteria(sort="answered", answered_after=date.min))[:LATEST]
    day = answers[0].answered_on if answers else None
    return News(
        answers=answers,
        day=day,
        of_day=QuestionSearch(Criteria(answered_after=day, answered_before=day)).count() if day else 0,
        questions=QuestionSearch(Criteria())[:FEW],
        corrected=QuestionSearch(Criteria(sort="answered", status=(Question.Status.CORRECTED,)))[:FEW],
    )


def _most_asked(rows: list[Counted]) -> list[Counted]:
    """Those with the most questions first, without those that have none. If there are no counts, `rows` unchanged."""
    return sorted((row for row in rows if row.questions != 0), key=lambda row: -(row.questions or 0))[:MOST_TOPICS]


def departments() -> list[Counted]:
    """Every department, in order of name."""
    return _counted(Department.objects.all(), _counts(), "department")


def corrections(department: Department) -> int:
    """How many of its questions have a corrected answer. Raises IndexUnavailable."""
    counts = QuestionSearch(Criteria(department=(department.pk,))).facets(["status"])
    return counts.by["status"].get(Question.Status.CORRECTED, 0)


def _counts() -> Count | None:
    try:
        return QuestionSearch(Criteria()).facets()
    except IndexUnavailable:
        return None


def _counted(rows: Iterable[Department] | Iterable[Topic], counts: Count | None, name: str) -> list[Counted]:
    return [Counted(row, counts.by[name].get(row.pk, 0) if counts else None) for row in rows]
