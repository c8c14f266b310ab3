"""Form fields for lists' parameters: which values are valid, the errors, and the values for the criteria."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from typing import Any, Protocol, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from questions.models import Member
from questions.models.lookups import reference_in
from questions.rules.sessions import Sessions
from questions.search.parameters import Kind
from questions.search.queries import Period
from questions.text.dates import period_of

from .choices import (
    NONE,
    Keys,
    Vocabulary,
    document_keys,
    documents_called,
    seats_called,
    slug_keys,
    subjects_called,
)

INVALID_DATE = "“%(value)s” is not a valid date. Enter a year, month or day, for example 2023, April 2023 or 30/4/2023."


class OncePerForm:
    """A field whose copies share their contents, because nothing changes these in place.

    Django copies everything in a field for each form. For a list's twenty parameters that takes longer than validation.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return copy(self)


class Known(Protocol):
    """Where fields look up what the archive holds."""

    vocabulary: Vocabulary

    @property
    def people(self) -> dict[str, Member]:
        """Members by reference."""

    @property
    def sessions(self) -> Sessions: ...


class WordsField(forms.CharField):
    """Words to search for, without repetitions. Too many are refused."""

    most_words = 20
    default_error_messages = {"max_length": "Enter %(limit_value)d characters or fewer. You entered %(show_value)d."}

    def clean(self, value: Any) -> str:
        words = list(dict.fromkeys(super().clean(value).split()))
        if len(words) > self.most_words:
            raise ValidationError(f"Enter {self.most_words} words or fewer. You entered {len(words)}.")
        return " ".join(words)


class QueryField(OncePerForm, forms.CharField):
    """A query in the search language. It accepts any text, because every query has a meaning."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.validators = []  # not even for NUL, which separates words like a space


class ValuesField(OncePerForm, forms.MultipleChoiceField):
    """Any number of known values. Empty ones, which a form sends for blank fields, are ignored."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not one of the options."}

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(given for given in super().to_python(value) if given))

    def options(self) -> list[tuple[str, str]]:
        """The choices, as values and labels."""
        choices: Any = self.choices
        return [(str(value), str(label)) for value, label in choices]

    def label_of(self, value: str) -> str:
        return dict(self.options())[value]

    def criterion(self, value: list[str]) -> tuple[Any, ...]:
        """These values as the index has them. They must be valid."""
        return tuple(value)


class LookedUpField(ValuesField):
    """Slugs of things in the archive. `known` is used only if the parameter is used or offered."""

    known: Known


class TermsField(LookedUpField):
    """Slugs of departments, topics or parties; `kind` is their name in the vocabulary."""

    def __init__(self, *, kind: str, **options: Any):
        self.kind = kind
        super().__init__(**options)

    def valid_value(self, value: str) -> bool:
        return self.known.vocabulary.label(self.kind, value) is not None

    def label_of(self, value: str) -> str:
        return self.known.vocabulary.label(self.kind, value) or value

    def criterion(self, value: list[str]) -> Keys:
        return self.known.vocabulary.keys(self.kind, value)


class YearsField(ValuesField):
    """Years as four digits, or "none" (not recorded)."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not a year. Enter four digits, for example 2023."}

    def valid_value(self, value: str) -> bool:
        return value == NONE or re.fullmatch(r"(?!0000)\d{4}", value, re.ASCII) is not None

    def label_of(self, value: str) -> str:
        return "not recorded" if value == NONE else value

    def criterion(self, value: list[str]) -> Keys:
        return tuple(None if year == NONE else int(year) for year in value)


class SessionsField(LookedUpField):
    """First days of sessions."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not the first day of a session on record."}

    def options(self) -> list[tuple[str, str]]:
        """The sessions to choose from, newest first."""
        return [(session.slug, session.name) for session in reversed(self.known.sessions.all)]

    def valid_value(self, value: str) -> bool:
        return value in dict(self.options())

    def criterion(self, value: list[str]) -> tuple[Period, ...]:
        return tuple(period for slug in value if (period := self.known.sessions.period(slug)))


class SlugsField(ValuesField):
    """Slugs checked by `exist`, which maps slugs to {slug: label}. It is not called without slugs."""

    def __init__(self, *, exist: Callable[[list[str]], dict[str, str]], **options: Any):
        self.exist = exist
        super().__init__(**options)

    def validate(self, value: list[str]) -> None:
        asked = [given for given in value if given != NONE and re.fullmatch(r"[\w-]{1,100}", given, re.ASCII)]
        self.choices = [(NONE, "Not recorded"), *(self.exist(asked).items() if asked else ())]
        super().validate(value)

    def criterion(self, value: list[str]) -> Keys:
        return slug_keys(value)


class DocumentsField(SlugsField):
    def criterion(self, value: list[str]) -> Keys:
        return document_keys(value)


class MembersField(LookedUpField):
    """Members' slugs. Only the reference at the end counts."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not the address of a member."}

    def valid_value(self, value: str) -> bool:
        return value == NONE or reference_in(value) in self.known.people

    def label_of(self, value: str) -> str:
        return "not recorded" if value == NONE else self.known.people[reference_in(value)].name

    def criterion(self, value: list[str]) -> Keys:
        return tuple(None if slug == NONE else self.known.people[reference_in(slug)].pk for slug in value)


class FlagField(OncePerForm, forms.TypedChoiceField):
    """Yes (1), no (0), or either (nothing)."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not valid. Enter 1 for yes or 0 for no."}

    def __init__(self, **options: Any):
        choices = [("", "Either"), ("1", "Yes"), ("0", "No")]
        super().__init__(choices=choices, coerce=lambda value: value == "1", empty_value=None, **options)


class PartialDateField(OncePerForm, forms.CharField):
    """A day, or a longer period, which means its first day (with `last`, its last day)."""

    def __init__(self, *, last: bool = False, **options: Any):
        self.last = last
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return self.day(text) if text else None

    def day(self, text: str) -> date:
        try:
            first, last = period_of(text, timezone.localdate())
        except ValueError:
            raise ValidationError(INVALID_DATE, params={"value": text}) from None
        return last if self.last else first


class NumberField(OncePerForm, forms.IntegerField):
    """A whole number."""

    default_error_messages = {
        "min_value": "Enter a number that is %(limit_value)s or more.",
        "max_value": "Enter a number that is %(limit_value)s or less.",
    }


class OneOfField(OncePerForm, forms.ChoiceField):
    """One of a few choices."""

    default_error_messages = {"invalid_choice": "“%(value)s” is not one of the options."}


# The field for each kind of value, made from a parameter's label and any choices or limits.
FIELDS: dict[Kind, Callable[..., forms.Field]] = {
    Kind.QUERY: QueryField,
    Kind.CODES: ValuesField,
    Kind.DEPARTMENTS: partial(TermsField, kind="department"),
    Kind.TOPICS: partial(TermsField, kind="topic"),
    Kind.PARTIES: partial(TermsField, kind="party"),
    Kind.MEMBERS: MembersField,
    Kind.SEATS: partial(SlugsField, exist=seats_called),
    Kind.SUBJECTS: partial(SlugsField, exist=subjects_called),
    Kind.DOCUMENTS: partial(DocumentsField, exist=documents_called),
    Kind.SESSIONS: SessionsField,
    Kind.YEARS: YearsField,
    Kind.FIRST_DAY: PartialDateField,
    Kind.LAST_DAY: partial(PartialDateField, last=True),
    Kind.FLAG: FlagField,
    Kind.ORDER: OneOfField,
    Kind.NUMBER: NumberField,
}
