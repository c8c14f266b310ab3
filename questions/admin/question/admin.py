"""The admin of questions: their list and their form, and by name the pages, actions and buttons that belong to them.

Pages have modules of their own, with plain views: `urls` has their addresses, `get_context` what the form of a question
needs to link to them, and `get_actions` the same for many questions.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from questions.admin.new_question import asked_before
from questions.admin.new_question import views as new_question
from questions.admin.spreadsheets import SpreadsheetAdmin
from questions.admin.versioned.restoring import put_back_attachments
from questions.archive.editing.publishing import erase
from questions.models import Archive, Evidence, FormerAddress, GroupLink, Question, QuestionEvent

from . import correcting, deleted_answers, publishing
from .answer_forms import join_reasons
from .answers import AnswerInline
from .finding import HINT, find_questions
from .publishing import StandsFilter
from .question_form import QuestionForm
from .saved_messages import describe_saved
from .saving import give_reason, settle_edit
from .topic_assignments import TopicInline, may_assign, say_of_topic


@admin.register(Question)
class QuestionAdmin(SpreadsheetAdmin):
    add_form_template = "admin/questions/question/add_form.html"
    change_form_template = "admin/questions/question/change_form.html"
    form = QuestionForm
    list_display = ("uin", "title", "house", "tabled_on", "department", "asked_by", "status")
    list_display_links = ("uin", "title")
    list_filter = (StandsFilter, "status", "house", "provenance", "text_is_cut", "department")
    list_select_related = ("department", "asked_by")
    search_fields = ("heading",)
    search_help_text = HINT
    autocomplete_fields = ("asked_by", "department")
    inlines = (AnswerInline, TopicInline)
    actions = (say_of_topic,)
    readonly_fields = (
        "status",
        "answered_on",
        "asked_by_printed",
        "asked_as",
        "provenance",
        "last_seen_on",
        "vanished_on",
        "page",
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

    @admin.display(description="title")
    def title(self, question: Question) -> str:
        return render_to_string("admin/questions/title.html", {"question": question})

    @admin.display(description="public page")
    def page(self, question: Question) -> str:
        if not question.pk:
            return "–"
        if not question.is_public:
            return "None, because it is deleted" if question.deleted_at else "None yet, because it is a draft"
        return format_html('<a href="{}">{}</a>', question.get_absolute_url(), question.get_absolute_url())

    # Pages, actions and buttons

    def get_urls(self) -> list[Any]:
        own = [*new_question.urls, *asked_before.urls, *publishing.urls, *correcting.urls, *deleted_answers.urls]
        return [*own, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer permanent deletion only in the list of deleted questions: an action applies only to rows shown."""
        actions = {**publishing.get_actions(request), **super().get_actions(request)}
        if request.GET.get(StandsFilter.parameter_name) != "deleted":
            actions.pop("delete_selected", None)
        return actions

    def has_assign_permission(self, request: HttpRequest) -> bool:
        return may_assign(request)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        question = kwargs.get("obj")
        context |= publishing.get_context(request, question)
        context |= correcting.get_context(request, question)
        context |= deleted_answers.get_context(request, question)
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, question: Question) -> str:
        """The public page, or else its preview."""
        if question.is_public:
            return question.get_absolute_url()
        return reverse("admin:question_preview", args=[question.pk])

    # The list

    find_elsewhere = True  # the page of a search that finds nothing says where else there are questions

    def get_search_results(self, request: HttpRequest, queryset: Any, term: str) -> tuple[QuerySet, bool]:
        return find_questions(term, queryset, request.GET), False

    # The form

    def get_readonly_fields(self, request: HttpRequest, obj: Question | None = None) -> Any:
        """Users who may publish choose in the form of a new question; later they use the actions."""
        own = (*super().get_readonly_fields(request, obj), "deleted_at", "withheld_because")
        return own if obj is None and publishing.may_publish(request) else (*own, "published_at")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), **new_question.read_filled_question(request)}

    def get_formset_kwargs(self, request: HttpRequest, obj: Question, inline: Any, prefix: str) -> dict[str, Any]:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        answers = new_question.read_filled_answers(request) if prefix == "answers" else []
        return {**given, "initial": answers} if answers else given

    # Saving

    def save_model(self, request: HttpRequest, obj: Question, form: Any, change: bool) -> None:
        if not change and ("_draft" in request.POST or not publishing.may_publish(request)):
            obj.published_at = None
        super().save_model(request, obj, form, change)

    @transaction.atomic
    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        Archive.lock()
        give_reason(request, join_reasons(formsets))
        super().save_related(request, form, formsets, change)
        if restored := getattr(request, "restoration", None):
            put_back_attachments(form.instance, restored.then)
        settle_edit(request, form.instance)
        publishing.publish_if_asked(request, form.instance)
        request.saved = (form.instance.pk, not change)

    def message_user(self, request: Any, message: Any, level: Any = messages.INFO, *args: Any, **kwargs: Any) -> None:
        """After a save, say more than that it was successful."""
        if level == messages.SUCCESS and (saved := getattr(request, "saved", None)):
            message = describe_saved(request, saved[0], is_new=saved[1])
        super().message_user(request, message, level, *args, **kwargs)

    # Deleting permanently, which needs a deletion that could be undone before it

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.deleted_at is not None)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Allow deleting rows of a question that cannot be deleted on their own."""
        shown, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        own = {str(model._meta.verbose_name) for model in (Evidence, QuestionEvent, GroupLink, FormerAddress)}
        return shown, counts, set(forbidden) - own, protected

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        erase([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        erase(queryset.values_list("pk", flat=True))
