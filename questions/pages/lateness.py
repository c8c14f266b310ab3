"""By how much each question of a late list is late, or how long it waited."""

from __future__ import annotations

from collections.abc import Collection

from questions.lists.filters import QuestionFilterSet
from questions.models import Question
from questions.rules.deadlines import DUE, Timing, days_taken
from questions.rules.sessions import Sessions
from questions.search.hit import Hit
from questions.search.parameters import SLOWEST

from .verdicts import verdict

LATE = {Timing.LATE.value, Timing.OVERDUE.value}


def lateness(filterset: QuestionFilterSet, hits: Collection[Hit]) -> dict[int, str]:
    """In words, by primary key. Empty unless the list is about late answers; else it takes two queries."""
    if not hits:
        return {}
    is_by_days = filterset.order == SLOWEST
    if not (is_by_days or _is_late(filterset)):
        return {}
    found = Question.objects.filter(pk__in=[hit.pk for hit in hits]).prefetch_related("answers")
    said = {question.pk: _words(question, filterset.sessions, is_by_days) for question in found}
    return {key: words for key, words in said.items() if words}


def _is_late(filterset: QuestionFilterSet) -> bool:
    criteria = filterset.criteria
    return criteria["overdue"] is True or not LATE.isdisjoint(criteria["timing"])


def _words(question: Question, sessions: Sessions, is_by_days: bool) -> str:
    """ "answered two working days late, 11 days after it was tabled"; '' if there is neither."""
    found = verdict(question, sessions)
    said = [found.words] if found.timing in DUE else []
    days = days_taken(question.tabled_on, question.answered_on) if is_by_days else None
    if days is not None:
        said = [*(said or ["answered"]), f"{days:,} day{'' if days == 1 else 's'} after it was tabled"]
    return (", " if found.timing in DUE else " ").join(said)
