"""The names behind the list's parameters: every department, topic and party, in one query."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import CharField, DateField, QuerySet, Value
from django.utils.functional import cached_property

from questions.models import Department, Membership, Topic

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
            years = Department(name=name, started_on=started_on, ended_on=ended_on)
            found[kind].setdefault(slug, Term(slug, str(years) if kind == "department" else name, pk))
        return found

    def choices(self, kind: str) -> list[tuple[str, str]]:
        """(slug, label) of every term and of "none", as form fields take them."""
        terms = sorted(self.terms[kind].values(), key=lambda term: term.label)
        return [(term.slug, term.label) for term in terms] + [(NONE, NOT_RECORDED)]

    def keys(self, kind: str, slugs: list[str]) -> tuple[int | None, ...]:
        """The primary keys of these slugs; None for "none". The slugs have been found valid before."""
        return tuple(None if slug == NONE else self.terms[kind][slug].pk for slug in slugs)

    @cached_property
    def _by_key(self) -> dict[str, dict[int, Term]]:
        return {kind: {term.pk: term for term in terms.values()} for kind, terms in self.terms.items()}

    def term(self, kind: str, key: int | None) -> Term:
        """The term of that primary key; "not recorded" for None."""
        return Term(NONE, NOT_RECORDED) if key is None else self._by_key[kind][key]


def _rows() -> QuerySet:
    departments = _labelled(Department.objects.all(), "department", "pk", "slug", "name", "started_on", "ended_on")
    no_day = Value(None, output_field=DateField())
    topics = _labelled(Topic.objects.all(), "topic", "pk", "slug", "name", no_day, no_day)
    parties = _labelled(Membership.objects.all(), "party", Value(0), "party_slug", "party", no_day, no_day)
    return departments.union(topics, parties)


def _labelled(rows: QuerySet, kind: str, *columns: str | Value) -> QuerySet:
    return rows.order_by().values_list(Value(kind, output_field=CharField()), *columns)
