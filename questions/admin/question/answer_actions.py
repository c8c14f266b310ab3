"""What is done to single answers from their question's form: correcting, putting back, deleting for good."""

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
NO_ANSWER = "There is no answer yet that could be corrected. A first answer is added in this form."
CHANGED = (
    "Somebody saved this question after you had opened it. Above is the answer as it is now: look, and save again."
)
KEPT = "This is what you typed when your session had ended. Nothing of it is saved yet."


class Act(NamedTuple):
    """What is done to an answer that is deleted."""

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
            "It stands again in its question as it was before it was deleted, with what was attached to it.",
            "The answer is restored.",
            restore_answer,
        ),
        Act(
            "erase",
            "Delete for good",
            "delete",
            "It cannot be brought back, only its history stays. No import brings back an answer of its kind and day.",
            "The answer is deleted for good.",
            lambda question, name, _: erase_answer(question, name),
        ),
    )
}


class Removed(NamedTuple):
    """An answer that is deleted, as the question's form shows it."""

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
        """With the ways from here that are open."""
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
        """Under the archive's lock, so that nobody saves between the look at what others did and the save."""
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
        """One answer more; those before it stay as they were given."""
        values = {name: said[name] for name in ("answered_on", "answered_by", "text")}
        with recording.watching(*recording.family_of(question)) as watch:
            watch.reason = said["reason"]
            answer = Answer.objects.create(question=question, kind=Answer.Kind.CORRECTION, **values)
            self.settle_edit(request, question)  # type: ignore[attr-defined]
        forget(request)
        self.log_change(request, question, f"Corrected: {said['reason']}")
        messages.success(request, f"{answer} is saved. The answer before it stays on record, and on the page.")

    def ask_for_correction(self, request: HttpRequest, form: CorrectionForm) -> HttpResponse:
        question = form.current.question
        here = Opened(request.user.pk or 0, request.path, last_of(Question, question.pk))
        shown = safe_html(form.current.text)
        context = {"current": form.current, "shown": shown, "form": form, "kept": [("_opened", here.token)]}
        return self.show_act(request, "correct", f"Correct this answer: {question}", question, context)

    # Those that are deleted

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
    """The answer that a correction would replace: a holding answer is none."""
    current = question.answers.select_related("question").order_by("kind", "answered_on").last()
    return current if current and current.kind != Answer.Kind.HOLDING else None


def removed_of(question: Question) -> list[Removed]:
    return [_shown(name, record) for name, record in removed_answers(question).items()]


def _shown(name: str, record: AnswerRecord) -> Removed:
    words = plain(record.wording.body) if record.wording else ""
    return Removed(name, str(Answer(kind=record.kind, answered_on=day_of(record))), words[:200])


def day_of(record: AnswerRecord) -> Any:
    return Answer._meta.get_field("answered_on").to_python(record.day)
