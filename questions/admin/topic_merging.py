"""Merge topics in the admin: choose them, see what will happen, then confirm."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse

from questions.archive.derived.topics import FEW, apply_pending
from questions.archive.editing import topics as topic_edits
from questions.archive.editing.topic_merges import foresee
from questions.models import Topic
from questions.search.topic_rules import check_rule

from .base import LargeTableAdmin, apply_rules, show_page

MOST = 100  # topics merged at once: their keys are in the address of the page


class OneOrSeveral(forms.Select):
    """A select for one topic. An address may name several."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name)


class MergeForm(forms.Form):
    sources = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label="Topic to merge",
        widget=OneOrSeveral,
        help_text="To merge several at once, tick them in the list of topics and choose “Merge into…”.",
    )
    target = forms.ModelChoiceField(Topic.objects.all(), label="Merge into")
    with_rules = forms.BooleanField(
        label="Add the merged rules to that topic’s rule with OR",
        help_text="If you do not tick this, questions that only the merged rules include will not move.",
        label_suffix="",
        required=False,
        initial=True,
    )

    def __init__(self, given: QueryDict):
        """A form that is not filled in yet if `given` names no target."""
        keys, data = set(given.getlist("sources")), given.copy()
        self.chosen = [topic for topic in Topic.objects.all() if str(topic.pk) in keys]
        data.setlist("sources", [str(topic.pk) for topic in self.chosen])
        super().__init__(data if "target" in given else None, initial={"sources": self.chosen})
        self.fields["sources"].empty_label = "---------"  # type: ignore[attr-defined]
        if self.chosen:
            self.fields["sources"].widget = forms.MultipleHiddenInput()

    @property
    def merged(self) -> list[Topic]:
        return [topic for topic in self.cleaned_data["sources"] if topic != self.cleaned_data["target"]]

    def clean(self) -> None:
        if not {"sources", "target"} <= self.cleaned_data.keys():
            return
        if not self.merged:
            raise ValidationError("A topic cannot be merged into itself.")
        if self.cleaned_data["with_rules"]:
            check_rule(topic_edits.join_rules(topic.rule for topic in [self.cleaned_data["target"], *self.merged]))


def may_delete(request: HttpRequest) -> bool:
    return request.user.has_perms(["questions.delete_topic", "questions.delete_topicassignment"])


class MergingAdmin(LargeTableAdmin):
    """Links to the page that merges, in the list and in each topic's form, beside the list's action."""

    actions = ("merge",)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and may_delete(request)

    def get_urls(self) -> list[Any]:
        merge = self.admin_site.admin_view(self.merge_view)
        return [path("merge/", merge, name="questions_topic_merge"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        context = {"may_merge": self.has_merge_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["may_merge"] = self.has_merge_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description="Merge into…", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        chosen = [("sources", pk) for pk in queryset.values_list("pk", flat=True)[: MOST + 1]]
        if len(chosen) > MOST:
            messages.error(request, f"Merge at most {MOST} topics at once.")
            return None
        return redirect(f"{reverse('admin:questions_topic_merge')}?{urlencode(chosen)}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Nothing is written on GET: that shows the form or, once it is filled in, what would happen."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        form = MergeForm(given)
        if not form.is_valid():
            return show_page(request, Topic, "topic/merge", "Merge topics", form=form)
        return self.merge_topics(request, form) if request.method == "POST" else self.show_merge(request, form)

    def show_merge(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        sources, target = form.merged, form.cleaned_data["target"]
        context = {
            "sources": sources,
            "target": target,
            "is_pending": Topic.objects.pending().filter(pk__in=[target.pk, *(topic.pk for topic in sources)]).exists(),
            "foreseen": foresee(sources, target, with_rules=form.cleaned_data["with_rules"]),
            "kept": [(name, value) for name, values in request.GET.lists() for value in values],
            "back": f"{request.path}?{urlencode([('sources', topic.pk) for topic in form.chosen])}",
        }
        what = f"“{sources[0]}”" if len(sources) == 1 else f"{len(sources)} topics"
        return show_page(request, Topic, "topic/merge_confirmation", f"Merge {what} into “{target}”?", **context)

    def merge_topics(self, request: HttpRequest, form: MergeForm) -> HttpResponse:
        target, names = form.cleaned_data["target"], [str(topic) for topic in form.merged]
        self.log_deletions(request, Topic.objects.filter(pk__in=[topic.pk for topic in form.merged]))
        for source in form.merged:
            topic_edits.merge(source, target, with_rule=form.cleaned_data["with_rules"])
        said = f"Merged into “{target}”: {', '.join(names)}."
        self.log_change(request, target, said)
        messages.success(request, said)
        apply_rules(request, partial(apply_pending, FEW))
        return redirect("admin:questions_topic_change", target.pk)
