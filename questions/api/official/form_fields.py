"""Form fields for the parameters of Parliament's API, in every spelling that its clients use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from questions.api.problems import Refused
from questions.lists.form_fields import OncePerForm

LARGEST = 2**31 - 1  # the specification's int32
# A day, and what may follow: a time, a fraction, a zone. A "+" that was not encoded arrives as a space.
DAY = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+ -]\d{2}:?\d{2})?)?", re.I | re.A
)
FLAGS = {"true": True, "1": True, "false": False, "0": False}


class NumberField(OncePerForm, forms.IntegerField):
    """An id, or how many records to skip or to return."""

    widget = forms.TextInput

    def __init__(self, *, least: int = 1, most: int = LARGEST, **options: Any):
        said = f"“%(value)s” is not a whole number from {least} to {most:,}."
        super().__init__(min_value=least, max_value=most, error_messages={"invalid": said}, **options)

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid"], params={"value": f"{value:.40}"}) from error


class NumbersField(OncePerForm, forms.Field):
    """Any number of ids, one in each value or with commas between them."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[int, ...]:
        number = NumberField(required=False)
        given = (number.clean(one.strip()) for values in value or () for one in values.split(","))
        return tuple(dict.fromkeys(one for one in given if one is not None))


class DayField(OncePerForm, forms.Field):
    """A day; a time or a zone after it makes no difference."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> date | None:
        written = (value or "").strip()
        if not written:
            return None
        try:
            parts = DAY.fullmatch(written)
            return date(*map(int, parts.groups())) if parts else date.fromisoformat(written)
        except ValueError as error:
            raise ValidationError(f"“{written:.40}” is not a day. Write it as 2024-10-30.") from error


class FlagField(OncePerForm, forms.Field):
    """True or false, in any case, or as 1 or 0."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> bool | None:
        written = (value or "").strip()
        if written and written.lower() not in FLAGS:
            raise ValidationError(f"“{written:.40}” is neither true nor false.")
        return FLAGS.get(written.lower())


class NameField(OncePerForm, forms.Field):
    """One of the specification's names, in any case, or its number in the specification's order."""

    widget = forms.TextInput

    def __init__(self, *, names: Sequence[str], **options: Any):
        self.names = names
        self.known = {name.lower(): name for name in names} | {str(n): name for n, name in enumerate(names)}
        super().__init__(**options)

    def to_python(self, value: Any) -> str | None:
        written = (value or "").strip()
        if written and written.lower() not in self.known:
            raise ValidationError(f"“{written:.40}” is none of {', '.join(self.names)}.")
        return self.known.get(written.lower())


def clean_path(name: str, written: str, field: forms.Field | None = None) -> Any:
    """A part of an address as its field reads it: an id, if no field is given. Raises Refused."""
    try:
        return (field or NumberField()).clean(written)
    except ValidationError as error:
        raise Refused({name: error.messages}) from error
