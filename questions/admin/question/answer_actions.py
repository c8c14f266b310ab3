"""Actions on one answer, from its question's form: correct, restore, delete permanently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from questions.admin.base import log_action, show_page
from questions.admin.versioned.form_tokens import Opened, read_token
from questions.admin.versioned.kept_forms import find_kept_form, forget_form
from questions.archive.audit import recording
from questions.archive.audit.states import last_of
from questions.archive.editing.answers import CannotBeDone, erase_answer, removed_answers, restore_answer
from questions.models import Answer, Archive, Question
from questions.sources.records import AnswerRecord
from questions.templating import safe_html
from questions.text.cleaning import plain

from .answer_forms import CorrectionForm
from .publishing import SureForm
from .settling import settle_edit

CHANGE = "admin:questions_question_change"
NO_ANSWER = "There is no answer to correct yet. Add the first answer in this form."
CHANGED = (
    "Somebody saved this question after you opened it. The current answer is shown above. Check it and save again."
)
KEPT = "This is what you typed before your session ended. It is not saved yet."


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


def may_answer(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"questions.{permission}_answer")


def get_context(request: HttpRequest, question: Question | None) -> dict[str, Any]:
    """What the form of a question needs to offer the actions that this user may take."""
    acts = [act for act in ACTS.values() if may_answer(request, act.permission)]
    return {
        "may_correct": bool(question and find_correctable(question)) and may_answer(request, "correct"),
        "answer_acts": acts,
        "removed_answers": list_removed_answers(question) if question and acts else [],
    }


# Correcting


@permission_required("questions.correct_answer", raise_exception=True)
def correct_view(request: HttpRequest, pk: int) -> HttpResponse:
    current = find_correctable(get_object_or_404(Question, pk=pk))
    if current is None:
        messages.error(request, NO_ANSWER)
        return redirect(CHANGE, pk)
    if request.method == "POST":
        return take_correction(request, pk)
    typed = find_kept_form(request)
    if typed:
        messages.warning(request, KEPT)
    return ask_for_correction(request, CorrectionForm(current, typed.sent if typed else None))


@transaction.atomic
def take_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Save under the archive's lock, so that nobody else saves between the check for others' changes and this."""
    Archive.lock()
    question = Question.objects.get(pk=pk)
    current = find_correctable(question)
    if current is None:
        messages.error(request, NO_ANSWER)
        return redirect(CHANGE, pk)
    form = CorrectionForm(current, request.POST)
    said = read_token(request)
    if form.is_valid() and said and said.last != last_of(Question, pk):
        form.add_error(None, CHANGED)
    if not form.is_valid():
        return ask_for_correction(request, form)
    save_correction(request, question, form.cleaned_data)
    return redirect(CHANGE, pk)


def save_correction(request: HttpRequest, question: Question, said: dict[str, Any]) -> None:
    """Add an answer; those before it stay as they were given."""
    values = {name: said[name] for name in ("answered_on", "answered_by", "text")}
    with recording.watching(*recording.family_of(question)) as watch:
        watch.reason = said["reason"]
        answer = Answer.objects.create(question=question, stage=Answer.Stage.CORRECTION, **values)
        settle_edit(request, question)
    forget_form(request)
    log_action(request, question, f"Corrected: {said['reason']}")
    messages.success(request, f"{answer} has been saved. The earlier answer stays on the question's page.")


def ask_for_correction(request: HttpRequest, form: CorrectionForm) -> HttpResponse:
    question = form.current.question
    here = Opened(request.user.pk or 0, request.path, last_of(Question, question.pk))
    shown = safe_html(form.current.text)
    context = {"current": form.current, "shown": shown, "form": form, "kept": [("_opened", here.token)]}
    return show_act(request, "correct", f"Correct this answer: {question}", question, context)


# Deleted answers


def answer_view(request: HttpRequest, pk: int, removed: str, name: str) -> HttpResponse:
    act = ACTS[name]
    if not may_answer(request, act.permission):
        raise PermissionDenied
    question = get_object_or_404(Question, pk=pk)
    form = SureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return do_act(request, act, question, removed)
    context = {"act": act, "form": form, "kept": []}
    return show_act(request, "act", f"{act.label}: an answer to “{question}”", question, context)


def do_act(request: HttpRequest, act: Act, question: Question, removed: str) -> HttpResponse:
    try:
        act.do(question, removed, request.user.get_username())
    except CannotBeDone as error:
        messages.error(request, str(error))
    else:
        log_action(request, question, act.done)
        messages.success(request, act.done)
    return redirect(CHANGE, question.pk)


def show_act(request: HttpRequest, name: str, title: str, question: Question, context: Any) -> HttpResponse:
    back = reverse(CHANGE, args=[question.pk])
    return show_page(request, Question, f"question/{name}", title, back=back, **context)


urls = [
    path("<int:pk>/correct/", admin.site.admin_view(correct_view), name="answer_correct"),
    *(
        path(
            f"<int:pk>/answers/<slug:removed>/{name}/",
            admin.site.admin_view(answer_view),
            {"name": name},
            f"answer_{name}",
        )
        for name in ACTS
    ),
]


# What a question's answers allow


def find_correctable(question: Question) -> Answer | None:
    """The answer that a correction would replace, which is never a holding answer."""
    current = question.answers.select_related("question").order_by("stage", "answered_on").last()
    return current if current and current.stage != Answer.Stage.HOLDING else None


def list_removed_answers(question: Question) -> list[Removed]:
    return [_describe_removed(name, record) for name, record in removed_answers(question).items()]


def _describe_removed(name: str, record: AnswerRecord) -> Removed:
    words = plain(record.wording.body) if record.wording else ""
    return Removed(name, str(Answer(stage=record.stage, answered_on=read_day(record))), words[:200])


def read_day(record: AnswerRecord) -> Any:
    return Answer._meta.get_field("answered_on").to_python(record.day)
