"""What Parliament's records of some questions need from the database: five short queries, however many questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from questions.models import Answer, Attachment, GroupLink, Member, Question
from questions.models.prepared_query import PreparedQuery


class Asked(NamedTuple):
    """A question that Parliament's record can hold."""

    pk: int
    parliament_id: int
    house: str
    uin: str
    heading: str
    text: str
    has_interest: bool
    is_named_day: bool | None
    is_withdrawn: bool
    tabled_on: date
    due_on: date | None
    answered_on: date | None
    asked_by: int
    asked_by__parliament_id: int
    department__parliament_id: int
    department__name: str


class Given(NamedTuple):
    """An answer of any stage, in HTML. `answered_by` and the minister's id are None for one who is no member here."""

    pk: int
    question: int
    stage: int
    answered_on: date
    text: str
    text_is_cut: bool
    answered_by: int | None
    answered_by__parliament_id: int | None


class Attached(NamedTuple):
    answer: int
    url: str
    title: str
    file_type: str
    size: int | None


class Together(NamedTuple):
    """A question of the same group."""

    question: int
    uin: str
    tabled_on: date


class Rows(NamedTuple):
    """The questions in order, and what belongs to them by their keys: answers oldest first, attachments by answer."""

    questions: list[Asked]
    answers: dict[int, list[Given]]
    attachments: dict[int, list[Attached]]
    groups: dict[int, list[Together]]


def read_rows(keys: Sequence[int]) -> Rows:
    """Only public questions that Parliament's record can hold are among them."""
    found = {row[0]: Asked(*row) for row in QUESTIONS.rows(keys)}
    answers = _by("question", map(Given._make, ANSWERS.rows(keys)))
    attachments = _by("answer", map(Attached._make, ATTACHMENTS.rows(keys)))
    groups = _by("question", map(Together._make, GROUPS.rows(keys)))
    return Rows([found[key] for key in keys if key in found], answers, attachments, groups)


def read_members(rows: Rows) -> dict[int, Member]:
    """The askers and ministers, by Parliament's id."""
    askers = {one.asked_by for one in rows.questions}
    ministers = {one.answered_by for given in rows.answers.values() for one in given if one.answered_by}
    found = Member.objects.filter(pk__in=askers | ministers).prefetch_related("memberships")
    return {member.parliament_id: member for member in found if member.parliament_id}


def _by(field: str, rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, field)].append(row)
    return grouped


def _questions(keys: Sequence[int]) -> QuerySet:
    return Question.objects.public().fit_for_parliament().filter(pk__in=keys).order_by().values_list(*Asked._fields)


def _answers(keys: Sequence[int]) -> QuerySet:
    return Answer.objects.filter(question__in=keys).order_by("stage", "answered_on").values_list(*Given._fields)


def _attachments(keys: Sequence[int]) -> QuerySet:
    return Attachment.objects.filter(answer__question__in=keys).order_by("pk").values_list(*Attached._fields)


def _groups(keys: Sequence[int]) -> QuerySet:
    links = GroupLink.objects.filter(question__in=keys, tabled_on__isnull=False)
    return links.order_by("uin", "tabled_on").values_list(*Together._fields)


QUESTIONS, ANSWERS, ATTACHMENTS, GROUPS = map(PreparedQuery, (_questions, _answers, _attachments, _groups))
