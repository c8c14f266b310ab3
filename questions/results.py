"""The list of questions that some criteria find: lazy, with what a paginator and a page of results need."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import and_

from django.db.models import Case, F, OrderBy, Prefetch, Q, Value, When
from django.utils.functional import cached_property

from questions.criteria import Criteria
from questions.facets import Count, count
from questions.models import Answer, Question
from questions.models.questions import QuestionQuerySet

Ordering = tuple[OrderBy | str, ...]

NEWEST: Ordering = (F("tabled_on").desc(nulls_last=True), "-pk")
OLDEST: Ordering = (F("tabled_on").asc(nulls_last=True), "pk")
LAST_ANSWERED: Ordering = (F("answered_on").desc(nulls_last=True), "-pk")


class QuestionSearch:
    """Public questions, in order; nothing is asked of the database before something is asked of this.

    `len()` is their number; a slice gives a list of questions with the people, departments and answers that a
    result shows. How many there are of each value of a facet comes with the number, from the same query.
    """

    ordered = True

    def __init__(self, criteria: Criteria):
        self.criteria = criteria

    @cached_property
    def counts(self) -> Count:
        return count(self.criteria)

    def __len__(self) -> int:
        return self.counts.total

    def __getitem__(self, rows: slice) -> list[Question]:
        return list(self.questions()[rows])

    def __iter__(self) -> Iterator[Question]:
        return self.questions().iterator(chunk_size=500)

    def questions(self) -> QuestionQuerySet:
        answers = Prefetch("answers", Answer.objects.with_people().order_by())
        found = Question.objects.public().filter(self.criteria.condition())
        return found.with_people().prefetch_related(answers).order_by(*ordering(self.criteria))


class NoQuestions(QuestionSearch):
    """What is listed where the criteria could not be understood."""

    def __len__(self) -> int:
        return 0

    def questions(self) -> QuestionQuerySet:
        return Question.objects.none()

    @cached_property
    def counts(self) -> Count:
        return Count(0, {})


def ordering(criteria: Criteria) -> Ordering:
    """By relevance means: those whose heading has all the words first, then the newest."""
    if criteria.sort == "relevance" and criteria.words:
        in_heading = reduce(and_, (Q(heading__icontains=word) for word in criteria.words))
        return (Case(When(in_heading, then=Value(0)), default=Value(1)).asc(), *NEWEST)
    return {"oldest": OLDEST, "answered": LAST_ANSWERED}.get(criteria.sort, NEWEST)
