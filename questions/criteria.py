"""What a list of questions is to hold, as a plain value, and the condition that says so to the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from questions import parliaments
from questions.models import Answer, Attachment, TopicAssignment

Keys = tuple[int | None, ...]  # primary keys; None: not recorded
Slugs = tuple[str | None, ...]


@dataclass(frozen=True)
class Criteria:
    """Conditions that all hold; within one, any of its values. An empty one asks for nothing."""

    words: tuple[str, ...] = ()
    named: tuple[int, ...] | None = None  # exactly these questions, which a UIN or an address named
    topics: Keys = ()
    departments: Keys = ()
    houses: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    asked_by: Keys = ()
    answered_by: Keys = ()
    parties: Slugs = ()
    seats: Slugs = ()
    years: tuple[int, ...] = ()
    parliaments: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    tabled_after: date | None = None
    tabled_before: date | None = None
    answered_after: date | None = None
    answered_before: date | None = None
    named_day: bool | None = None
    attachments: bool | None = None
    interest: bool | None = None
    sort: str = "newest"

    def without(self, *names: str) -> Criteria:
        """The same with these conditions taken away."""
        defaults: dict[str, Any] = {field.name: field.default for field in fields(self) if field.name in names}
        return replace(self, **defaults)

    def condition(self) -> Q:
        """For a query on Question; everything in it is indexed or a subquery, so that no row comes twice."""
        asked = ((name, getattr(self, name)) for name in CONDITIONS)
        return reduce(and_, (CONDITIONS[name](value) for name, value in asked if value not in ((), None)), Q())


def _any_of(field: str) -> Callable[[tuple], Q]:
    def condition(values: tuple) -> Q:
        known = [value for value in values if value is not None]
        found = [Q(**{f"{field}__in": known})] if known else []
        return reduce(or_, found + ([Q(**{f"{field}__isnull": True})] if None in values else []))

    return condition


def _all_words(words: tuple[str, ...]) -> Q:
    return reduce(and_, (_word(word) for word in words))


def _word(word: str) -> Q:
    in_answer = Exists(Answer.objects.filter(question=OuterRef("pk"), text__icontains=word))
    return Q(heading__icontains=word) | Q(text__icontains=word) | Q(uin__icontains=word) | Q(in_answer)


def _topics(keys: Keys) -> Q:
    included = TopicAssignment.objects.included()
    chosen = Q(pk__in=included.filter(topic__in=[key for key in keys if key is not None]).values("question"))
    without_any = ~Q(Exists(included.filter(question=OuterRef("pk"))))
    return chosen | without_any if None in keys else chosen


def _has_answer(answers: Q) -> Q:
    return Q(pk__in=Answer.objects.filter(answers).values("question"))


def _answered_by(members: Keys) -> Q:
    return _has_answer(_any_of("answered_by")(members))


def _seats(slugs: Slugs) -> Q:
    found = _any_of("asked_as__seat_slug")(slugs)
    return found | Q(asked_as__seat="") if None in slugs else found


def _parliaments(numbers: tuple[int, ...]) -> Q:
    return reduce(or_, (_tabled(*parliaments.period(number)) for number in numbers))


def _tabled(first: date, last: date | None) -> Q:
    return Q(tabled_on__gte=first) & (Q(tabled_on__lte=last) if last else Q())


def _attachments(wanted: bool) -> Q:
    found = Q(pk__in=Attachment.objects.values("answer__question"))
    return found if wanted else ~found


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "words": _all_words,
    "named": lambda keys: Q(pk__in=keys),
    "topics": _topics,
    "departments": _any_of("department"),
    "houses": _any_of("house"),
    "statuses": _any_of("status"),
    "asked_by": _any_of("asked_by"),
    "answered_by": _answered_by,
    "parties": _any_of("asked_as__party_slug"),
    "seats": _seats,
    "years": lambda years: reduce(or_, (Q(tabled_on__year=year) for year in years)),
    "parliaments": _parliaments,
    "kinds": lambda kinds: _has_answer(Q(kind__in=kinds)),
    "tabled_after": lambda day: Q(tabled_on__gte=day),
    "tabled_before": lambda day: Q(tabled_on__lte=day),
    # A holding answer is no answer: `answered_on` stays empty while it is all there is.
    "answered_after": lambda day: Q(answered_on__gte=day),
    "answered_before": lambda day: Q(answered_on__lte=day),
    "named_day": lambda wanted: Q(is_named_day=wanted),
    "attachments": _attachments,
    "interest": lambda wanted: Q(has_interest=wanted),
}
