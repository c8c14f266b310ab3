"""Finding questions and members by what people type or link to: a UIN, an address, a slug."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from questions.text.addresses import Identity
from questions.text.typed_references import identify_question

from . import Member
from .questions import QuestionQuerySet

# At most nine digits, which fit into an integer of any database.
REFERENCE = re.compile(r"(?:.*-)?(a?)(\d{1,9})")


def questions_named(words: str, among: QuestionQuerySet) -> QuestionQuerySet:
    """The questions in `among` that `words` mean, if they are only a UIN or an address; otherwise none."""
    if not (found := identify_question(words)):
        return among.none()
    by_uin = _by_uin(among, found) if found.uin else among.none()
    return among.filter(parliament_id=found.id) if found.id and not by_uin else by_uin


def _by_uin(among: QuestionQuerySet, found: Identity) -> QuestionQuerySet:
    there = among.filter(uin__in=spellings(found.uin))
    if found.house:
        there = there.filter(house=found.house)
    if found.year:
        return there.filter(tabled_on__year=found.year)
    if found.tabled_on:
        return _on(there, tabled_on=found.tabled_on)
    return _on(there, answered_on=found.answered_on) if found.answered_on else there


def _on(there: QuestionQuerySet, **day: date) -> QuestionQuerySet:
    """Those with this day in their address now; if there are none, those that had it before."""
    former = {f"former_addresses__{name}": value for name, value in day.items()}
    return there.filter(**day) or there.filter(**former).distinct()


def questions_tabled(tabled_on: date, uin: str, among: QuestionQuerySet) -> QuestionQuerySet:
    """The questions in `among` with this UIN and day of tabling; if there are none, those that had the day before."""
    return _on(among.filter(uin__in=spellings(uin)), tabled_on=tabled_on)


def questions_cited(uins: Iterable[str], among: QuestionQuerySet) -> QuestionQuerySet:
    """The questions in `among` with these UINs, the newest first."""
    wanted = {spelling for uin in uins for spelling in spellings(uin)}
    return among.filter(uin__in=wanted).order_by("-tabled_on", "-pk")


def spellings(uin: str) -> set[str]:
    """The ways in which a UIN may be stored. Exact matches can use the index; a case-insensitive comparison cannot."""
    return {uin, uin.upper(), uin.lower()}


def reference_in(slug: str) -> str:
    """'4806' from 'claire-coutinho-4806', 'a12' from 'iris-demoworth-a12'; '' if there is none."""
    found = REFERENCE.fullmatch(slug)
    return found[1] + str(int(found[2])) if found else ""


def members_at(references: Iterable[str]) -> QuerySet[Member]:
    """The members with these references. Unknown references are ignored."""
    own = {int(reference[1:]) for reference in references if reference[:1] == "a"}
    parliaments = {int(reference) for reference in references if reference.isdigit()}
    return Member.objects.filter(Q(parliament_id__in=parliaments) | Q(pk__in=own, parliament_id=None))
