"""The filters that the admin's first page links to; their parameters are fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from questions.accounts.work_lists import failed_runs, last_runs, not_indexed
from questions.models import Answer, JobRun, Member, Reference
from questions.models.imports import name_kind
from questions.operations.jobs import name_job
from questions.operations.overview import OUTCOMES


class WorkFilter(admin.SimpleListFilter):
    """A filter with one choice or a few, each with the rows that it keeps."""

    title = "missing"
    parameter_name = "missing"
    choices_: dict[str, tuple[str, Callable[[], QuerySet]]]  # by the parameter's value

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.choices_.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.choices_.get(self.value() or "")
        return queryset & chosen[1]() if chosen else queryset


class InWords:
    """The values of a field in words of staff, not those of the table. It stands before Django's class."""

    say: Callable[[str], str]

    def choices(self, changelist: Any) -> Iterator[Any]:
        every, *values = super().choices(changelist)  # type: ignore[misc]
        yield every
        yield from ({**one, "display": type(self).say(str(one["display"]))} for one in values)


class ByTitle(InWords, admin.AllValuesFieldListFilter):
    say = staticmethod(name_kind)


class ByJob(InWords, admin.AllValuesFieldListFilter):
    say = staticmethod(name_job)


class ByOutcome(InWords, admin.ChoicesFieldListFilter):
    say = staticmethod({state.label: words for state, words in OUTCOMES.items()}.__getitem__)


class WithoutPartyFilter(WorkFilter):
    choices_ = {"party": ("Party", Member.objects.without_party)}


class WithoutPostFilter(WorkFilter):
    choices_ = {"post": ("Minister's post that day", Answer.objects.without_post)}


class NotHereFilter(WorkFilter):
    choices_ = {"question": ("Cited question", Reference.objects.unresolved)}


class NotIndexedFilter(WorkFilter):
    title, parameter_name = "search", "index"
    choices_ = {"waiting": ("Not yet in search", not_indexed)}


class LastFilter(WorkFilter):
    title, parameter_name = "last run of each kind", "last"
    choices_ = {"failed": ("Failed", failed_runs), "any": ("Any outcome", last_runs)}


class LastJobFilter(WorkFilter):
    title, parameter_name = "last run of each job", "last"
    choices_ = {"failed": ("Failed", JobRun.objects.last_failed)}
