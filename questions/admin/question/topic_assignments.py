"""Editors' topic assignments: in a question's form, in the list of assignments, and for many questions at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from questions.admin.base import LargeTableAdmin, NamedTabularInline, format_count, show_page
from questions.admin.list_actions import list_posted_rows, read_chosen
from questions.archive.editing.topics import assign, exclude, take_back
from questions.models import Question, Topic, TopicAssignment

STATED = "Not deleted, because the topic's rule includes the question. To exclude it, tick “Excluded”."


def save_assignment(row: TopicAssignment, editor: Any) -> TopicAssignment:
    """An editor's row, saved or not, replaces any row of the same topic and question."""
    (exclude if row.is_excluded else assign)(row.topic, [row.question_id], editor)
    return TopicAssignment.objects.get(topic=row.topic_id, question=row.question_id)


def save_changed_assignment(row: TopicAssignment, editor: Any) -> TopicAssignment:
    """The same for a changed row. If it named another question or topic before, rules decide there again."""
    before = TopicAssignment.objects.get(pk=row.pk)
    said = save_assignment(row, editor)
    if said.pk != row.pk:
        take_back([before])
    return said


class WordForm(forms.ModelForm):
    class Meta:
        model = TopicAssignment
        fields = ("topic", "question", "is_excluded")

    def _get_validation_exclusions(self) -> set[str]:
        """An existing row of this topic and question is no error: the editor's row replaces it."""
        return super()._get_validation_exclusions() | {"question"}  # type: ignore[misc]


class WordFormSet(forms.BaseInlineFormSet):
    """Rows that an editor changed become the editor's; the rest stay the rule's."""

    editor: Any = None

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """Do not validate an unchanged row: a rule may remove it while the page is open."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.empty_permitted = True
        if i < self.initial_form_count() and not form.instance.pk:
            is_excluded = form["is_excluded"].data
            form.has_changed = lambda: bool(is_excluded)
        return form

    def validate_unique(self) -> None:
        topics = [form.cleaned_data.get("topic") for form in self.forms if form.has_changed()]
        if len(set(topics)) < len(topics):
            raise ValidationError("Two rows have the same topic. Remove one.")

    def save_new(self, form: Any, commit: bool = True) -> TopicAssignment:
        form.instance.question = self.instance
        return save_assignment(form.instance, self.editor)

    def save_existing(self, form: Any, obj: TopicAssignment, commit: bool = True) -> TopicAssignment:
        return save_changed_assignment(form.instance, self.editor)

    def delete_existing(self, obj: TopicAssignment, commit: bool = True) -> None:
        take_back([obj])


class TopicInline(NamedTabularInline):
    model = TopicAssignment
    form = WordForm
    formset = WordFormSet
    extra = 1
    autocomplete_fields = ("topic",)
    fields = ("topic", "is_excluded", "origin", "assigned_by", "assigned_at")
    readonly_fields = ("origin", "assigned_by", "assigned_at")
    verbose_name_plural = "topics: to go back to a topic’s rule, delete the editor’s row"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.editor = request.user
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out the staged assignments of rules that are not in force yet."""
        rows = TopicAssignment.objects
        return (rows.included() | rows.filter(is_excluded=True)).select_related("topic", "assigned_by")


@admin.register(TopicAssignment)
class TopicAssignmentAdmin(LargeTableAdmin):
    form = WordForm
    list_display = ("topic", "question", "origin", "is_excluded", "assigned_by", "assigned_at")
    list_filter = ("origin", "is_excluded", "topic")
    list_select_related = ("topic", "question", "assigned_by")
    search_fields = ("question__uin",)
    search_help_text = "Enter the question’s UIN"
    autocomplete_fields = ("topic", "question")
    fields = ("topic", "question", "is_excluded", "origin", "assigned_by", "assigned_at")
    readonly_fields = ("origin", "assigned_by", "assigned_at")
    actions = ("include_these", "exclude_these")

    def save_model(self, request: HttpRequest, obj: TopicAssignment, form: Any, change: bool) -> None:
        if form.has_changed() or not change:
            said = save_changed_assignment(obj, request.user) if change else save_assignment(obj, request.user)
            obj.pk, obj._state.adding = said.pk, False

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: TopicAssignment) -> None:
        self.delete_queryset(request, TopicAssignment.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        rows = list(queryset)
        take_back(rows)
        if any(row.origin == TopicAssignment.Origin.RULE for row in rows):
            messages.warning(request, STATED)

    @admin.action(description="Include in the topic", permissions=["change"])
    def include_these(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.assign_rows(request, queryset, assign)

    @admin.action(description="Exclude from the topic", permissions=["change"])
    def exclude_these(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.assign_rows(request, queryset, exclude)

    def assign_rows(self, request: HttpRequest, queryset: QuerySet, word: Any) -> None:
        rows = read_chosen(request, queryset.values_list("topic", "question"), "assignments")
        if rows is None:
            return
        topics = Topic.objects.filter(pk__in={topic for topic, _ in rows})
        done = sum(word(t, [question for topic, question in rows if topic == t.pk], request.user) for t in topics)
        messages.success(request, f"{format_count(done, 'assignment')} changed.")


class ManyForm(forms.Form):
    topic = forms.ModelChoiceField(Topic.objects.all())
    word = forms.ChoiceField(
        label="The questions",
        choices=[("assign", "belong to it"), ("exclude", "do not belong to it, even if its rule includes them")],
        widget=forms.RadioSelect,
        initial="assign",
    )


def may_assign(request: HttpRequest) -> bool:
    return request.user.has_perms(["questions.add_topicassignment", "questions.change_topicassignment"])


@admin.action(description="Add to a topic, or exclude from one…", permissions=["assign"])
def say_of_topic(model_admin: Any, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse | None:
    """The list action with which an editor assigns many questions."""
    pks = read_chosen(request, queryset.values_list("pk", flat=True), "questions")
    if pks is None:
        return None
    form = ManyForm(request.POST if "word" in request.POST else None)
    if not form.is_valid():
        title = f"{format_count(len(pks), 'question')}: add to a topic, or exclude from one"
        kept = list_posted_rows(request, "say_of_topic")
        return show_page(request, Question, "question/topic", title, form=form, kept=kept)
    topic, is_in = form.cleaned_data["topic"], form.cleaned_data["word"] == "assign"
    done = (assign if is_in else exclude)(topic, pks, request.user)
    said = f"added to “{topic}”" if is_in else f"excluded from “{topic}”"
    messages.success(request, f"{format_count(done, 'question')} {said}.")
    return None
