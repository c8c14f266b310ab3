"""The parameters of lists as filters of django-filter.

The filters hold each parameter's name, label and choices, and their form validates an address. Code that describes
parameters reads `base_filters` of a FilterSet. Criteria, not these filters, say what to find.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django_filters import Filter, FilterSet

from questions.search.parameters import Parameter as Row

from .form_fields import FIELDS, NumberField, OneOfField, WordsField


class Parameter(Filter):
    """A filter that only supplies a form field. It does no filtering, so one instance serves every request."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        return self


class FromRow(Parameter):
    """The filter for a row of the table of parameters."""

    def __init__(self, row: Row):
        given = {"choices": row.choices} if row.choices else {}
        super().__init__(row.name, label=row.label, **given, **row.limits)
        self.field_class = FIELDS[row.kind]


class Words(Parameter):
    field_class = WordsField


class Number(Parameter):
    field_class = NumberField


class OneOf(Parameter):
    field_class = OneOfField


class OnceFormedFilterSet(FilterSet):
    """A FilterSet whose form class is made once, because the filters are the same for every request."""

    _form_class: type[forms.Form]

    def get_form_class(self) -> type[forms.Form]:
        cls = type(self)
        if "_form_class" not in vars(cls):
            cls._form_class = super().get_form_class()
        return cls._form_class


class PagedFilterSet(OnceFormedFilterSet):
    """What any list's address asks for, including the page."""

    page = Number(label="Page", min_value=1)

    @property
    def page_number(self) -> int:
        return self.form.cleaned_data.get("page") or 1
