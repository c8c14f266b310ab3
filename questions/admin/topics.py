"""Topics, at the desk: a changed rule is shown with what it changes before it is saved."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from questions.archive import topic_edits
from questions.archive.topics import FEW, apply_pending
from questions.models import Archive, Question, Topic, TopicAssignment
from questions.search.facets import loose_subjects
from questions.search.store import EngineFailed, IndexUnavailable, snapshot
from questions.search.topics import check
from questions.vocabulary import subjects_called

from .assignments import selected
from .base import LargeTableAdmin, apply_rules, number

PREVIEWED = "_previewed"  # the rule of which the preview was shown
EXAMPLES = 5
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
        """With lines as they were before a browser sent them, so that a rule which nobody touched is the same."""
        rule = self.cleaned_data["rule"].replace("\r\n", "\n")
        check(rule)
        return rule

    @property
    def changes_rule(self) -> bool:
        return self.cleaned_data["rule"] != self.initial.get("rule", "")


class MergeForm(forms.Form):
    target = forms.ModelChoiceField(Topic.objects.all(), label="Into")
    with_rules = forms.BooleanField(
        label="Append their rules to its own: OR (rule)",
        help_text="Otherwise those of their questions leave that only their rules gave them.",
        required=False,
        initial=True,
    )

    def __init__(self, topics: list[Topic], *given: Any):
        super().__init__(*given)
        self.topics = topics

    @property
    def sources(self) -> list[Topic]:
        return [topic for topic in self.topics if topic != self.cleaned_data["target"]]

    def clean(self) -> None:
        if "target" not in self.cleaned_data:
            return
        if not self.sources:
            raise ValidationError("A topic cannot be merged into itself.")
        if self.cleaned_data["with_rules"]:
            check(topic_edits.joined(topic.rule for topic in [self.cleaned_data["target"], *self.sources]))


@admin.register(Topic)
class TopicAdmin(LargeTableAdmin):
    form = TopicForm
    list_display = ("name", "slug", "parent", "is_in_force")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    autocomplete_fields = ("parent",)
    fields = ("name", "slug", "description", "parent", "rule", "rule_in_force", "is_in_force", "questions")
    readonly_fields = ("rule_in_force", "is_in_force", "questions")
    actions = ("merge",)

    @admin.display(description="rule as it stands is in force", boolean=True)
    def is_in_force(self, topic: Topic) -> bool:
        return not topic.is_switched and topic.rule == topic.rule_in_force and bool(topic.fingerprint or not topic.rule)

    @admin.display(description="questions")
    def questions(self, topic: Topic) -> str:
        if not topic.pk:
            return "–"
        count = TopicAssignment.objects.included().filter(topic=topic).count()
        address = reverse("admin:questions_topicassignment_changelist")
        return format_html('<a href="{}?topic__id__exact={}">{}</a>', address, topic.pk, number(count, "question"))

    # Saving

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Before the transaction: to see what a rule changes takes a while, and no other writer has to wait for it."""
        shown = self.preview(request, object_id) if request.method == "POST" else None
        return shown or super().changeform_view(request, object_id, *args, **kwargs)

    def preview(self, request: HttpRequest, object_id: Any) -> HttpResponse | None:
        """What a rule that was changed would do, once the form is right; None where nothing is to be shown (first)."""
        topic = self.get_object(request, object_id) if object_id else Topic()
        may = self.has_change_permission(request, topic) if object_id else self.has_add_permission(request)
        if not topic or not may:
            return None
        form: Any = self.get_form(request, topic, change=bool(object_id))(request.POST, instance=topic)
        if not form.is_valid() or not form.changes_rule:
            return None
        rule = form.cleaned_data["rule"]
        seen = request.POST.get(PREVIEWED, "").replace("\r\n", "\n")
        return None if PREVIEWED in request.POST and seen == rule else self.show_preview(request, topic, rule)

    def show_preview(self, request: HttpRequest, topic: Topic, rule: str) -> HttpResponse:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
        kept = [row for row in sent if row[0] not in ("csrfmiddlewaretoken", PREVIEWED)]
        context = {
            "title": f"What the rule of “{topic}” changes",
            "rule": rule,
            "kept": [*kept, (PREVIEWED, rule)],
            **found_with(topic, rule),
        }
        return self.page(request, "preview", context)

    def page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/questions/topic/{name}.html", context)

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        """Only what was typed is written: a rule may have been put in force since the form was read."""
        if change and obj.parent_id in obj.within():
            obj.parent_id = form.initial["parent"]  # another editor was faster, and it would be within itself
        obj.save(update_fields=TopicForm.Meta.fields if change else None)
        topic_edits.keep_address(obj, form.initial.get("slug", ""))
        if change and "parent" in form.changed_data:
            topic_edits.log_within(obj)
        if form.changes_rule:
            apply_rules(request, partial(apply_pending, FEW))

    # Deleting

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """In numbers: a topic's assignments may be 100,000."""
        topics = list(objs)
        rows = TopicAssignment.objects.filter(topic__in=topics).count()
        needed = {} if self.may_delete(request) else {"topic", "topic assignment"}
        return [*map(str, topics), number(rows, "assignment")], {"topics": len(topics), "assignments": rows}, needed, []

    def may_delete(self, request: HttpRequest) -> bool:
        return request.user.has_perms(["questions.delete_topic", "questions.delete_topicassignment"])

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        self.delete_queryset(request, Topic.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        Archive.lock()
        for topic in queryset:
            topic_edits.log_within(topic)
        super().delete_queryset(request, queryset)

    # Merging

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.may_delete(request)

    @admin.action(description="Merge into…", permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        topics = list(queryset)
        form = MergeForm(topics, *([request.POST] if "target" in request.POST else []))
        if not form.is_valid():
            kept = selected(request, "merge")
            return self.page(request, "merge", {"title": "Merge into…", "form": form, "topics": topics, "kept": kept})
        target, names = form.cleaned_data["target"], [str(topic) for topic in form.sources]
        self.log_deletions(request, queryset.exclude(pk=target.pk))
        for source in form.sources:
            topic_edits.merge(source, target, with_rule=form.cleaned_data["with_rules"])
        said = f"Merged into “{target}”: {', '.join(names)}."
        self.log_change(request, target, said)
        messages.success(request, said)
        apply_rules(request, partial(apply_pending, FEW))
        return None

    # Discovering

    def get_urls(self) -> list[Any]:
        headings = self.admin_site.admin_view(self.headings_view)
        return [path("headings/", headings, name="questions_topic_headings"), *super().get_urls()]

    def headings_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context: dict[str, Any] = {"title": "Headings in no topic", "can_add": self.has_add_permission(request)}
        try:
            page = Paginator(list(loose_subjects(snapshot()).items()), HEADINGS_A_PAGE).get_page(
                request.GET.get("page")
            )
            context |= {"page": page, "rows": called(list(page))}
        except (IndexUnavailable, EngineFailed) as error:
            context["trouble"] = error
        return self.page(request, "headings", context)


def found_with(topic: Topic, rule: str) -> dict[str, Any]:
    """The parts of a preview, or why there are none."""
    try:
        found = topic_edits.preview(topic, rule)
    except (IndexUnavailable, EngineFailed) as error:
        return {"trouble": error}
    entering = {"what": f"{number(len(found.entering), 'question')} would enter", "examples": some(found.entering)}
    leaving = {"what": f"{number(len(found.leaving), 'question')} would leave", "examples": some(found.leaving)}
    return {"parts": [entering, leaving]}


def some(pks: list[int]) -> list[Question]:
    found = Question.objects.in_bulk(pks[:EXAMPLES])
    return [found[pk] for pk in pks[:EXAMPLES] if pk in found]


def called(rows: list[tuple[str, int]]) -> list[dict[str, Any]]:
    """The subjects of one page as they are written in headings, each with the address of a form for a topic of it."""
    labels = subjects_called([slug for slug, _ in rows])
    return [{"questions": questions, **form_for(labels.get(slug, slug), slug)} for slug, questions in rows]


def form_for(label: str, slug: str) -> dict[str, str]:
    given = {"name": label[:200], "slug": slug, "rule": f'heading:"{label.translate(QUOTES)}"'}
    return {"label": label, "add": f"{reverse('admin:questions_topic_add')}?{urlencode(given)}"}
