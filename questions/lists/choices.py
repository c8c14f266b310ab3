"""Names for the values of lists' parameters: departments, topics, parties and subjects."""

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

NONE = "none"  # stands for "not recorded" in an address
NOT_RECORDED = "Not recorded"

# Parties by slug, as far as requests have asked for them. A slug's name does not change, and finding the few parties
# means reading thousands of memberships.
_parties: dict[str, str] = {}


Keys = tuple[int | str | None, ...]  # as in the index; None: not recorded


class Term(NamedTuple):
    slug: str
    label: str
    pk: int = 0


class Vocabulary:
    """Departments and topics by slug, in one query each, and the names of parties."""

    @cached_property
    def terms(self) -> dict[str, dict[str, Term]]:
        departments, topics = _departments().all(), _topics().all()
        return {
            "department": {slug: Term(slug, name_and_years(name, *days), pk) for pk, slug, name, *days in departments},
            "topic": {slug: Term(slug, name, pk) for pk, slug, name in topics},
        }

    def label(self, kind: str, slug: str) -> str | None:
        """The name for a slug; None if nothing has that slug."""
        if slug == NONE:
            return NOT_RECORDED
        if kind == "party":
            return _party(slug)
        term = self.terms[kind].get(slug)
        return term.label if term else None

    def keys(self, kind: str, slugs: list[str]) -> Keys:
        """What the index has for these slugs, which must be valid; None for "none"."""
        if kind == "party":
            return slug_keys(slugs)
        return tuple(None if slug == NONE else self.terms[kind][slug].pk for slug in slugs)

    @cached_property
    def _by_key(self) -> dict[str, dict[int, Term]]:
        return {kind: {term.pk: term for term in terms.values()} for kind, terms in self.terms.items()}

    def slug(self, kind: str, key: Any) -> str:
        """The slug for a key of the index: "none" for None, "" if it no longer exists."""
        if key is None:
            return NONE
        if kind in self.terms:
            term = self._by_key[kind].get(key)
            return term.slug if term else ""
        return f"{key:04}" if kind == "year" else str(key)


@cache
def _departments() -> QuerySet:
    """The query, cached because building it takes as long as running it. Each vocabulary runs it again."""
    return Department.objects.order_by().values_list("pk", "slug", "name", "started_on", "ended_on")


@cache
def _topics() -> QuerySet:
    return Topic.objects.order_by().values_list("pk", "slug", "name")


def slug_keys(slugs: list[str]) -> Keys:
    return tuple(None if slug == NONE else slug for slug in slugs)


def seats_called(slugs: list[str]) -> dict[str, str]:
    """{slug: name} for the constituencies with these slugs."""
    return dict(Membership.objects.filter(seat_slug__in=slugs).exclude(seat="").values_list("seat_slug", "seat"))


def documents_called(keys: list[str]) -> dict[str, str]:
    """{key: title} for the documents with these keys."""
    return {document.key: str(document) for document in CitedDocument.objects.public().filter(key__in=keys)}


def document_keys(keys: list[str]) -> Keys:
    found = dict(CitedDocument.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    return tuple(found.get(key) for key in keys)


def subjects_called(slugs: list[str]) -> dict[str, str]:
    """{slug: label} for the subjects with these slugs, each as written in one of its questions."""
    snapshot = store.snapshot()
    hits = [hit for slug in slugs for hit in snapshot.search(queries.term("subject", slug), 1).hits]
    found = Question.objects.filter(pk__in=snapshot.numbers("pk", hits)).order_by()
    return dict(subject_of(heading) for heading in found.values_list("heading", flat=True))


def _party(slug: str) -> str | None:
    if slug not in _parties:
        _parties.update({known: party.name for known, party in parties_of(Membership.party_labels()).items()})
    return _parties.get(slug)
