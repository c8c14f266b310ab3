"""What the archive writes about itself: imports, refusals, evidence, events, the change log."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from questions.archive.claims import unpack
from questions.models import (
    Archive,
    Change,
    Evidence,
    FormerAddress,
    GroupLink,
    ImportRun,
    QuestionEvent,
    RefusedRow,
)

from .base import ReadOnlyAdmin


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "kind", "outcome", "created", "updated", "unchanged", "refused_rows")
    list_filter = ("kind", "outcome")

    @admin.display(description="refused")
    def refused_rows(self, run: ImportRun) -> str | int:
        if not run.refused:
            return 0
        url = reverse("admin:questions_refusedrow_changelist")
        return format_html('<a href="{}?run__id__exact={}">{}</a>', url, run.pk, run.refused)


@admin.register(RefusedRow)
class RefusedRowAdmin(ReadOnlyAdmin):
    list_display = ("reason", "path", "position", "run")
    list_select_related = ("run",)
    search_fields = ("reason", "path")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The list of runs links to the refusals of one."""
        return lookup == "run__id__exact" or super().lookup_allowed(lookup, value, request)


class OfQuestionsAdmin(ReadOnlyAdmin):
    """Rows that hang on a question, found by its UIN."""

    list_select_related = ["question"]
    search_fields = ("question__uin",)
    search_help_text = "The question's UIN"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        uin = term.strip().upper()
        return (queryset.filter(question__uin=uin) if uin else queryset), False


@admin.register(QuestionEvent)
class QuestionEventAdmin(OfQuestionsAdmin):
    list_display = ("question", "kind", "day", "source")
    list_filter = ("kind",)


@admin.register(GroupLink)
class GroupLinkAdmin(OfQuestionsAdmin):
    list_display = ("question", "uin", "tabled_on", "answered_on", "other")
    list_select_related = ["question", "other"]


@admin.register(FormerAddress)
class FormerAddressAdmin(OfQuestionsAdmin):
    list_display = ("question", "uin", "tabled_on", "answered_on")


@admin.register(Evidence)
class EvidenceAdmin(OfQuestionsAdmin):
    list_display = ("question",)
    fields = ("question", "claims")

    @admin.display(description="what each source said, and on which days")
    def claims(self, evidence: Evidence) -> str:
        claims = [{"source": c.source, "days": c.days, **c.record._asdict()} for c in unpack(bytes(evidence.packed))]
        return format_html("<pre>{}</pre>", json.dumps(claims, ensure_ascii=False, indent=1))


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("id", "question_id", "what", "at")


@admin.register(Archive)
class ArchiveAdmin(ReadOnlyAdmin):
    list_display = ("uuid",)
