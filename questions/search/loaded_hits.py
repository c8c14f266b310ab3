"""Reads what a list shows about each question, in two queries.

Hits are not model instances: creating those, with all their columns, would take most of the time that a page needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from questions.models import Answer, AnswerKind, Question
from questions.models.prepared_query import PreparedQuery

from .highlight import Highlighter
from .hit import Given, Hit, Person

PERSON = ("pk", "parliament_id", "name")
OF_QUESTION = (
    "pk",
    "parliament_id",
    "house",
    "uin",
    "heading",
    "text",
    "text_is_cut",
    "status",
    "tabled_on",
    "answered_on",
    "last_seen_on",
    "department__name",
    "asked_as__party",
    "asked_by_printed__name",
)
OF_ANSWER = ("question", "stage", "answered_on", "answer_kind", "text", "text_is_cut", "answered_by_printed__name")
STAGES = dict(Answer.Stage.choices)
ANSWER_KINDS = {**dict(AnswerKind.choices), "": "", AnswerKind.SUBSTANTIVE: "", AnswerKind.HOLDING: ""}


def hits(keys: list[int], highlighter: Highlighter) -> list[Hit]:
    """As without_answers(), with each question's answers and highlighted passages."""
    shown, answers = without_answers(keys), _answers(keys)
    for hit in shown:
        hit.answers = answers[hit.pk]
        hit.passages = highlighter.passages(hit)
    return shown


def without_answers(keys: list[int]) -> list[Hit]:
    """The questions with these primary keys, in this order; those no longer public are left out."""
    found = {row[0]: _hit(*row) for row in QUESTIONS.rows(keys)}
    return [found[key] for key in keys if key in found]


def _answers(keys: list[int]) -> defaultdict[int, list[Given]]:
    """{question's primary key: its answers, oldest first}."""
    answers: defaultdict[int, list[Given]] = defaultdict(list)
    for question, stage, day, answer_kind, text, is_cut, printed, *who in ANSWERS.rows(keys):
        answers[question].append(
            Given(STAGES[stage], ANSWER_KINDS[answer_kind], day, text, is_cut, printed, _person(*who))
        )
    return answers


def _hit(*row: Any) -> Hit:
    *own, pk, parliament_id, name = row
    return Hit(*(*own, _person(pk, parliament_id, name)))


def _person(pk: int | None, parliament_id: int | None, name: str | None) -> Person | None:
    return Person(pk, parliament_id, name or "") if pk else None


def _questions(keys: Sequence[int]) -> QuerySet:
    asker = (f"asked_by__{name}" for name in PERSON)
    return Question.objects.public().filter(pk__in=keys).order_by().values_list(*OF_QUESTION, *asker)


def _given(keys: Sequence[int]) -> QuerySet:
    minister = (f"answered_by__{name}" for name in PERSON)
    given = Answer.objects.filter(question__in=keys).order_by("stage", "answered_on")
    return given.values_list(*OF_ANSWER, *minister)


QUESTIONS, ANSWERS = PreparedQuery(_questions), PreparedQuery(_given)
