"""The names behind the list's parameters: every department, topic and party, in one query."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import CharField, DateField, QuerySet, Value
from django.utils.functional import cached_property

from questions.models import Department, Membership, Topic
from questions.models.departments import name_and_years

NONE = "none"  # the value that stands for "not recorded" in an address
NOT_RECORDED = "Not recorded"


class Term(NamedTuple):
    slug: str
    label: str
    pk: int = 0


class Vocabulary:
    """Terms by slug, for the parameters `department`, `topic` and `party`; one query, made when first asked."""

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        found: dict[str, dict[str, Term]] = {"department": {}, "topic": {}, "party": {}}
        for kind, pk, slug, name, started_on, ended_on in _rows():
            found[kind].setdefault(slug, Term(slug, name_and_years(name, started_on, ended_on), pk))
        return found

    def label(self, kind: str, slug: str) -> str | None:
        """What it is called; None for a slug that nothing has."""
        if slug == NONE:
            return NOT_RECORDED
        term = self.terms[kind].get(slug)
        return term.label if term else None

    def keys(self, kind: str, slugs: list[str]) -> tuple[int | None, ...]:
        """The primary keys of these slugs; None for "none". The slugs have been found valid before."""
        return tuple(None if slug == NONE else self.terms[kind][slug].pk for slug in slugs)

    @cached_property
    def _by_key(self) -> dict[str, dict[int, Term]]:
        return {kind: {term.pk: term for term in terms.values()} for kind, terms in self.terms.items()}

    def slug(self, kind: str, key: Any) -> str:
        """How an address spells what the index has as `key`: "none" for None, "" for what is not there any more."""
        if key is None:
            return NONE
        if kind in ("department", "topic"):
            term = self._by_key[kind].get(key)
            return term.slug if term else ""
        if kind == "party":
            return key if key in self.terms[kind] else ""
        return str(key)


def _rows() -> QuerySet:
    departments = _labelled(Department.objects.all(), "department", "pk", "slug", "name", "started_on", "ended_on")
    no_day = Value(None, output_field=DateField())
    topics = _labelled(Topic.objects.all(), "topic", "pk", "slug", "name", no_day, no_day)
    parties = _labelled(Membership.objects.all(), "party", Value(0), "party_slug", "party", no_day, no_day)
    return departments.union(topics, parties)


def _labelled(rows: QuerySet, kind: str, *columns: str | Value) -> QuerySet:
    return rows.order_by().values_list(Value(kind, output_field=CharField()), *columns)
