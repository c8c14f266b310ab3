"""Form fields for the parameters of a list: what a value may look like, and what is said of one that is none."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from questions.models import Member
from questions.models.lookups import reference_in
from questions.rules.sessions import Sessions

from .choices import NONE

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MISUNDERSTOOD_DATE = "“%(value)s” is no date here: write 2023, 2023-04 or 2023-04-30."


class OncePerForm:
    """A field of which each form gets a copy that shares what it is made of: nothing of it is ever changed in place.

    Django copies all that a field holds, which for a list's twenty parameters takes longer than to check them.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return copy(self)


class WordsField(forms.CharField):
    """Words to search for, each looked for once; more of them than anybody means are not understood."""

    most_words = 20
    default_error_messages = {
        "max_length": "These are %(show_value)d letters and spaces: search for %(limit_value)d at most."
    }

    def clean(self, value: Any) -> str:
        words = list(dict.fromkeys(super().clean(value).split()))
        if len(words) > self.most_words:
            raise ValidationError(f"These are {len(words)} words: search for {self.most_words} at most.")
        return " ".join(words)


class QueryField(OncePerForm, forms.CharField):
    """A query in the search language, which has an answer to anything: nothing that is typed is refused."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.validators = []  # not even NUL, which separates words like a space


class ValuesField(OncePerForm, forms.MultipleChoiceField):
    """Any number of known values; empty ones, which a form sends for what was left blank, count as none."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not known here."}

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(given for given in super().to_python(value) if given))

    def options(self) -> list[tuple[str, str]]:
        """What there is to choose from, as values and labels."""
        choices: Any = self.choices
        return [(str(value), str(label)) for value, label in choices]

    def label_of(self, value: str) -> str:
        return dict(self.options())[value]


class TermsField(ValuesField):
    """Slugs of departments, topics or parties; `called` gives what one is called, and None for one that is unknown."""

    called: Callable[[str], str | None]

    def valid_value(self, value: str) -> bool:
        return self.called(value) is not None

    def label_of(self, value: str) -> str:
        return self.called(value) or value


class YearsField(ValuesField):
    """Years as four digits, or "none": not recorded."""

    default_error_messages = {"invalid_choice": "“%(value)s” is no year: write it as 2023."}

    def valid_value(self, value: str) -> bool:
        return value == NONE or re.fullmatch(r"(?!0000)\d{4}", value, re.ASCII) is not None

    def label_of(self, value: str) -> str:
        return "not recorded" if value == NONE else value


class SessionsField(ValuesField):
    """First days of sessions; `on_record` gives these, and is called only where the parameter is used or offered."""

    on_record: Callable[[], Sessions]
    default_error_messages = {"invalid_choice": "“%(value)s” is not the first day of a session that is on record."}

    def options(self) -> list[tuple[str, str]]:
        """The newest first."""
        return [(session.slug, session.name) for session in reversed(self.on_record().all)]

    def valid_value(self, value: str) -> bool:
        return value in dict(self.options())


class SlugsField(ValuesField):
    """Slugs that `exist` finds: a callable from slugs to {slug: label}, which is not called for none."""

    exist: Callable[[list[str]], dict[str, str]]

    def validate(self, value: list[str]) -> None:
        asked = [given for given in value if given != NONE and re.fullmatch(r"[\w-]{1,100}", given, re.ASCII)]
        self.choices = [(NONE, "Not recorded"), *(self.exist(asked).items() if asked else ())]
        super().validate(value)


class MembersField(ValuesField):
    """Members' slugs, of which only the reference at the end counts; `people` are those that exist, by reference."""

    people: dict[str, Member]
    default_error_messages = {"invalid_choice": "“%(value)s” is no member's address here."}

    def valid_value(self, value: str) -> bool:
        return value == NONE or reference_in(value) in self.people

    def label_of(self, value: str) -> str:
        return "not recorded" if value == NONE else self.people[reference_in(value)].name


class FlagField(OncePerForm, forms.TypedChoiceField):
    """Yes (1), no (0), or either (nothing)."""

    default_error_messages = {"invalid_choice": "“%(value)s” is neither 1 (yes) nor 0 (no)."}

    def __init__(self, **options: Any):
        choices = [("", "Either"), ("1", "Yes"), ("0", "No")]
        super().__init__(choices=choices, coerce=lambda value: value == "1", empty_value=None, **options)


class PartialDateField(OncePerForm, forms.CharField):
    """A day, or a month or year, which means its first day; with `last`, its last one."""

    def __init__(self, *, last: bool = False, **options: Any):
        self.last = last
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return self.day(text) if text else None

    def day(self, text: str) -> date:
        found = re.fullmatch(PARTIAL_DATE, text)
        try:
            if not found or not text.isascii():
                raise ValueError(text)
            year, month, day = (int(part) if part else None for part in found.groups())
            return self._filled(year or 0, month, day)
        except ValueError:
            raise ValidationError(MISUNDERSTOOD_DATE, params={"value": text}) from None

    def _filled(self, year: int, month: int | None, day: int | None) -> date:
        month = month if month is not None else 12 if self.last else 1
        return date(year, month, day or (monthrange(year, month)[1] if self.last else 1))


class NumberField(OncePerForm, forms.IntegerField):
    """A whole number."""


class OneOfField(OncePerForm, forms.ChoiceField):
    """One of a few choices."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not known here."}
