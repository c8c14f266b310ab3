"""Publishing, unpublishing, deleting with undo, and previews of drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from questions.admin.base import format_count, show_page
from questions.admin.list_actions import list_posted_rows, read_chosen
from questions.archive.editing import publishing
from questions.models import Question
from questions.views.questions import make_context

STANDS = {
    "draft": Q(published_at=None, deleted_at=None),
    "public": Q(published_at__isnull=False, deleted_at=None),
    "deleted": Q(deleted_at__isnull=False),
}


class StandsFilter(admin.SimpleListFilter):
    """List deleted questions only if the filter asks for them."""

    title = "publication"
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("draft", "Draft"), ("public", "Public"), ("deleted", "Deleted")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(STANDS.get(self.value() or "", ~STANDS["deleted"]))


class SureForm(forms.Form):
    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class ReasonForm(SureForm):
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Only staff see this, in the question’s form.",
    )


class Act(NamedTuple):
    """An action on questions: `concerns` selects them, `do` takes their keys and the form's data."""

    name: str
    label: str
    permission: str
    done: str
    concerns: Q
    form: type[forms.Form]
    about: str
    do: Callable[..., list[int]]
    is_asked: bool = True  # whether it is also an action of the list


ACTS = {
    act.name: act
    for act in (
        Act(
            "publish",
            "Publish",
            "publish",
            "published",
            STANDS["draft"],
            SureForm,
            "Everyone will be able to find and read it.",
            publishing.publish,
            is_asked=False,
        ),
        Act(
            "unpublish",
            "Unpublish",
            "publish",
            "unpublished",
            STANDS["public"],
            ReasonForm,
            "It will become a draft again, which only staff can see. Its address will show “Page not found”.",
            publishing.unpublish,
        ),
        Act(
            "remove",
            "Delete (can be undone)",
            "remove",
            "deleted",
            ~STANDS["deleted"],
            SureForm,
            "It will disappear from the site. Staff can find it under “Deleted” and restore it.",
            publishing.remove,
        ),
        Act(
            "restore",
            "Restore",
            "remove",
            "restored",
            STANDS["deleted"],
            SureForm,
            "It will be public or a draft, as it was before.",
            publishing.restore,
            is_asked=False,
        ),
    )
}


def may_do(request: HttpRequest, act: Act) -> bool:
    return request.user.has_perm(f"questions.{act.permission}_question")


def may_publish(request: HttpRequest) -> bool:
    return may_do(request, ACTS["publish"])


def get_context(request: HttpRequest, question: Question | None) -> dict[str, Any]:
    """What the form of a question needs to offer the actions that this user may take on it."""
    acts = [act for act in ACTS.values() if question and may_do(request, act) and is_concerned(question, act)]
    return {
        "acts": [act for act in acts if act.name != "publish"],
        "may_publish": ACTS["publish"] in acts,
        "publishes_at_once": question is None and may_publish(request),
    }


def is_concerned(question: Question, act: Act) -> bool:
    return Question.objects.filter(act.concerns, pk=question.pk).exists()


def publish_if_asked(request: HttpRequest, question: Question) -> None:
    """A user can save and publish a draft at once: publish after everything else is written."""
    if "_publish" in request.POST and may_publish(request):
        do_act(request, ACTS["publish"], [question.pk])


# One question


def act_view(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    act, question = ACTS[name], get_object_or_404(Question, pk=pk)
    if not may_do(request, act):
        raise PermissionDenied
    form: Any = act.form(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return ask_first(request, act, form, f"“{question}”", [])
    act_and_tell(request, act, [pk], form.cleaned_data)
    return redirect("admin:questions_question_change", pk)


@permission_required("questions.preview_question", raise_exception=True)
def preview_view(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a question that may not be public."""
    shown = make_context(get_object_or_404(Question, pk=pk), request.GET)
    response = render(request, "questions/preview.html", shown)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


urls = [
    path("<int:pk>/preview/", admin.site.admin_view(preview_view), name="question_preview"),
    *(path(f"<int:pk>/{name}/", admin.site.admin_view(act_view), {"name": name}, f"question_{name}") for name in ACTS),
]


# Many


def get_actions(request: HttpRequest) -> dict[str, tuple]:
    """The actions of the list, in the shape of ModelAdmin.get_actions."""
    acts = [act for act in ACTS.values() if may_do(request, act)]
    return {act.name: (_make_action(act), act.name, act.label) for act in acts}


def _make_action(act: Act) -> Callable[..., HttpResponse | None]:
    return lambda model_admin, request, queryset: run_action(request, act, queryset)


def run_action(request: HttpRequest, act: Act, queryset: QuerySet[Question]) -> HttpResponse | None:
    if not may_do(request, act):
        raise PermissionDenied
    pks = read_chosen(request, queryset.values_list("pk", flat=True), "questions")
    if pks is None:
        return None
    form: Any = act.form(request.POST if "sure" in request.POST else None)
    if act.is_asked and not form.is_valid():
        return ask_first(request, act, form, format_count(len(pks), "question"), list_posted_rows(request, act.name))
    act_and_tell(request, act, pks, form.cleaned_data if act.is_asked else {})
    return None


def ask_first(request: HttpRequest, act: Act, form: Any, what: str, kept: list[Any]) -> HttpResponse:
    return show_page(request, Question, "question/act", f"{act.label}: {what}", act=act, form=form, kept=kept)


def do_act(request: HttpRequest, act: Act, pks: list[int], reason: str = "") -> list[int]:
    """Act on these questions. Returns those that it changed."""
    done = act.do(pks, reason) if reason else act.do(pks)
    note = f"{act.done.capitalize()}{f': {reason}' if reason else ''}."
    user: Any = request.user
    LogEntry.objects.log_actions(user.pk, Question.objects.filter(pk__in=done), CHANGE, change_message=note)
    return done


def act_and_tell(request: HttpRequest, act: Act, pks: list[int], said: dict[str, Any]) -> None:
    done = do_act(request, act, pks, said.get("reason", ""))
    messages.success(request, f"{format_count(len(done), 'question')} {act.done}.")
    if left := len(pks) - len(done):
        messages.info(request, f"{format_count(left, 'question')} skipped: no change needed.")
