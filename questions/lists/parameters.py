"""The parameters of lists as filters of django-filter.

It is the one place for schema, choices and validation: its form checks an address, and whatever describes parameters
reads them (name, label, choices) from a FilterSet's `base_filters`. What to find is not its business: see Criteria.
"""

from __future__ import annotations

from typing import Any

from django_filters import Filter, FilterSet

from questions.search.parameters import Parameter as Row

from .fields import FIELDS, NumberField, OneOfField, WordsField


class Parameter(Filter):
    """Says what its form field is, and no more: nothing here filters by itself, so that one serves every request."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        return self


class FromRow(Parameter):
    """The parameter of a row of the table."""

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


class PagedFilterSet(FilterSet):
    """What the address of any list asks for, with the page of it."""

    page = Number(label="Page", min_value=1)

    @property
    def page_number(self) -> int:
        return self.form.cleaned_data.get("page") or 1
