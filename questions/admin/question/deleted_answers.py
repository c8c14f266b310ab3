"""Deleted answers, in the form of their question: restore one, or delete it permanently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from questions.admin.base import log_action, show_page
from questions.archive.editing.answers import CannotBeDone, erase_answer, removed_answers, restore_answer
from questions.models import Answer, Question
from questions.sources.records import AnswerRecord
from questions.text.cleaning import plain

from .publishing import SureForm

CHANGE = "admin:questions_question_change"


class Act(NamedTuple):
    """An action on a deleted answer."""

    name: str
    label: str
    permission: str
    about: str
    done: str
    do: Callable[[Question, str, str], None]


ACTS = {
    act.name: act
    for act in (
        Act(
            "restore",
            "Restore",
            "remove",
            "The answer will go back to its question as it was, with its attachments.",
            "The answer has been restored.",
            restore_answer,
        ),
        Act(
            "erase",
            "Delete permanently",
            "delete",
            "You cannot undo this. Only the history is kept. Imports cannot add an answer with this stage and date.",
            "The answer has been permanently deleted.",
            lambda question, name, _: erase_answer(question, name),
        ),
    )
}


class Removed(NamedTuple):
    """A deleted answer, as the question's form shows it."""

    name: str
    title: str
    beginning: str


def may_do(request: HttpRequest, act: Act) -> bool:
    return request.user.has_perm(f"questions.{act.permission}_answer")


def get_context(request: HttpRequest, question: Question | None) -> dict[str, Any]:
    """What the form of a question needs to show its deleted answers, with the actions that this user may take."""
    acts = [act for act in ACTS.values() if may_do(request, act)]
    return {"answer_acts": acts, "removed_answers": list_removed_answers(question) if question and acts else []}


def list_removed_answers(question: Question) -> list[Removed]:
    return [_describe_removed(name, record) for name, record in removed_answers(question).items()]


def _describe_removed(name: str, record: AnswerRecord) -> Removed:
    words = plain(record.wording.body) if record.wording else ""
    return Removed(name, str(Answer(stage=record.stage, answered_on=read_day(record))), words[:200])


def read_day(record: AnswerRecord) -> Any:
    return Answer._meta.get_field("answered_on").to_python(record.day)


def act_view(request: HttpRequest, pk: int, removed: str, name: str) -> HttpResponse:
    act = ACTS[name]
    if not may_do(request, act):
        raise PermissionDenied
    question = get_object_or_404(Question, pk=pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return do_act(request, act, question, removed)
    title, back = f"{act.label}: an answer to “{question}”", reverse(CHANGE, args=[pk])
    return show_page(request, Question, "question/act", title, act=act, form=form, kept=[], back=back)


def do_act(request: HttpRequest, act: Act, question: Question, removed: str) -> HttpResponse:
    try:
        act.do(question, removed, request.user.get_username())
    except CannotBeDone as error:
        messages.error(request, str(error))
    else:
        log_action(request, question, act.done)
        messages.success(request, act.done)
    return redirect(CHANGE, question.pk)


urls = [
    path(f"<int:pk>/answers/<slug:removed>/{name}/", admin.site.admin_view(act_view), {"name": name}, f"answer_{name}")
    for name in ACTS
]
