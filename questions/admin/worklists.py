"""The filters of the desk's lists that its first page leads to; their parameters stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from questions.accounts.work_lists import failed_runs, last_runs, not_indexed
from questions.models import Answer, Member, Reference


class WorkFilter(admin.SimpleListFilter):
    """One choice or a few, each with the rows that it leaves."""

    title = "what is missing"
    parameter_name = "missing"
    choices_: dict[str, tuple[str, Callable[[], QuerySet]]]  # by the parameter's value

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.choices_.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.choices_.get(self.value() or "")
        return queryset & chosen[1]() if chosen else queryset


class WithoutPartyFilter(WorkFilter):
    choices_ = {"party": ("Party: no membership is on record", Member.objects.without_party)}


class WithoutPostFilter(WorkFilter):
    choices_ = {"post": ("Post: none is on record that day", Answer.objects.without_post)}


class NotHereFilter(WorkFilter):
    choices_ = {"question": ("The question that is cited", Reference.objects.unresolved)}


class NotIndexedFilter(WorkFilter):
    title, parameter_name = "search", "index"
    choices_ = {"waiting": ("Not found by it yet", not_indexed)}


class LastFilter(WorkFilter):
    title, parameter_name = "last of its kind", "last"
    choices_ = {"failed": ("Failed", failed_runs), "any": ("However it ended", last_runs)}
