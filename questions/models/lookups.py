"""Questions and members by the words that people use for them: a UIN, an address, a slug."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from questions.sources.typed_references import Meant, meant

from . import Member
from .questions import QuestionQuerySet

# Nine digits at most, so that any database's integers hold them.
REFERENCE = re.compile(r"(?:.*-)?(a?)(\d{1,9})")


def named(words: str, among: QuestionQuerySet) -> QuestionQuerySet:
    """Those of these questions that `words` name, if they are nothing but a UIN or an address; else none."""
    if not (found := meant(words)):
        return among.none()
    by_uin = _by_uin(among, found) if found.uin else among.none()
    return among.filter(parliament_id=found.id) if found.id and not by_uin else by_uin


def _by_uin(among: QuestionQuerySet, found: Meant) -> QuestionQuerySet:
    there = among.filter(uin__in=spellings(found.uin))
    if found.house:
        there = there.filter(house=found.house)
    if found.year:
        return there.filter(tabled_on__year=found.year)
    if found.tabled_on:
        return _on(there, tabled_on=found.tabled_on)
    return _on(there, answered_on=found.answered_on) if found.answered_on else there


def _on(there: QuestionQuerySet, **day: date) -> QuestionQuerySet:
    """Of that day now, or else formerly."""
    former = {f"former_addresses__{name}": value for name, value in day.items()}
    return there.filter(**day) or there.filter(**former).distinct()


def spellings(uin: str) -> set[str]:
    """The ways in which a UIN may be on record: found by an index, which no case-blind comparison uses."""
    return {uin, uin.upper(), uin.lower()}


def reference_in(slug: str) -> str:
    """'4806' of 'claire-coutinho-4806', 'a12' of 'iris-demoworth-a12'; '' if it ends in none."""
    found = REFERENCE.fullmatch(slug)
    return found[1] + str(int(found[2])) if found else ""


def members_at(references: Iterable[str]) -> QuerySet[Member]:
    """The members who have these references; nobody for one that nobody has."""
    own = {int(reference[1:]) for reference in references if reference[:1] == "a"}
    parliaments = {int(reference) for reference in references if reference.isdigit()}
    return Member.objects.filter(Q(parliament_id__in=parliaments) | Q(pk__in=own, parliament_id=None))
