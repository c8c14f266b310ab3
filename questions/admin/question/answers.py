"""The admin of answers and their attachments, in their question's form and on their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from questions.admin.base import FEW_ROWS, NamedTabularInline, WithChoosers
from questions.admin.new_question.views import read_filled_answers
from questions.admin.versioned.forms import RecordAdmin
from questions.admin.work_list_filters import WithoutPostFilter
from questions.archive.editing.answers import CannotBeDone, remove_answers
from questions.models import Answer, Archive, Attachment, Question
from questions.text.cleaning import plain

from .answer_forms import AnswerForm, AnswerFormSet
from .saving import give_reason, settle_edit

FIELDS = (
    "question",
    "stage",
    "answered_on",
    "answered_by",
    "answered_by_printed",
    "answered_as",
    "department",
    "text",
    "reason",
    "text_is_cut",
    "answer_kind",
)


def set_permissions(request: Any, form: type[AnswerForm], question: Question | None = None) -> None:
    """Tell a form made for this request what its user may do."""
    form.question = question
    form.may_amend = request.user.has_perm("questions.amend_answer")
    form.may_remove = request.user.has_perm("questions.remove_answer")
    form.restores = bool(getattr(request, "editing", None) and request.editing.restores)


class AnswerInline(WithChoosers, admin.StackedInline):
    model = Answer
    form = AnswerForm
    formset = AnswerFormSet
    fields = FIELDS[1:]
    show_change_link = True
    autocomplete_fields = ("answered_by", "department")
    readonly_fields = ("answered_by_printed", "answered_as")

    def get_formset(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **FEW_ROWS, **kwargs)
        set_permissions(request, formset.form, obj)  # type: ignore[arg-type]
        return formset

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs: Any) -> int:
        """Show an empty form until there is an answer, also without JavaScript."""
        return 0 if obj and obj.answers.exists() else max(1, len(read_filled_answers(request)))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Answers deleted here can be restored."""
        return request.user.has_perm("questions.remove_answer")


class AttachmentForm(forms.ModelForm):
    """The form of an attachment. Its address is optional, because sometimes only the number of them is known."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "url" in self.fields:
            self.fields["url"].required = bool(self.instance.url or self.instance.pk is None)


class AttachmentInline(NamedTabularInline):
    model = Attachment
    form = AttachmentForm
    extra = 0


@admin.register(Answer)
class AnswerAdmin(RecordAdmin):
    form = AnswerForm
    fields = FIELDS
    delete_confirmation_template = "admin/questions/answer/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/questions/answer/delete_selected_confirmation.html"
    list_display = ("question", "stage", "answered_on", "answered_by", "beginning")
    list_filter = (WithoutPostFilter, "stage", "text_is_cut")
    list_select_related = ("question", "answered_by")
    search_fields = ("question__uin",)
    search_help_text = "Enter the question’s UIN"
    autocomplete_fields = ("question", "answered_by", "department")
    readonly_fields = ("answered_by_printed", "answered_as")
    inlines = (AttachmentInline,)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        uin = term.strip().upper()
        return (queryset.filter(question__uin=uin) if uin else queryset), False

    @admin.display(description="text")
    def beginning(self, answer: Answer) -> str:
        return plain(answer.text)[:80]

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        set_permissions(request, form)
        return form

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        give_reason(request, form.cleaned_data.get("reason", ""))
        super().save_related(request, form, formsets, change)
        # It may have belonged to another question until now.
        for question in Question.objects.filter(pk__in=[form.instance.question_id, form.initial.get("question")]):
            settle_edit(request, question)

    # Deleting, so that it can be undone in the question's form

    def has_delete_permission(self, request: HttpRequest, obj: Answer | None = None) -> bool:
        return request.user.has_perm("questions.remove_answer")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Restoring an answer restores its attachments."""
        return [str(answer) for answer in objs], {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Answer) -> None:
        self.delete_queryset(request, Answer.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        Archive.lock()
        for question in Question.objects.filter(answers__in=queryset).distinct():
            try:
                remove_answers(question, question.answers.filter(pk__in=queryset), request.user.get_username())
            except CannotBeDone as error:
                messages.error(request, str(error))


@admin.register(Attachment)
class AttachmentAdmin(RecordAdmin):
    form = AttachmentForm
    list_display = ("title", "file_type", "size", "answer")
    list_select_related = ("answer",)
    search_fields = ("title",)
    autocomplete_fields = ("answer",)

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        super().save_related(request, form, formsets, change)
        settle_questions(request, [form.instance.answer_id, form.initial.get("answer")])

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Attachment) -> None:
        Archive.lock()
        super().delete_model(request, obj)
        settle_questions(request, [obj.answer_id])

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        Archive.lock()
        answers = list(queryset.values_list("answer", flat=True))
        super().delete_queryset(request, queryset)
        settle_questions(request, answers)


def settle_questions(request: HttpRequest, answers: list[int]) -> None:
    for question in Question.objects.filter(answers__in=answers).distinct():
        settle_edit(request, question)
