"""Correcting an answer: the minister's correction is a new answer, and the one before it stays."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from questions.admin.base import log_action, show_page
from questions.admin.versioned.form_tokens import Opened, read_token
from questions.admin.versioned.kept_forms import find_kept_form, forget_form
from questions.archive.audit import recording
from questions.archive.audit.states import last_of
from questions.models import Answer, Archive, Question
from questions.templating import safe_html

from .answer_forms import CorrectionForm
from .saving import settle_edit

CHANGE = "admin:questions_question_change"
DRAFT = "This question is not public, so its answer needs no correction. Change the answer in this form."
NO_ANSWER = "There is no answer to correct yet. Add the first answer in this form."
CHANGED = (
    "Somebody saved this question after you opened it. The current answer is shown above. Check it and save again."
)
KEPT = "This is what you typed before your session ended. It is not saved yet."


def get_context(request: HttpRequest, question: Question | None) -> dict[str, Any]:
    """What the form of a question needs to offer a correction."""
    may_correct = request.user.has_perm("questions.correct_answer")
    is_public = bool(question and question.is_public)
    return {"may_correct": is_public and may_correct and bool(question and find_correctable(question))}


def find_correctable(question: Question) -> Answer | None:
    """The answer that a correction would replace, which is never a holding answer."""
    current = question.answers.select_related("question").order_by("stage", "answered_on").last()
    return current if current and current.stage != Answer.Stage.HOLDING else None


@permission_required("questions.correct_answer", raise_exception=True)
def correct_view(request: HttpRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(Question, pk=pk)
    if not question.is_public:
        messages.error(request, DRAFT)
        return redirect(CHANGE, pk)
    current = find_correctable(question)
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
    context = {
        "current": form.current,
        "shown": safe_html(form.current.text),
        "form": form,
        "kept": [("_opened", here.token)],
        "back": reverse(CHANGE, args=[question.pk]),
    }
    return show_page(request, Question, "question/correct", f"Correct this answer: {question}", **context)


urls = [path("<int:pk>/correct/", admin.site.admin_view(correct_view), name="answer_correct")]
