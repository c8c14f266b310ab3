"""A question's events, group links and former addresses, each replaced as a whole set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model

from questions.archive.evidence.settling import Settled
from questions.models import FormerAddress, GroupLink, Question, QuestionEvent


class Related(NamedTuple):
    model: type[Model]
    name: str
    wanted: Callable[[Settled], list[dict[str, Any]]]


def _events(settled: Settled) -> list[dict[str, Any]]:
    return [{**event._asdict(), "day": date.fromisoformat(event.day)} for event in settled.events]


def _group_links(settled: Settled) -> list[dict[str, Any]]:
    """A grouped question without a day of tabling is named by the day of the shared answer."""
    grouped = settled.record.grouped or ()
    return [
        _named(uin, day, None if day else settled.answered_on) for uin, day in grouped if day or settled.answered_on
    ]


def _former_addresses(settled: Settled) -> list[dict[str, Any]]:
    uin = settled.record.uin
    tabled = [_named(uin, day, None) for day in settled.former_days]
    return tabled + [_named(uin, None, day) for day in settled.former_answer_days]


def _named(uin: str, tabled: str | None, answered: str | None) -> dict[str, Any]:
    """The fields that name a question by one of the two days."""
    days = {"tabled_on": tabled, "answered_on": answered}
    return {"uin": uin, **{name: date.fromisoformat(day) if day else None for name, day in days.items()}}


RELATED = (
    Related(QuestionEvent, "events", _events),
    Related(GroupLink, "group_links", _group_links),
    Related(FormerAddress, "former_addresses", _former_addresses),
)


def replace_rows(related: Related, questions: list[tuple[Question, bool, Settled]]) -> set[int]:
    """Replace the rows of each (question, is new, settled) if they differ; returns the ids of those questions."""
    stale, fresh = [], []
    for question, is_new, settled in questions:
        wanted = related.wanted(settled)
        there = [] if is_new else getattr(question, related.name).all()
        if _bag(wanted) != _bag([_values(row, wanted) for row in there]):
            stale.append(question.pk)
            fresh += [related.model(question=question, **values) for values in wanted]
    if stale:
        related.model._default_manager.filter(question__in=stale).delete()
    related.model._default_manager.bulk_create(fresh)
    return set(stale)


def _values(row: Model, wanted: list[dict[str, Any]]) -> dict[str, Any]:
    # If no rows are wanted, any existing row differs.
    return {name: getattr(row, name) for name in (wanted[0] if wanted else ("pk",))}


def _bag(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(map(repr, rows))
