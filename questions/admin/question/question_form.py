"""The form of a question."""

from __future__ import annotations

from typing import Any

from django import forms

from questions.admin.new_question.forms import link_question
from questions.archive.editing.duplicates import AlreadyThere, refuse_duplicate
from questions.models import Question
from questions.sources.parliament import UIN

from .rich_text import clean_typed_text


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
        return clean_typed_text(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tabled, due = data.get("tabled_on"), data.get("due_on")
        if not tabled and not self.instance.pk and "tabled_on" not in self.errors:
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
            self.add_error("uin", link_question(error.question))
