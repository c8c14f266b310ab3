"""The admin of readers' reports: staff take them on and close them with an outcome."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from questions.archive.editing.reader_reports import close_report, reopen_report
from questions.models import MistakeReport

from .base import LargeTableAdmin, format_count
from .work_list_filters import WorkFilter

SENT = ("record", "where", "what", "email", "sent_at")


class OpenFilter(WorkFilter):
    title, parameter_name = "state", "state"
    choices_ = {
        "open": ("Open", MistakeReport.objects.waiting),
        "closed": ("Closed", lambda: MistakeReport.objects.exclude(closed_at=None)),
    }


class MistakeForm(forms.ModelForm):
    class Meta:
        model = MistakeReport
        fields = ("assigned_to", "outcome", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 4, "cols": 80})}

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        if "outcome" in self.fields:
            outcomes = MistakeReport.Outcome.choices
            self.fields["outcome"].choices = [("", "open"), *outcomes]  # type: ignore[attr-defined]


@admin.register(MistakeReport)
class MistakeReportAdmin(LargeTableAdmin):
    form = MistakeForm
    list_display = ("beginning", "record", "where", "sent_at", "assigned_to", "outcome")
    list_filter = (OpenFilter, "where", "outcome")
    list_select_related = ("question", "assigned_to")
    search_fields = ("=question__uin",)
    search_help_text = "Enter the question’s UIN"
    ordering = (F("closed_at").desc(nulls_first=True), "-pk")
    fields = (*SENT, "assigned_to", "outcome", "note", "closed_at", "closed_by")
    readonly_fields = (*SENT, "closed_at", "closed_by")
    actions = ("take_on", "close_as_nonsense")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only members of staff."""
        if db_field.name == "assigned_to":
            kwargs["queryset"] = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="what is wrong")
    def beginning(self, report: MistakeReport) -> str:
        return Truncator(" ".join(report.what.split())).chars(80)

    @admin.display(description="question")
    def record(self, report: MistakeReport) -> str:
        page = reverse("admin:questions_question_change", args=[report.question_id])
        return format_html('<a href="{}">{}</a>', page, report.question)

    def save_model(self, request: HttpRequest, obj: MistakeReport, form: Any, change: bool) -> None:
        """Giving an outcome closes the report; clearing it reopens the report."""
        if obj.outcome and not obj.closed_at:
            close_report(obj, request.user)
        elif not obj.outcome and obj.closed_at:
            reopen_report(obj)
        super().save_model(request, obj, form, change)

    @admin.action(description="Assign to me", permissions=["change"])
    def take_on(self, request: HttpRequest, queryset: QuerySet[MistakeReport]) -> None:
        open_ones = MistakeReport.objects.waiting().filter(pk__in=queryset.order_by().values("pk"))
        taken = open_ones.update(assigned_to=request.user)
        messages.success(request, f"{format_count(taken, 'report')} assigned to you.")

    @admin.action(description="Close as spam or abuse", permissions=["change"])
    def close_as_nonsense(self, request: HttpRequest, queryset: QuerySet[MistakeReport]) -> None:
        reports = list(MistakeReport.objects.waiting().filter(pk__in=queryset.order_by().values("pk")))
        for report in reports:
            report.outcome = MistakeReport.Outcome.NONSENSE
            close_report(report, request.user)
            report.save()
        messages.success(request, f"{format_count(len(reports), 'report')} closed.")
