"""The admin of questions: their list, their form, and the pages that belong to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from questions.admin.new_question.forms import link_to
from questions.admin.new_question.views import NewQuestionAdmin
from questions.admin.spreadsheets import BulkAdmin
from questions.admin.versioned.history import HistoryAdmin
from questions.admin.versioned.restoring import put_back_attachments
from questions.archive.editing.duplicates import AlreadyThere, refuse_duplicate
from questions.models import Archive, Question
from questions.models.lookups import named
from questions.sources.parliament import UIN

from .answer_actions import AnswerActsAdmin
from .answer_forms import reasons_in
from .answers import AnswerInline
from .erasing import ErasingAdmin
from .publishing import PublishingAdmin, StandsFilter
from .rich_text import typed
from .settling import EditedByHand
from .topic_assignments import TopicActions, TopicInline


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = "__all__"  # noqa: DJ007  (the admin's own fieldsets name them)
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5, "cols": 100}),
            "heading": forms.TextInput(attrs={"size": 80}),
        }

    def clean_uin(self) -> str:
        uin = self.cleaned_data["uin"].strip().upper()
        if not UIN.fullmatch(uin):
            raise forms.ValidationError("Enter a UIN, such as 171468, or HL5762 in the Lords.")
        return uin

    def clean_text(self) -> str:
        return typed(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tabled, due = data.get("tabled_on"), data.get("due_on")
        if not tabled and not self.instance.pk:
            self.add_error("tabled_on", "Enter the date tabled. It is part of the question's address.")
        if tabled and due and due < tabled:
            self.add_error("due_on", "This is before the date tabled.")
        if not self.instance.pk:
            self._refuse_duplicate(data)
        return data

    def _refuse_duplicate(self, data: dict[str, Any]) -> None:
        try:
            refuse_duplicate(data.get("uin", ""), data.get("tabled_on"), data.get("house", ""))
        except AlreadyThere as error:
            self.add_error("uin", link_to(error.question))


@admin.register(Question)
class QuestionAdmin(
    EditedByHand,
    AnswerActsAdmin,
    TopicActions,
    NewQuestionAdmin,
    BulkAdmin,
    PublishingAdmin,
    ErasingAdmin,
    HistoryAdmin,
):
    form = QuestionForm
    list_display = ("uin", "title", "house", "tabled_on", "department", "asked_by", "status")
    list_display_links = ("uin", "title")
    list_filter = (StandsFilter, "status", "house", "provenance", "text_is_cut", "department")
    list_select_related = ("department", "asked_by")
    search_fields = ("heading",)
    search_help_text = "Enter a UIN, a page address or words from a heading"
    autocomplete_fields = ("asked_by", "department")
    inlines = (AnswerInline, TopicInline)
    readonly_fields = (
        *("status", "answered_on", "asked_by_printed", "asked_as"),
        *("provenance", "last_seen_on", "vanished_on", "page"),
    )
    fieldsets = (
        (None, {"fields": (("house", "uin", "tabled_on"), "heading", "text", "text_is_cut")}),
        (
            "Tabling",
            {
                "fields": (
                    ("asked_by", "asked_by_printed", "department"),
                    ("is_named_day", "due_on"),
                    "has_interest",
                    "is_withdrawn",
                )
            },
        ),
        ("Status", {"fields": (("status", "answered_on"), "asked_as", "page")}),
        (
            "Record",
            {
                "fields": (
                    ("parliament_id", "source_url"),
                    ("provenance", "last_seen_on", "vanished_on"),
                    ("published_at", "deleted_at"),
                    "withheld_because",
                ),
                "classes": ("collapse",),
            },
        ),
    )

    @admin.display(description="public page")
    def page(self, question: Question) -> str:
        if not question.pk or not question.is_public:
            return "–"
        return format_html('<a href="{}">{}</a>', question.get_absolute_url(), question.get_absolute_url())

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> tuple[QuerySet, bool]:
        """Look up a UIN or an address by its index; look for other words in headings."""
        if UIN.fullmatch(uin := term.strip().upper()):
            return queryset.filter(uin=uin), False
        if found := named(term, queryset):
            return found.all(), False
        return super().get_search_results(request, queryset, term)

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        self.say_why(request, reasons_in(formsets))
        super().save_related(request, form, formsets, change)
        if restored := getattr(request, "restoration", None):
            put_back_attachments(form.instance, restored.then)
        self.settle_edit(request, form.instance)
        self.publish_if_asked(request, form.instance)
