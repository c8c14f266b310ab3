"""The admin of spellings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from questions.models import Spelling
from questions.search.index.analysis import is_acronym, plain_words
from questions.search.language.known_words import PARTS
from questions.search.language.staff_spellings import are_forms, key_of
from questions.search.language.variants import MOST_WORDS

from .base import SettlingAdmin, apply_rules


class SpellingForm(forms.ModelForm):
    class Meta:
        model = Spelling
        fields = ("one", "other", "is_one_word")

    def clean_one(self) -> str:
        return _checked(self.cleaned_data["one"])

    def clean_other(self) -> str:
        return _checked(self.cleaned_data["other"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        one, other = cleaned.get("one"), cleaned.get("other")
        if one and other:
            self._check_pair(one, other)
        return cleaned

    def _check_pair(self, one: str, other: str) -> None:
        if one == other:
            raise ValidationError({"other": "Enter another spelling."})
        if key_of(one) == key_of(other):
            forms = f"Searches treat “{one}” and “{other}” as forms of one word. Only quotation marks tell them apart."
            raise ValidationError({"other": forms})
        for row in Spelling.objects.exclude(pk=self.instance.pk):
            if _is_of(row, one, other) or _is_of(row, other, one):
                there = f"There is already a row for forms of these two: {row}. Change that row instead."
                raise ValidationError({"other": there})


def _is_of(row: Spelling, one: str, other: str) -> bool:
    return are_forms(row.one, one) and are_forms(row.other, other)


def _checked(text: str) -> str:
    if len(plain_words(text)) > MOST_WORDS:
        raise ValidationError(f"Use up to {MOST_WORDS} words. A hyphen divides words too.")
    if acronyms := [part for part in PARTS.findall(text) if is_acronym(part)]:
        raise ValidationError(f"“{acronyms[0]}” is an acronym, and matches only capitals. Use the acronyms instead.")
    for word in text.split():
        if not plain_words(word):
            raise ValidationError(f"“{word}” is too long for a word, so it cannot be found.")
    if len(set(plain_words(text))) < len(text.split()):
        raise ValidationError(f"“{text}” repeats a word, which searches read once. Join the words with a hyphen.")
    return text


@admin.register(Spelling)
class SpellingAdmin(SettlingAdmin):
    form = SpellingForm
    list_display = ("one", "other", "is_one_word")
    list_filter = ("is_one_word",)
    search_fields = ("one", "other")

    def settle_rows(self, request: HttpRequest, rows: list[Any]) -> None:
        apply_rules(request)
