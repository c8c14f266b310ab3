"""What the address of a list may ask for: the kinds of parameters, each of which says what its form field is."""

from __future__ import annotations

from typing import Any

from django_filters import Filter, FilterSet

from .fields import (
    FlagField,
    MembersField,
    NumberField,
    OneOfField,
    PartialDateField,
    QueryField,
    SessionsField,
    SlugsField,
    TermsField,
    ValuesField,
    WordsField,
    YearsField,
)


class Parameter(Filter):
    """Says what its form field is, and no more: nothing here filters by itself, so that one serves every request."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        return self


class Values(Parameter):
    field_class = ValuesField


class Terms(Parameter):
    field_class = TermsField


class Years(Parameter):
    field_class = YearsField


class Slugs(Parameter):
    field_class = SlugsField


class Sessions(Parameter):
    field_class = SessionsField


class Members(Parameter):
    field_class = MembersField


class Flag(Parameter):
    field_class = FlagField


class PartialDate(Parameter):
    field_class = PartialDateField


class Words(Parameter):
    field_class = WordsField


class SearchQuery(Parameter):
    field_class = QueryField


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
