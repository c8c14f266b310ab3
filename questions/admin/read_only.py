"""What the archive writes about itself: imports, refused rows, evidence, events, the change log."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html

from questions.archive.evidence.claims import unpack
from questions.models import (
    Archive,
    Change,
    Evidence,
    FormerAddress,
    GroupLink,
    ImportRun,
    Lease,
    QuestionEvent,
    Reference,
    SyncPlan,
    SyncWindow,
)
from questions.models.imports import name_file

from . import spreadsheet_undo
from .base import ReadOnlyAdmin, show_count
from .work_list_filters import LastFilter, NotHereFilter, NotIndexedFilter


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    change_form_template = "admin/questions/bulk/run.html"
    list_display = (
        "started_at",
        "kind",
        "outcome",
        show_count("created"),
        show_count("updated"),
        show_count("unchanged"),
        "refused_rows",
        show_count("vanished"),
        show_count("requests"),
        "bytes_received",
        "what_was_wrong",
    )
    list_filter = (LastFilter, "kind", "outcome")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Files by their names: their folders are the server's own."""
        own = ("files", "what_could_not_be_read")
        of_server = {"paths": own[0], "errors": own[1]}
        return [of_server.get(str(name), str(name)) for name in super().get_fields(request, obj) if name not in own]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*super().get_readonly_fields(request, obj), "files", "what_could_not_be_read")

    @admin.display(description="files")
    def files(self, run: ImportRun) -> str:
        return run.files or "–"

    @admin.display(description="what could not be read")
    def what_could_not_be_read(self, run: ImportRun) -> str:
        said = run.errors
        for path in sorted(run.paths.splitlines(), key=len, reverse=True):
            said = said.replace(path, name_file(path))
        return said or "–"

    @admin.display(description="refused")
    def refused_rows(self, run: ImportRun) -> str | int:
        if not run.refused:
            return 0
        url = reverse("admin:questions_refusedrow_changelist")
        return format_html('<a href="{}?run__id__exact={}">{}</a>', url, run.pk, f"{run.refused:,}")

    @admin.display(description="received", ordering="received")
    def bytes_received(self, run: ImportRun) -> str:
        return filesizeformat(run.received) if run.requests else ""

    @admin.display(description="errors in replies")
    def what_was_wrong(self, run: ImportRun) -> str:
        return ", ".join(f"{number:,} × {word}" for word, number in sorted(run.faults.items()))

    def get_urls(self) -> list[Any]:
        return [*spreadsheet_undo.urls, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context |= spreadsheet_undo.get_context(request, kwargs.get("obj"))
        return super().render_change_form(request, context, *args, **kwargs)


class SyncWindowInline(admin.TabularInline):
    model = SyncWindow
    fields = readonly_fields = ("kind", "first", "last", "total", "skip", "is_done")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SyncPlan)
class SyncPlanAdmin(ReadOnlyAdmin):
    """The progress of a sync; the first may take days."""

    list_display = ("made_at", "house", "since", "until", "is_finished")
    inlines = (SyncWindowInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        left = SyncWindow.objects.filter(plan=OuterRef("pk"), is_done=False)
        return super().get_queryset(request).annotate(is_finished=~Exists(left))

    @admin.display(description="finished", boolean=True)
    def is_finished(self, plan: Any) -> bool:
        return plan.is_finished


@admin.register(Lease)
class LeaseAdmin(ReadOnlyAdmin):
    """Which process is syncing or running jobs, if any."""

    list_display = ("kind", "holder", "until")

    @admin.display(description="for", ordering="pk")
    def kind(self, lease: Lease) -> str:
        return dict(Lease.Kind.choices).get(lease.pk, "")


class OfQuestionsAdmin(ReadOnlyAdmin):
    """Rows that belong to a question, found by its UIN."""

    list_select_related = ["question"]
    search_fields = ("question__uin",)
    search_help_text = "Enter the question’s UIN"

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


@admin.register(Reference)
class ReferenceAdmin(OfQuestionsAdmin):
    """What texts cite, with a link to add a cited question that is not in the archive."""

    list_display = ("uin", "tabled_on", "day", "question", "target", "take_in")
    list_filter = (NotHereFilter,)
    list_select_related = ["question", "target"]
    search_help_text = "Enter the UIN of the question that cites others"

    @admin.display(description="")
    def take_in(self, reference: Reference) -> str:
        if reference.target_id:
            return ""
        given = {"uin": reference.uin, "tabled_on": reference.tabled_on or ""}
        url = f"{reverse('admin:questions_question_new')}?{urlencode(given)}"
        return format_html('<a href="{}">Fetch this question</a>', url)


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
    list_filter = (NotIndexedFilter,)


@admin.register(Archive)
class ArchiveAdmin(ReadOnlyAdmin):
    list_display = ("uuid",)
