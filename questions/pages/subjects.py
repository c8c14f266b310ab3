"""The list of subjects, which are the first parts of headings that Parliament writes with a colon ("Schools: Finance").

The index has only their slugs. How one is written is looked up in one of its questions.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import QueryDict
from django.utils.functional import cached_property

from questions.lists.choices import subjects_called
from questions.lists.parameter_filters import OneOf, PagedFilterSet
from questions.models import Question
from questions.search import facets
from questions.search.index import store
from questions.text.subjects import Subject

PER_PAGE = 100
INITIALS = "abcdefghijklmnopqrstuvwxyz"
OTHER = "0-9"


class Counted(NamedTuple):
    what: Subject
    questions: int


class Subjects:
    """All subjects, those with the most questions first; or those with this initial, in order of name.

    A slice looks up how its subjects are written, in one query.
    """

    ordered = True

    def __init__(self, initial: str = ""):
        self._initial = initial

    @cached_property
    def _counts(self) -> dict[str, int]:
        return facets.subjects(store.snapshot())

    @cached_property
    def _slugs(self) -> list[str]:
        if not self._initial:
            return list(self._counts)
        initials = "0123456789" if self._initial == OTHER else self._initial
        return sorted(slug for slug in self._counts if slug[0] in initials)

    def count(self) -> int:
        return len(self._slugs)

    def __getitem__(self, rows: slice) -> list[Counted]:
        slugs = self._slugs[rows]
        called = subjects_called(slugs)
        return [Counted(Subject(slug, called[slug]), self._counts[slug]) for slug in slugs if slug in called]


class SubjectFilterSet(PagedFilterSet):
    """What the address of the list of subjects asks for."""

    letter = OneOf(label="First letter", choices=[(one.upper(), one.upper()) for one in (*INITIALS, OTHER)])

    def __init__(self, data: QueryDict):
        super().__init__(data, Question.objects.public())

    @property
    def letters(self) -> list[str]:
        return [value for value, _ in self.form.fields["letter"].choices if value]

    def filter_queryset(self, queryset: object) -> Subjects:
        return Subjects(self.form.cleaned_data["letter"].lower()) if self.is_valid() else NoSubjects()


class NoSubjects(Subjects):
    """An empty list, for an invalid address."""

    _counts: dict[str, int] = {}
