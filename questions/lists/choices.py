"""The names behind the list's parameters: departments, topics, parties and subjects."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import cached_property

from questions.models import CitedDocument, Department, Membership, Question, Topic
from questions.models.departments import name_and_years
from questions.rules.parties import parties_of
from questions.search import queries
from questions.search.index import store
from questions.text.subjects import subject_of

NONE = "none"  # the value that stands for "not recorded" in an address
NOT_RECORDED = "Not recorded"

# Parties by their slugs, as far as any request has asked for them: a slug's name does not change, and there are
# thousands of memberships to find the few parties among.
_parties: dict[str, str] = {}


Keys = tuple[int | str | None, ...]  # as the index has them; None: not recorded


class Term(NamedTuple):
    slug: str
    label: str
    pk: int = 0


class Vocabulary:
    """Terms by slug, for the parameters `department` and `topic`, in a query each, and the names of parties."""

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        departments, topics = _departments().all(), _topics().all()
        return {
            "department": {slug: Term(slug, name_and_years(name, *days), pk) for pk, slug, name, *days in departments},
            "topic": {slug: Term(slug, name, pk) for pk, slug, name in topics},
        }

    def label(self, kind: str, slug: str) -> str | None:
        """What it is called; None for a slug that nothing has."""
        if slug == NONE:
            return NOT_RECORDED
        if kind == "party":
            return _party(slug)
        term = self.terms[kind].get(slug)
        return term.label if term else None

    def keys(self, kind: str, slugs: list[str]) -> Keys:
        """What the index has of these slugs, which have been found valid before; None for "none"."""
        if kind == "party":
            return slug_keys(slugs)
        return tuple(None if slug == NONE else self.terms[kind][slug].pk for slug in slugs)

    @cached_property
    def _by_key(self) -> dict[str, dict[int, Term]]:
        return {kind: {term.pk: term for term in terms.values()} for kind, terms in self.terms.items()}

    def slug(self, kind: str, key: Any) -> str:
        """How an address spells what the index has as `key`: "none" for None, "" for what is not there any more."""
        if key is None:
            return NONE
        if kind in self.terms:
            term = self._by_key[kind].get(key)
            return term.slug if term else ""
        return f"{key:04}" if kind == "year" else str(key)


@cache
def _departments() -> QuerySet:
    """The query, of which each vocabulary asks anew; to write it takes as long as to ask it."""
    return Department.objects.order_by().values_list("pk", "slug", "name", "started_on", "ended_on")


@cache
def _topics() -> QuerySet:
    return Topic.objects.order_by().values_list("pk", "slug", "name")


def slug_keys(slugs: list[str]) -> Keys:
    return tuple(None if slug == NONE else slug for slug in slugs)


def seats_called(slugs: list[str]) -> dict[str, str]:
    """The constituencies that have these slugs: {slug: name}."""
    return dict(Membership.objects.filter(seat_slug__in=slugs).exclude(seat="").values_list("seat_slug", "seat"))


def documents_called(keys: list[str]) -> dict[str, str]:
    """The documents that have these keys: {key: title}."""
    return {document.key: str(document) for document in CitedDocument.objects.public().filter(key__in=keys)}


def document_keys(keys: list[str]) -> Keys:
    found = dict(CitedDocument.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    return tuple(found.get(key) for key in keys)


def subjects_called(slugs: list[str]) -> dict[str, str]:
    """How the subjects that have these slugs are written, each as in one of its questions: {slug: label}."""
    snapshot = store.snapshot()
    hits = [hit for slug in slugs for hit in snapshot.search(queries.term("subject", slug), 1).hits]
    found = Question.objects.filter(pk__in=snapshot.numbers("pk", hits)).order_by()
    return dict(subject_of(heading) for heading in found.values_list("heading", flat=True))


def _party(slug: str) -> str | None:
    if slug not in _parties:
        _parties.update({known: party.name for known, party in parties_of(Membership.party_labels()).items()})
    return _parties.get(slug)
