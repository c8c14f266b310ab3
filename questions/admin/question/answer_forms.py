"""The forms of answers. The text of a public answer is not overwritten: a correction is a new answer.

Only users who may amend an answer can fix a typing mistake in its text, and they give a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin

from questions.admin.base import Chooser
from questions.admin.days import DayField
from questions.archive.editing.answers import CannotBeDone, refuse_to_lose_address
from questions.archive.rows_as_records import answer_of
from questions.models import Answer, AnswerKind, AuditEntry, Member, Question
from questions.rules.days import fault
from questions.text.cleaning import entered_html

from .rich_text import ReadText, RichText, clean_typed_text

LOCKED = (
    "This text is public and cannot be changed here. If the minister has corrected the answer, use “Correct "
    "this answer” at the top of the question's form. To fix a typing mistake, ask a Publisher."
)
AMENDED = (
    "This text is public. Change it only to fix a typing mistake, and give the reason below. If the minister has "
    "corrected the answer, use “Correct this answer” at the top of the question's form."
)
WHY = "Give a reason for changing a public text: what was wrong, and where you found the right text."
WHY_DELETED = (
    "Give a reason for deleting a public answer. It can be restored under “Deleted answers”, or from the history."
)
A_CORRECTION = "To correct a public answer, use “Correct this answer” at the top of the question's form."
MOST_OF_A_REASON: int = AuditEntry._meta.get_field("reason").max_length  # type: ignore[assignment]


class AnswerForm(forms.ModelForm):
    """Each request makes a subclass with the question and what the user may do."""

    question: Question | None = None
    may_amend = False
    may_remove = False
    restores = False

    reason = forms.CharField(
        max_length=MOST_OF_A_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 100}),
        label="Reason for changing the text or deleting the answer",
        help_text="Required if you change the text above or delete the answer. Only staff see this, in the history. "
        "A deleted answer can be restored.",
    )

    class Meta:
        model = Answer
        fields = "__all__"  # noqa: DJ007

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        if "text" in self.fields:  # a user who may only look has no fields
            self._prepare_fields()

    def _prepare_fields(self) -> None:
        self._offer_answer_kind()
        is_public = self.is_public = bool(self.instance.pk and self._is_public(self.question or self.instance.question))
        self.is_locked = is_public and not self.may_amend
        self.is_amended = is_public and self.may_amend
        text: Any = self.fields["text"]
        text.widget = ReadText() if self.is_locked else RichText()
        if is_public:
            text.help_text = LOCKED if self.is_locked else AMENDED
        if not (is_public and (self.may_amend or self.may_remove)):
            self.fields["reason"].widget = forms.HiddenInput()

    def _offer_answer_kind(self) -> None:
        """An editor chooses the kind or leaves it to the rules; the help text shows what the rules say."""
        field: Any = self.fields["answer_kind"]
        field.choices = [("", "Automatic"), *AnswerKind.choices]
        by_rules = self.instance.pk and not self.instance.is_kind_by_editor
        told = self.instance.get_answer_kind_display() if by_rules else ""
        field.help_text = f"“Automatic” gives “{told}”." if told else "Your choice overrides the rules."
        if not self.instance.is_kind_by_editor:
            self.initial["answer_kind"] = ""

    @staticmethod
    def _is_public(question: Question) -> bool:
        """Whether it is public, or was until it was deleted, since it can be restored."""
        return bool(question.pk and question.published_at)

    def clean_text(self) -> str:
        """Clean HTML; exactly the stored text if nobody changed it."""
        text, stored = clean_typed_text(self.cleaned_data["text"]), self.instance.text
        return stored if text.strip() == clean_typed_text(stored).strip() else entered_html(text)

    def clean_answer_kind(self) -> str:
        self.instance.is_kind_by_editor = bool(self.cleaned_data["answer_kind"])
        return self.cleaned_data["answer_kind"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text", self.instance.text) != self.instance.text:
            self._guard_text(data.get("reason", ""))
        if "stage" in self.changed_data and data.get("stage") == Answer.Stage.CORRECTION:
            self._guard_correction(data.get("question") or self.question)
        return data

    def _guard_text(self, reason: str) -> None:
        if self.is_locked:
            self.add_error("text", LOCKED)
        elif self.is_amended and not reason and not self.restores:
            self.add_error("reason", WHY)

    def _guard_correction(self, question: Question | None) -> None:
        """A correction needs more fields than this form has."""
        if question and self._is_public(question) and not self.restores:
            self.add_error("stage", A_CORRECTION)


def join_reasons(formsets: Iterable[Any]) -> str:
    """The reasons given in the forms of answers."""
    forms_ = [form for formset in formsets for form in formset.forms if isinstance(form, AnswerForm)]
    return " ".join(filter(None, (form.cleaned_data.get("reason", "") for form in forms_)))[:MOST_OF_A_REASON]


class AnswerFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        stages: set[Any] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("DELETE"):
                self._refuse_to_lose_address(form)
                self._ask_why_deleted(form, data.get("reason", ""))
            elif data.get("answered_on"):
                self._check_day(form, data["answered_on"])
                self._check_stage(form, data.get("stage"), stages)

    def _check_day(self, form: Any, day: date) -> None:
        tabled = self.instance.tabled_on
        if tabled and day < tabled:
            form.add_error("answered_on", "This is before the date tabled.")
        if not tabled and self._is_taken(day):
            form.add_error("answered_on", "Another question with this UIN already has this date in its address.")

    def _check_stage(self, form: Any, stage: Any, stages: set[Any]) -> None:
        """Two answers with one stage would look like one answer that changed."""
        if stage != Answer.Stage.CORRECTION and stage in stages:
            form.add_error(
                "stage",
                "There is already an answer with this stage. If the minister has corrected it, add a correction.",
            )
        stages.add(stage)

    def _refuse_to_lose_address(self, form: Any) -> None:
        try:
            refuse_to_lose_address(self.instance, [answer_of(form.instance)] if form.instance.pk else [])
        except CannotBeDone as error:
            raise forms.ValidationError(str(error)) from None

    def _ask_why_deleted(self, form: Any, reason: str) -> None:
        """Django skips the errors of a deleted row, so the error is also one of the whole formset."""
        if form.instance.pk and form.is_public and not reason and not form.restores:
            form.add_error("reason", WHY_DELETED)
            raise forms.ValidationError(WHY_DELETED)

    def _is_taken(self, day: date) -> bool:
        """Whether another question has the address with this day of answer."""
        question = self.instance
        there = Question.objects.filter(house=question.house, uin=question.uin, tabled_on=None, answered_on=day)
        return there.exclude(pk=question.pk).exists()


class CorrectionForm(forms.Form):
    """The minister's replacement for the answer `current`."""

    required_css_class = "required"

    answered_on = DayField(
        label="Corrected on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The date of the minister's correction.",
    )
    answered_by = forms.ModelChoiceField(
        Member.objects.all(),
        label="Corrected by",
        widget=Chooser(Answer._meta.get_field("answered_by"), admin.site),
        help_text="The minister. Type part of the name.",
    )
    text = forms.CharField(
        label="Corrected text",
        widget=RichText,
        help_text="The whole corrected answer. We have copied the earlier text: change what the minister changed.",
    )
    reason = forms.CharField(
        max_length=MOST_OF_A_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Why it was corrected, and your source. Only staff see this, in the history.",
    )

    def __init__(self, current: Answer, sent: Any = None):
        self.current = current
        begin = {"text": current.text, "answered_by": current.answered_by_id}
        super().__init__(sent, initial=begin)

    def clean_answered_on(self) -> date:
        day, question = self.cleaned_data["answered_on"], self.current.question
        if wrong := fault(day, has_happened=True):
            raise forms.ValidationError(wrong)
        if day < self.current.answered_on:
            raise forms.ValidationError(f"This is before the answer that you are correcting: {self.current}.")
        if question.answers.filter(stage=Answer.Stage.CORRECTION, answered_on=day).exists():
            raise forms.ValidationError("There is already a correction with this date.")
        return day

    def clean_text(self) -> str:
        text = clean_typed_text(self.cleaned_data["text"])
        if text.strip() == clean_typed_text(self.current.text).strip() or entered_html(text) == self.current.text:
            raise forms.ValidationError("The text has not changed. Change what the minister corrected.")
        return entered_html(text)
