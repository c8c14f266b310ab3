from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from questions.archive.derived import derive
from questions.archive.duplicates import AlreadyThere, refuse_duplicate
from questions.archive.edits import take_edit
from questions.archive.topics import changed as log_changed
from questions.models import (
    Answer,
    Archive,
    Attachment,
    Nature,
    Question,
)
from questions.sources.parliament import UIN
from questions.text import entered_html, plain, storable

from .assignments import TopicActions, TopicInline
from .bulk import BulkAdmin
from .erasing import ErasingAdmin
from .history import HistoryAdmin
from .new_question import NewQuestionAdmin, answers_filled
from .new_question_forms import link_to
from .publishing import PublishingAdmin, StandsFilter
from .restoring import put_back_attachments
from .worklists import WithoutPostFilter

LARGE_TEXT = forms.Textarea(attrs={"rows": 12, "cols": 100})


def typed(text: str) -> str:
    """With lines as they were before a browser sent them, so that a text which nobody touched is the same."""
    return storable(text).replace("\r\n", "\n")


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
            raise forms.ValidationError("A UIN is a number, in the Lords with HL before it: 171468, HL5762.")
        return uin

    def clean_text(self) -> str:
        return typed(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tabled, due = data.get("tabled_on"), data.get("due_on")
        if not tabled and not self.instance.pk:
            self.add_error("tabled_on", "The day of tabling is part of the question's address.")
        if tabled and due and due < tabled:
            self.add_error("due_on", "This is before the day on which the question was tabled.")
        if not self.instance.pk:
            self._refuse_duplicate(data)
        return data

    def _refuse_duplicate(self, data: dict[str, Any]) -> None:
        try:
            refuse_duplicate(data.get("uin", ""), data.get("tabled_on"), data.get("house", ""))
        except AlreadyThere as error:
            self.add_error("uin", link_to(error.question))


class AnswerForm(forms.ModelForm):
    class Meta:
        model = Answer
        fields = "__all__"  # noqa: DJ007
        widgets = {"text": LARGE_TEXT}

    def __init__(self, *given: Any, **named: Any):
        """The kind is chosen by an editor, or left to the rules: what these say stands beside the field."""
        super().__init__(*given, **named)
        field: Any = self.fields["nature"]
        field.choices = [("", "By the rules"), *Nature.choices]
        field.help_text = (
            f"The rules say: {told}." if (told := self._told()) else "Who chooses one overrules the rules."
        )
        if not self.instance.nature_is_an_editors:
            self.initial["nature"] = ""

    def _told(self) -> str:
        by_rules = self.instance.pk and not self.instance.nature_is_an_editors
        return self.instance.get_nature_display() if by_rules else ""

    def clean_text(self) -> str:
        return entered_html(typed(self.cleaned_data["text"]))

    def clean_nature(self) -> str:
        self.instance.nature_is_an_editors = bool(self.cleaned_data["nature"])
        return self.cleaned_data["nature"]


class AnswerFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        tabled = self.instance.tabled_on
        for form in self.forms:
            day = getattr(form, "cleaned_data", {}).get("answered_on")
            if tabled and day and day < tabled:
                form.add_error("answered_on", "This is before the day on which the question was tabled.")
            if not tabled and day and self._is_taken(day):
                form.add_error("answered_on", "Another question with this UIN has that day in its address.")

    def _is_taken(self, day: date) -> bool:
        """Whether the address by the day of the answer is another question's."""
        question = self.instance
        there = Question.objects.filter(house=question.house, uin=question.uin, tabled_on=None, answered_on=day)
        return there.exclude(pk=question.pk).exists()


class AnswerInline(admin.StackedInline):
    model = Answer
    form = AnswerForm
    formset = AnswerFormSet
    show_change_link = True
    autocomplete_fields = ("answered_by", "department")
    readonly_fields = ("answered_by_printed", "answered_as")

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> int:
        """An empty form, also for who has no JavaScript, until there is an answer."""
        return 0 if obj and obj.answers.exists() else max(1, len(answers_filled(request)))


class EditedByHand:
    """Saves a question through the archive, which settles it and keeps the edit as evidence."""

    def settle_edit(self, request: HttpRequest, question: Question) -> None:
        kept = take_edit(question, request.user.get_username())
        # The rows were saved before they were settled, so that settling may have found nothing to change.
        log_changed({question.pk} | derive([question.pk]), "edited")
        if kept:
            names = ", ".join(name.replace("_", " ") for name in kept)
            messages.warning(request, f"Kept as a source has it, since it is on record there: {names}.")


@admin.register(Question)
class QuestionAdmin(
    EditedByHand, TopicActions, NewQuestionAdmin, BulkAdmin, PublishingAdmin, ErasingAdmin, HistoryAdmin
):
    form = QuestionForm
    list_display = ("uin", "title", "house", "tabled_on", "department", "asked_by", "status")
    list_display_links = ("uin", "title")
    list_filter = (StandsFilter, "status", "house", "provenance", "text_is_cut", "department")
    list_select_related = ("department", "asked_by")
    search_fields = ("heading",)
    search_help_text = "A UIN, or words of a heading"
    autocomplete_fields = ("asked_by", "department")
    inlines = (AnswerInline, TopicInline)
    readonly_fields = (
        *("status", "answered_on", "asked_by_printed", "asked_as"),
        *("provenance", "last_seen_on", "vanished_on", "page"),
    )
    fieldsets = (
        (None, {"fields": (("house", "uin", "tabled_on"), "heading", "text", "text_is_cut")}),
        (
            "Put",
            {
                "fields": (
                    ("asked_by", "asked_by_printed", "department"),
                    ("is_named_day", "due_on"),
                    "has_interest",
                    "is_withdrawn",
                )
            },
        ),
        ("As it stands", {"fields": (("status", "answered_on"), "asked_as", "page")}),
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

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """A UIN goes by its index; anything else is looked for in the headings."""
        if UIN.fullmatch(uin := term.strip().upper()):
            return queryset.filter(uin=uin), False
        return super().get_search_results(request, queryset, term)

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        super().save_related(request, form, formsets, change)
        if restored := getattr(request, "restoration", None):
            put_back_attachments(form.instance, restored.then)
        self.settle_edit(request, form.instance)
        self.publish_if_asked(request, form.instance)


class AttachmentInline(admin.TabularInline):
    model = Attachment
    extra = 0


@admin.register(Answer)
class AnswerAdmin(EditedByHand, HistoryAdmin):
    form = AnswerForm
    list_display = ("question", "kind", "answered_on", "answered_by", "beginning")
    list_filter = (WithoutPostFilter, "kind", "text_is_cut")
    list_select_related = ("question", "answered_by")
    search_fields = ("question__uin",)
    search_help_text = "The question's UIN"
    autocomplete_fields = ("question", "answered_by", "department")
    readonly_fields = ("answered_by_printed", "answered_as")
    inlines = (AttachmentInline,)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        uin = term.strip().upper()
        return (queryset.filter(question__uin=uin) if uin else queryset), False

    @admin.display(description="text")
    def beginning(self, answer: Answer) -> str:
        return plain(answer.text)[:80]

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        super().save_related(request, form, formsets, change)
        # It may have been another question's until now.
        for question in Question.objects.filter(pk__in=[form.instance.question_id, form.initial.get("question")]):
            self.settle_edit(request, question)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Answer) -> None:
        question = obj.question
        Archive.lock()
        super().delete_model(request, obj)
        self.settle_edit(request, question)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        questions = list(Question.objects.filter(answers__in=queryset).distinct())
        Archive.lock()
        super().delete_queryset(request, queryset)
        for question in questions:
            self.settle_edit(request, question)


@admin.register(Attachment)
class AttachmentAdmin(EditedByHand, HistoryAdmin):
    list_display = ("title", "file_type", "size", "answer")
    list_select_related = ("answer",)
    search_fields = ("title",)
    autocomplete_fields = ("answer",)

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        super().save_related(request, form, formsets, change)
        self.settle_questions(request, [form.instance.answer_id, form.initial.get("answer")])

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Attachment) -> None:
        Archive.lock()
        super().delete_model(request, obj)
        self.settle_questions(request, [obj.answer_id])

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        Archive.lock()
        answers = list(queryset.values_list("answer", flat=True))
        super().delete_queryset(request, queryset)
        self.settle_questions(request, answers)

    def settle_questions(self, request: HttpRequest, answers: list[int]) -> None:
        for question in Question.objects.filter(answers__in=answers).distinct():
            self.settle_edit(request, question)
