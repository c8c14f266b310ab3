"""The filters of every list of questions, for pages and everything else that lists questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters import Filter

from questions.models import CitedDocument, Department, Member, ParliamentarySession, Question, Topic
from questions.models.lineage import widen
from questions.models.lookups import members_at, questions_named, reference_in
from questions.rules.parties import party_of
from questions.rules.sessions import Sessions as Calendar
from questions.search.criteria import Criteria
from questions.search.language.meaning import Meaning, understand_query
from questions.search.parameters import CRITERIA, PARAMETERS
from questions.search.results import NoQuestions, QuestionSearch
from questions.text.subjects import Subject

from .choices import Term, Vocabulary
from .form_fields import LookedUpField, ValuesField
from .parameter_filters import FromRow, PagedFilterSet

PER_PAGE = 20

Preset = dict[str, CitedDocument | Department | Member | Subject | Term | Topic]


class QuestionFilterSet(PagedFilterSet):
    """What a list's address asks for.

    `data` has the address's parameters. `preset` fixes some of them, whatever `data` says: a department's page lists
    that department's questions. `qs` is a QuestionSearch, which finds nothing if a value is invalid.
    """

    usual_order = "newest"  # without a search

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """The filters from the table of parameters, and those that classes declare."""
        return {**{name: FromRow(row) for name, row in PARAMETERS.items()}, **super().get_filters()}

    def __init__(self, data: QueryDict, preset: Preset | None = None):
        self.preset = preset or {}
        self.vocabulary = Vocabulary()
        self.given = data = _with_parties_by_slug(data)
        merged = data.copy()
        for name, value in self.preset.items():
            merged.setlist(name, [value.slug])
        super().__init__(merged, Question.objects.public())

    @cached_property
    def form(self) -> forms.Form:
        """The form, with the data that its fields look values up in."""
        form = self.get_form_class()(self.data)
        for field in form.fields.values():
            if isinstance(field, LookedUpField):
                field.known = self
        return form

    @cached_property
    def sessions(self) -> Calendar:
        return ParliamentarySession.objects.calendar()

    @cached_property
    def people(self) -> dict[str, Member]:
        """The members named in the address, if they exist, by reference."""
        known = {member.reference: member for member in self.preset.values() if isinstance(member, Member)}
        slugs = self.data.getlist("asked_by") + self.data.getlist("answered_by")
        asked = {reference_in(slug) for slug in slugs} - {""} - set(known)
        return known | {member.reference: member for member in members_at(asked)} if asked else known

    def filter_queryset(self, queryset: Any) -> QuestionSearch:
        """If the query has nothing to search for, list nothing rather than everything."""
        if not self.is_valid() or (self.meaning and not self.meaning.tree):
            return NoQuestions(Criteria())
        return QuestionSearch(self.criteria)

    @cached_property
    def meaning(self) -> Meaning | None:
        """The query's meaning; None if there is no query, or it names questions. The form must be valid."""
        query = self.form.cleaned_data["q"]
        return understand_query(query) if query and not self.named_questions else None

    @cached_property
    def named_questions(self) -> list[Question]:
        """The questions that the search box names by UIN or address; usually none."""
        if not self.is_valid():
            return []
        found = questions_named(self.form.cleaned_data["q"], Question.objects.public())
        return [] if found.query.is_empty() else list(found)  # asking for nothing takes as long as asking for one

    @property
    def parameters(self) -> QueryDict:
        """The list's parameters without its page or page size, for links, exports and the like."""
        wanted = QueryDict(mutable=True)
        for name in (name for name in self.form.fields if name not in ("page", "per_page")):
            if values := [value for value in self.data.getlist(name) if value]:
                wanted.setlist(name, values)
        return wanted

    @property
    def narrows(self) -> bool:
        """Whether the address asks for anything other than the first page of the whole list."""
        return any(self.given.getlist(name) != [""] for name in self.form.fields if name in self.given)

    @property
    def page_size(self) -> int:
        return self.form.cleaned_data.get("per_page") or PER_PAGE

    @property
    def order(self) -> str:
        """The order in force. Without a search, relevance means the usual order."""
        words = self.form.cleaned_data.get("q")
        wanted = self.form.cleaned_data.get("sort") or ("relevance" if words else self.usual_order)
        return self.usual_order if wanted == "relevance" and not words else wanted

    @cached_property
    def criteria(self) -> Criteria:
        """What the address asks for. The form must be valid."""
        return Criteria(
            **self._chosen,
            query=self.meaning.tree if self.meaning else None,
            named=tuple(question.pk for question in self.named_questions) or None,
            counted=self.form.cleaned_data["counted"],
            sort=self.order,
        )

    @property
    def _chosen(self) -> dict[str, Any]:
        cleaned = self.form.cleaned_data
        chosen = {name: self._as_indexed(name, cleaned[name]) for name in CRITERIA if cleaned[name] not in ([], None)}
        if cleaned["lineage"] and cleaned["department"]:
            chosen["department"] = _widened(chosen["department"])
        return chosen

    def _as_indexed(self, name: str, value: Any) -> Any:
        field = self.form.fields[name]
        return field.criterion(value) if isinstance(field, ValuesField) else value


def _with_parties_by_slug(data: QueryDict) -> QueryDict:
    """Replace party labels in any spelling, including former slugs, by current slugs."""
    if "party" in data:
        data = data.copy()
        data.setlist("party", [party_of(given).slug or given for given in data.getlist("party")])
    return data


def _widened(departments: tuple[int | None, ...]) -> tuple[int | None, ...]:
    known = widen(key for key in departments if key is not None)
    return (*sorted(known), *((None,) if None in departments else ()))
