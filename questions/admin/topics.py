from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from questions.models import Archive, Change, Topic, TopicAssignment

from .base import LargeTableAdmin, SettlingAdmin


@admin.register(Topic)
class TopicAdmin(LargeTableAdmin):
    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Topic) -> None:
        self.delete_queryset(request, Topic.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        Archive.lock()
        Change.log(set(TopicAssignment.objects.filter(topic__in=queryset).values_list("question", flat=True)), "topics")
        super().delete_queryset(request, queryset)


@admin.register(TopicAssignment)
class TopicAssignmentAdmin(SettlingAdmin):
    list_display = ("topic", "question", "origin", "is_excluded", "assigned_by", "assigned_at")
    list_filter = ("origin", "is_excluded", "topic")
    list_select_related = ("topic", "question", "assigned_by")
    search_fields = ("question__uin",)
    search_help_text = "The question's UIN"
    autocomplete_fields = ("topic", "question")
    readonly_fields = ("origin", "assigned_by", "assigned_at")

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The question that had the topic until now may be another one."""
        saved = super().save_form(request, form, change)
        if change:
            Change.log([form.initial["question"]], "topics")
        return saved

    def save_model(self, request: HttpRequest, obj: TopicAssignment, form: Any, change: bool) -> None:
        obj.assigned_by_id, obj.origin = request.user.pk, TopicAssignment.Origin.EDITOR
        super().save_model(request, obj, form, change)

    def settle(self, rows: list[TopicAssignment]) -> None:
        Change.log((row.question_id for row in rows), "topics")
