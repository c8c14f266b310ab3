"""Days in the admin's forms, as people write them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from questions.text.dates import period_of

ISO = re.compile(r"\d{4}-\d\d-\d\d")


class DayField(forms.DateField):
    """31/12/2024, 31 December 2024, 2024-12-31 or "yesterday"; not a year of two digits, which could be either."""

    default_error_messages = {"invalid": "Enter a valid date, for example 31/12/2024 or 31 December 2024."}

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            first, last = period_of(value, timezone.localdate())
        except ValueError:
            first, last = date.min, date.max
        if first != last:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return first


def spell_day(value: str) -> str:
    """A day in ISO form as people read it, "1 December 2024"; any other value as it is."""
    day = parse_date(value) if ISO.fullmatch(value) else None
    return date_format(day) if day else value


# For `formfield_overrides` of an admin or an inline.
DAYS: dict[type, dict[str, Any]] = {DateField: {"form_class": DayField}}
