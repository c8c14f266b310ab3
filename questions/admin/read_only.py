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
    Question,
    QuestionEvent,
    Reference,
    SyncPlan,
    SyncWindow,
)
from questions.models.imports import name_file

from . import spreadsheet_undo
from .base import NamedTabularInline, ReadOnlyAdmin, show_count
from .work_list_filters import ByTitle, LastFilter, NotHereFilter, NotIndexedFilter


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    about = "Each time that records came into the archive. Open one to see its files and errors."
    change_form_template = "admin/questions/bulk/run.html"
    list_display = (
        "name",
        "started_at",
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
    list_filter = (LastFilter, ("kind", ByTitle), "outcome")

    @admin.display(description="what came in", ordering="kind")
    def name(self, run: ImportRun) -> str:
        return run.title

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


class SyncWindowInline(NamedTabularInline):
    model = SyncWindow
    fields = readonly_fields = ("kind", "first", "last", "total", "skip", "is_done")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SyncPlan)
class SyncPlanAdmin(ReadOnlyAdmin):
    """The progress of a sync; the first may take days."""

    about = "How far the archive has come in fetching questions from Parliament. The first time may take days."
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

    about = "Which program is fetching questions or running jobs now, so that no second one does the same."
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
    about = "What happened to a question, as its page shows it. The archive works this out from Parliament’s records."
    list_display = ("question", "kind", "day", "source")
    list_filter = ("kind",)


@admin.register(GroupLink)
class GroupLinkAdmin(OfQuestionsAdmin):
    about = "Questions that Parliament answered together, as its records say."
    list_display = ("question", "uin", "tabled_on", "answered_on", "other")
    list_select_related = ["question", "other"]


@admin.register(Reference)
class ReferenceAdmin(OfQuestionsAdmin):
    """What texts cite, with a link to add a cited question that is not in the archive."""

    about = (
        "Each row is a question that the text of another one cites. The archive finds the UIN or the link in the text. "
        "If the cited question is not in the archive, fetch it here. To change a row, correct the text that cites."
    )
    list_display = ("citing", "where", "cited", "found", "take_in")
    list_display_links = None
    list_filter = (NotHereFilter,)
    list_select_related = ["question", "answer", "target"]
    search_help_text = "Enter the UIN of the question that cites others"

    @admin.display(description="question that cites")
    def citing(self, reference: Reference) -> str:
        return link_to_question(reference.question)

    @admin.display(description="where")
    def where(self, reference: Reference) -> str:
        return reference.answer.get_stage_display().capitalize() if reference.answer else "Its text"

    @admin.display(description="what it cites", ordering="uin")
    def cited(self, reference: Reference) -> str:
        days = (("tabled on", reference.tabled_on), ("answered on", reference.day))
        return ", ".join([f"UIN {reference.uin}", *(f"{what} {day:%-d %B %Y}" for what, day in days if day)])

    @admin.display(description="in the archive")
    def found(self, reference: Reference) -> str:
        return link_to_question(reference.target) if reference.target else "No"

    @admin.display(description="what to do")
    def take_in(self, reference: Reference) -> str:
        if reference.target_id:
            return ""
        given = {"uin": reference.uin, "tabled_on": reference.tabled_on, "answered_on": reference.day}
        known = {name: value for name, value in given.items() if value}
        url = f"{reverse('admin:questions_question_new')}?{urlencode(known)}"
        return format_html('<a href="{}">Fetch this question</a>', url)


def link_to_question(question: Question) -> str:
    return format_html('<a href="{}">{}</a>', reverse("admin:questions_question_change", args=[question.pk]), question)


@admin.register(FormerAddress)
class FormerAddressAdmin(OfQuestionsAdmin):
    about = "Addresses that questions had before. They lead to the present ones."
    list_display = ("question", "uin", "tabled_on", "answered_on")


@admin.register(Evidence)
class EvidenceAdmin(OfQuestionsAdmin):
    about = "What each source said about a question, and when. The archive settles each question from this."
    list_display = ("question",)
    fields = ("question", "claims")

    @admin.display(description="what each source said, and on which days")
    def claims(self, evidence: Evidence) -> str:
        claims = [{"source": c.source, "days": c.days, **c.record._asdict()} for c in unpack(bytes(evidence.packed))]
        return format_html("<pre>{}</pre>", json.dumps(claims, ensure_ascii=False, indent=1))


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    about = "Changes to questions in the order in which search takes them in."
    list_display = ("id", "question_id", "what", "at")
    list_filter = (NotIndexedFilter,)


@admin.register(Archive)
class ArchiveAdmin(ReadOnlyAdmin):
    about = "The number by which the search index knows that it belongs to this archive."
    list_display = ("uuid",)
