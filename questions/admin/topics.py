"""The admin of topics: a changed rule is previewed with its effect before it is saved."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html

from questions.admin.versioned.forms import RecordAdmin
from questions.archive.derived.topics import FEW, apply_pending
from questions.archive.editing import topics as topic_edits
from questions.lists.choices import subjects_called
from questions.models import Archive, Topic, TopicAssignment
from questions.search.facets import loose_subjects
from questions.search.index.store import EngineFailed, IndexUnavailable, snapshot
from questions.search.topic_rules import check_rule, searches_by_meaning

from .base import apply_rules, format_count, show_page
from .previews import PreviewingAdmin
from .topic_headings import leave_out_formulae
from .topic_merging import MergingAdmin, may_delete
from .topic_previews import preview_rule

HEADINGS_A_PAGE = 50
QUOTES = str.maketrans("", "", '"“”„«»')


class TopicForm(forms.ModelForm):
    class Meta:
        model = Topic
        fields = ("name", "slug", "description", "parent", "rule")
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3, "cols": 100}),
            "rule": forms.Textarea(attrs={"rows": 6, "cols": 100, "spellcheck": "false"}),
        }

    def clean_rule(self) -> str:
        """Undo the browser's line endings, so that an unedited rule stays the same."""
        rule = self.cleaned_data["rule"].replace("\r\n", "\n")
        check_rule(rule, is_only_previewed=True)
        return rule

    @property
    def rule(self) -> str | None:
        """The rule, if it has changed."""
        return self.cleaned_data["rule"] if self.cleaned_data["rule"] != self.initial.get("rule", "") else None

    @property
    def is_only_previewed(self) -> bool:
        return searches_by_meaning(self.cleaned_data["rule"])


@admin.register(Topic)
class TopicAdmin(MergingAdmin, PreviewingAdmin, RecordAdmin):
    form = TopicForm
    list_display = ("name", "slug", "parent", "is_in_force")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("parent",)
    fields = ("name", "slug", "description", "parent", "rule", "rule_in_force", "is_in_force", "questions")
    readonly_fields = ("rule_in_force", "is_in_force", "questions")

    @admin.display(description="current rule is in force", boolean=True)
    def is_in_force(self, topic: Topic) -> bool:
        return not topic.is_switched and topic.rule == topic.rule_in_force and bool(topic.fingerprint or not topic.rule)

    @admin.display(description="questions")
    def questions(self, topic: Topic) -> str:
        if not topic.pk:
            return "–"
        count = TopicAssignment.objects.included().filter(topic=topic).count()
        address = reverse("admin:questions_topicassignment_changelist")
        what = format_count(count, "question")
        return format_html('<a href="{}?topic__id__exact={}">{}</a>', address, topic.pk, what)

    # Saving

    def make_preview(self, form: Any, page: str) -> dict[str, Any]:
        return {
            "title": f"What the new rule for “{form.instance}” would change",
            **preview_rule(form.instance, form.rule, page),
        }

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Write only the edited fields: a rule may have come into force since the form was read."""
        if change and obj.parent_id in obj.within():
            obj.parent_id = form.initial["parent"]  # another editor saved first, and the topic would contain itself
        obj.save(update_fields=TopicForm.Meta.fields if change else None)
        topic_edits.keep_address(obj, form.initial.get("slug", ""))
        if change and "parent" in form.changed_data:
            topic_edits.log_within(obj)
        if form.rule is not None:
            apply_rules(request, partial(apply_pending, FEW))

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Show numbers, not rows: a topic may have 100,000 assignments."""
        topics = list(objs)
        rows = TopicAssignment.objects.filter(topic__in=topics).count()
        needed = {} if may_delete(request) else {"topic", "topic assignment"}
        listed = [*map(str, topics), format_count(rows, "assignment")]
        return listed, {"topics": len(topics), "assignments": rows}, needed, []

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        self.delete_queryset(request, Topic.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        Archive.lock()
        for topic in queryset:
            topic_edits.log_within(topic)
        super().delete_queryset(request, queryset)

    # Headings without a topic

    def get_urls(self) -> list[Any]:
        headings = self.admin_site.admin_view(self.headings_view)
        return [path("headings/", headings, name="questions_topic_headings"), *super().get_urls()]

    def headings_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = {"can_add": self.has_add_permission(request)}
        try:
            subjects = leave_out_formulae(loose_subjects(snapshot()))
            page = Paginator(subjects, HEADINGS_A_PAGE).get_page(request.GET.get("page"))
            context |= {"page": page, "rows": label_subjects(list(page))}
        except (IndexUnavailable, EngineFailed) as error:
            context["trouble"] = error
        return show_page(request, Topic, "topic/headings", "Headings without a topic", **context)


def label_subjects(rows: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """The subjects on one page as headings write them, each with a link to make it a topic."""
    labels = subjects_called([slug for slug, _ in rows])
    return [{"questions": questions, **make_topic_link(labels.get(slug, slug), slug)} for slug, questions in rows]


def make_topic_link(label: str, slug: str) -> dict[str, str]:
    given = {"name": label[:200], "slug": slug, "rule": f'heading:"{label.translate(QUOTES)}"'}
    return {"label": label, "add": f"{reverse('admin:questions_topic_add')}?{urlencode(given)}"}
