"""The forms of answers. A public answer's text is not overwritten: it is corrected by another answer.

Only who may amend it repairs what was keyed wrong in its place, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect

from questions.archive.editing.answers import CannotBeDone, refuse_to_lose_address
from questions.archive.rows_as_records import answer_of
from questions.models import Answer, AuditEntry, Member, Nature, Question
from questions.rules.days import fault
from questions.text.cleaning import entered_html

from .rich_text import ReadText, RichText, typed

LOCKED = (
    "This text is public, and stays as it was given. What the minister has corrected is another answer: use “Correct "
    "this answer”, at the top of the question's form. What was keyed wrong here, a Publisher can mend."
)
AMENDED = (
    "This text is public. Change it only where it was keyed wrong here, and give the reason below. What the minister "
    "has corrected is another answer: use “Correct this answer”, at the top of the question's form."
)
WHY = "Say why a public text is changed: what was keyed wrong, and where you looked it up."
A_CORRECTION = "A public answer is corrected by “Correct this answer”, at the top of the question's form."
MOST_OF_A_REASON: int = AuditEntry._meta.get_field("reason").max_length  # type: ignore[assignment]


class AnswerForm(forms.ModelForm):
    """Its subclass for a request says of which question it is, and what the user may do."""

    question: Question | None = None
    may_amend = False
    restores = False

    reason = forms.CharField(
        max_length=MOST_OF_A_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 100}),
        label="Reason for changing the text",
        help_text="Needed where you change the text above. It is kept in the history, for whoever works at the desk.",
    )

    class Meta:
        model = Answer
        fields = "__all__"  # noqa: DJ007

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self._offer_nature()
        is_public = bool(self.instance.pk and self._is_public(self.question or self.instance.question))
        self.is_locked = is_public and not self.may_amend
        self.is_amended = is_public and self.may_amend
        text: Any = self.fields["text"]
        text.widget = ReadText() if self.is_locked else RichText()
        if is_public:
            text.help_text = LOCKED if self.is_locked else AMENDED
        if not self.is_amended:
            self.fields["reason"].widget = forms.HiddenInput()

    def _offer_nature(self) -> None:
        """The kind is chosen by an editor, or left to the rules: what these say stands beside the field."""
        field: Any = self.fields["nature"]
        field.choices = [("", "By the rules"), *Nature.choices]
        by_rules = self.instance.pk and not self.instance.nature_is_an_editors
        told = self.instance.get_nature_display() if by_rules else ""
        field.help_text = f"The rules say: {told}." if told else "Who chooses one overrules the rules."
        if not self.instance.nature_is_an_editors:
            self.initial["nature"] = ""

    @staticmethod
    def _is_public(question: Question) -> bool:
        """Or was until it was deleted: it may come back as it is."""
        return bool(question.pk and question.published_at)

    def clean_text(self) -> str:
        """Clean HTML; what is stored, byte for byte, where nobody touched it."""
        text, stored = typed(self.cleaned_data["text"]), self.instance.text
        return stored if text.strip() == typed(stored).strip() else entered_html(text)

    def clean_nature(self) -> str:
        self.instance.nature_is_an_editors = bool(self.cleaned_data["nature"])
        return self.cleaned_data["nature"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text", self.instance.text) != self.instance.text:
            self._guard_text(data.get("reason", ""))
        if "kind" in self.changed_data and data.get("kind") == Answer.Kind.CORRECTION:
            self._guard_correction(data.get("question") or self.question)
        return data

    def _guard_text(self, reason: str) -> None:
        if self.is_locked:
            self.add_error("text", LOCKED)
        elif self.is_amended and not reason and not self.restores:
            self.add_error("reason", WHY)

    def _guard_correction(self, question: Question | None) -> None:
        """It asks for more than this form does."""
        if question and self._is_public(question) and not self.restores:
            self.add_error("kind", A_CORRECTION)


def reasons_in(formsets: Iterable[Any]) -> str:
    """What was given as reasons in the forms of answers."""
    forms_ = [form for formset in formsets for form in formset.forms if isinstance(form, AnswerForm)]
    return " ".join(filter(None, (form.cleaned_data.get("reason", "") for form in forms_)))[:MOST_OF_A_REASON]


class AnswerFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kinds: set[Any] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("DELETE"):
                self._refuse_to_lose_address(form)
            elif data.get("answered_on"):
                self._check_day(form, data["answered_on"])
                self._check_kind(form, data.get("kind"), kinds)

    def _check_day(self, form: Any, day: date) -> None:
        tabled = self.instance.tabled_on
        if tabled and day < tabled:
            form.add_error("answered_on", "This is before the day on which the question was tabled.")
        if not tabled and self._is_taken(day):
            form.add_error("answered_on", "Another question with this UIN has that day in its address.")

    def _check_kind(self, form: Any, kind: Any, kinds: set[Any]) -> None:
        """Two of one kind would be taken for one that was changed."""
        if kind != Answer.Kind.CORRECTION and kind in kinds:
            form.add_error(
                "kind", "There is one of this kind already. What the minister has corrected is a correction."
            )
        kinds.add(kind)

    def _refuse_to_lose_address(self, form: Any) -> None:
        try:
            refuse_to_lose_address(self.instance, [answer_of(form.instance)] if form.instance.pk else [])
        except CannotBeDone as error:
            raise forms.ValidationError(str(error)) from None

    def _is_taken(self, day: date) -> bool:
        """Whether the address by the day of the answer is another question's."""
        question = self.instance
        there = Question.objects.filter(house=question.house, uin=question.uin, tabled_on=None, answered_on=day)
        return there.exclude(pk=question.pk).exists()


class CorrectionForm(forms.Form):
    """What a minister has put in the place of the answer `current`."""

    answered_on = forms.DateField(
        label="Corrected on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The day on which the minister corrected the answer.",
    )
    answered_by = forms.ModelChoiceField(
        Member.objects.all(),
        label="Corrected by",
        widget=AutocompleteSelect(Answer._meta.get_field("answered_by"), admin.site),
        help_text="The minister: type a part of the name.",
    )
    text = forms.CharField(
        label="Corrected text",
        widget=RichText,
        help_text="The whole answer as it is now. It begins as what stood before: change what the minister changed.",
    )
    reason = forms.CharField(
        max_length=MOST_OF_A_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text="Why it is corrected, and where you have it from. It is kept in the history, for the desk.",
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
            raise forms.ValidationError(f"This is before the answer that is corrected: {self.current}.")
        if question.answers.filter(kind=Answer.Kind.CORRECTION, answered_on=day).exists():
            raise forms.ValidationError("There is a correction of that day already.")
        return day

    def clean_text(self) -> str:
        text = typed(self.cleaned_data["text"])
        if text.strip() == typed(self.current.text).strip() or entered_html(text) == self.current.text:
            raise forms.ValidationError("Nothing is corrected: this is the text as it was.")
        return entered_html(text)
