"""Rows that hang on a question as a whole set: its events, group links and former addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model

from questions.models import FormerAddress, GroupLink, Question, QuestionEvent

from .settle import Settled


class Related(NamedTuple):
    model: type[Model]
    name: str
    wanted: Callable[[Settled], list[dict[str, Any]]]


def _events(settled: Settled) -> list[dict[str, Any]]:
    return [{**event._asdict(), "day": date.fromisoformat(event.day)} for event in settled.events]


def _group_links(settled: Settled) -> list[dict[str, Any]]:
    return [{"uin": uin, "tabled_on": date.fromisoformat(day)} for uin, day in settled.record.grouped or ()]


def _former_addresses(settled: Settled) -> list[dict[str, Any]]:
    uin = settled.record.uin
    return [{"uin": uin, "tabled_on": date.fromisoformat(day)} for day in settled.former_days]


RELATED = (
    Related(QuestionEvent, "events", _events),
    Related(GroupLink, "group_links", _group_links),
    Related(FormerAddress, "former_addresses", _former_addresses),
)


def replace_rows(related: Related, questions: list[tuple[Question, bool, Settled]]) -> set[int]:
    """Replace the set of each (question, is new, settled) where it differs; their ids."""
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
    return {name: getattr(row, name) for name in (wanted[0] if wanted else ("pk",))}


def _bag(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(map(repr, rows))
