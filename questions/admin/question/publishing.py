"""Publishing, unpublishing, deleting with undo, and previews of drafts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path

from questions.admin.base import MOST_COUNTED, LargeTableAdmin, number
from questions.archive.editing import publishing
from questions.models import Question
from questions.pages.question import record

from .topic_assignments import selected, too_many

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


class PublishingAdmin(LargeTableAdmin):
    change_form_template = "admin/questions/question/change_form.html"

    def has_act_permission(self, request: HttpRequest, act: Act) -> bool:
        return request.user.has_perm(f"questions.{act.permission}_question")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return self.has_act_permission(request, ACTS["publish"])

    # Users who may publish choose in the form for a new question; later they use these actions.

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> Any:
        own = (*super().get_readonly_fields(request, obj), "deleted_at", "withheld_because")
        return own if obj is None and self.has_publish_permission(request) else (*own, "published_at")

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        if not change and not self.has_publish_permission(request):
            obj.published_at = None
        super().save_model(request, obj, form, change)

    def publish_if_asked(self, request: HttpRequest, question: Question) -> None:
        """A user can save and publish a draft at once: publish after everything else is written."""
        if "_publish" in request.POST and self.has_publish_permission(request):
            self.do(request, ACTS["publish"], [question.pk], {})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        question = kwargs.get("obj")
        acts = [act for act in ACTS.values() if question and self.may(request, act, question)]
        context["acts"] = [act for act in acts if act.name != "publish"]
        context["may_publish"] = ACTS["publish"] in acts
        context["may_preview"] = bool(question and self.has_preview_permission(request))
        return super().render_change_form(request, context, *args, **kwargs)

    def may(self, request: HttpRequest, act: Act, question: Question) -> bool:
        is_concerned = Question.objects.filter(act.concerns, pk=question.pk).exists()
        return self.has_act_permission(request, act) and is_concerned

    # One question

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(self.preview_view)
        acts = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(self.act_view), {"name": name}, f"question_{name}")
            for name in ACTS
        ]
        return [path("<int:pk>/preview/", preview, name="question_preview"), *acts, *super().get_urls()]

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        act, question = ACTS[name], self.question(request, pk)
        if not self.has_act_permission(request, act):
            raise PermissionDenied
        form: Any = act.form(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return self.ask(request, act, form, f"“{question}”", [])
        self.do(request, act, [pk], form.cleaned_data)
        return redirect("admin:questions_question_change", pk)

    def question(self, request: HttpRequest, pk: int) -> Question:
        question = self.get_object(request, str(pk))
        if question is None:
            raise Http404("This question does not exist.")
        return question

    # Many

    def get_actions(self, request: HttpRequest) -> Any:
        acts = [act for act in ACTS.values() if self.has_act_permission(request, act)]
        own = {act.name: (_action(act), act.name, act.label) for act in acts}
        return {**own, **super().get_actions(request)}

    def act_on(self, request: HttpRequest, act: Act, queryset: QuerySet[Question]) -> HttpResponse | None:
        if not self.has_act_permission(request, act):
            raise PermissionDenied
        pks = list(queryset.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
        if len(pks) > MOST_COUNTED:
            messages.error(request, too_many("questions"))
            return None
        form: Any = act.form(request.POST if "sure" in request.POST else None)
        if act.is_asked and not form.is_valid():
            return self.ask(request, act, form, number(len(pks), "question"), selected(request, act.name))
        self.do(request, act, pks, form.cleaned_data if act.is_asked else {})
        return None

    def ask(self, request: HttpRequest, act: Act, form: Any, what: str, kept: list[Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{act.label}: {what}",
            "opts": self.opts,
            "act": act,
            "form": form,
            "kept": kept,
        }
        return TemplateResponse(request, "admin/questions/question/act.html", context)

    def do(self, request: HttpRequest, act: Act, pks: list[int], said: dict[str, Any]) -> None:
        reason = said.get("reason", "")
        done = act.do(pks, reason) if reason else act.do(pks)
        note = f"{act.done.capitalize()}{f': {reason}' if reason else ''}."
        user: Any = request.user
        LogEntry.objects.log_actions(user.pk, Question.objects.filter(pk__in=done), CHANGE, change_message=note)
        messages.success(request, f"{number(len(done), 'question')} {act.done}.")
        if left := len(pks) - len(done):
            messages.info(request, f"{number(left, 'question')} skipped: no change needed.")

    # The preview of a page that is not public

    def has_preview_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("questions.preview_question")

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        question = self.question(request, pk)
        if not self.has_preview_permission(request):
            raise PermissionDenied
        shown = record(question)
        response = render(request, "questions/preview.html", {**shown._asdict(), "record": shown})
        response.headers["X-Robots-Tag"] = "noindex"
        return response


def _action(act: Act) -> Callable[..., HttpResponse | None]:
    return lambda model_admin, request, queryset: model_admin.act_on(request, act, queryset)
