"""Actions on one answer, from its question's form: correct, restore, delete permanently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from questions.admin.base import LargeTableAdmin
from questions.admin.versioned.form_tokens import Opened, opened
from questions.admin.versioned.kept_forms import forget, kept
from questions.archive.audit import recording
from questions.archive.audit.states import last_of
from questions.archive.editing.answers import CannotBeDone, erase_answer, removed_answers, restore_answer
from questions.models import Answer, Archive, Question
from questions.sources.records import AnswerRecord
from questions.templating import safe_html
from questions.text.cleaning import plain

from .answer_forms import CorrectionForm
from .publishing import SureForm

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
            "You cannot undo this. Only the history is kept. Imports cannot add an answer of this kind and date.",
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


class AnswerActsAdmin(LargeTableAdmin):
    def get_urls(self) -> list[Any]:
        correct = path("<int:pk>/correct/", self.admin_site.admin_view(self.correct_view), name="answer_correct")
        acts = [
            path(
                f"<int:pk>/answers/<slug:removed>/{name}/",
                self.admin_site.admin_view(self.answer_view),
                {"name": name},
                f"answer_{name}",
            )
            for name in ACTS
        ]
        return [correct, *acts, *super().get_urls()]

    def may_answer(self, request: HttpRequest, permission: str) -> bool:
        return request.user.has_perm(f"questions.{permission}_answer")

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the actions that this user may take."""
        question = kwargs.get("obj")
        context["may_correct"] = bool(question and correctable(question)) and self.may_answer(request, "correct")
        context["answer_acts"] = acts = [act for act in ACTS.values() if self.may_answer(request, act.permission)]
        context["removed_answers"] = removed_of(question) if question and acts else []
        return super().render_change_form(request, context, *args, **kwargs)

    # Correcting

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.may_answer(request, "correct"):
            raise PermissionDenied
        question: Question = self.question(request, pk)  # type: ignore[attr-defined]
        current = correctable(question)
        if current is None:
            messages.error(request, NO_ANSWER)
            return redirect(CHANGE, pk)
        if request.method == "POST":
            return self.take_correction(request, question.pk)
        typed = kept(request)
        if typed:
            messages.warning(request, KEPT)
        return self.ask_for_correction(request, CorrectionForm(current, typed.sent if typed else None))

    @transaction.atomic
    def take_correction(self, request: Any, pk: int) -> HttpResponse:
        """Save under the archive's lock, so that nobody else saves between the check for others' changes and this."""
        Archive.lock()
        question = Question.objects.get(pk=pk)
        current = correctable(question)
        if current is None:
            messages.error(request, NO_ANSWER)
            return redirect(CHANGE, pk)
        form = CorrectionForm(current, request.POST)
        said = opened(request)
        if form.is_valid() and said and said.last != last_of(Question, pk):
            form.add_error(None, CHANGED)
        if not form.is_valid():
            return self.ask_for_correction(request, form)
        self.correct(request, question, form.cleaned_data)
        return redirect(CHANGE, pk)

    def correct(self, request: HttpRequest, question: Question, said: dict[str, Any]) -> None:
        """Add an answer; those before it stay as they were given."""
        values = {name: said[name] for name in ("answered_on", "answered_by", "text")}
        with recording.watching(*recording.family_of(question)) as watch:
            watch.reason = said["reason"]
            answer = Answer.objects.create(question=question, kind=Answer.Kind.CORRECTION, **values)
            self.settle_edit(request, question)  # type: ignore[attr-defined]
        forget(request)
        self.log_change(request, question, f"Corrected: {said['reason']}")
        messages.success(request, f"{answer} has been saved. The earlier answer stays on the question's page.")

    def ask_for_correction(self, request: HttpRequest, form: CorrectionForm) -> HttpResponse:
        question = form.current.question
        here = Opened(request.user.pk or 0, request.path, last_of(Question, question.pk))
        shown = safe_html(form.current.text)
        context = {"current": form.current, "shown": shown, "form": form, "kept": [("_opened", here.token)]}
        return self.show_act(request, "correct", f"Correct this answer: {question}", question, context)

    # Deleted answers

    def answer_view(self, request: HttpRequest, pk: int, removed: str, name: str) -> HttpResponse:
        act = ACTS[name]
        if not self.may_answer(request, act.permission):
            raise PermissionDenied
        question: Question = self.question(request, pk)  # type: ignore[attr-defined]
        form = SureForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self.do_to_answer(request, act, question, removed)
        context = {"act": act, "form": form, "kept": []}
        return self.show_act(request, "act", f"{act.label}: an answer to “{question}”", question, context)

    def do_to_answer(self, request: HttpRequest, act: Act, question: Question, removed: str) -> HttpResponse:
        try:
            act.do(question, removed, request.user.get_username())
        except CannotBeDone as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, question, act.done)
            messages.success(request, act.done)
        return redirect(CHANGE, question.pk)

    def show_act(self, request: HttpRequest, name: str, title: str, question: Question, context: Any) -> HttpResponse:
        back = reverse(CHANGE, args=[question.pk])
        shown = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "back": back, **context}
        return TemplateResponse(request, f"admin/questions/question/{name}.html", shown)


def correctable(question: Question) -> Answer | None:
    """The answer that a correction would replace, which is never a holding answer."""
    current = question.answers.select_related("question").order_by("kind", "answered_on").last()
    return current if current and current.kind != Answer.Kind.HOLDING else None


def removed_of(question: Question) -> list[Removed]:
    return [_shown(name, record) for name, record in removed_answers(question).items()]


def _shown(name: str, record: AnswerRecord) -> Removed:
    words = plain(record.wording.body) if record.wording else ""
    return Removed(name, str(Answer(kind=record.kind, answered_on=day_of(record))), words[:200])


def day_of(record: AnswerRecord) -> Any:
    return Answer._meta.get_field("answered_on").to_python(record.day)
