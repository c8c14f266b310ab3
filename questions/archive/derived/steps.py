"""Facts derived from the texts and days of questions and answers, and stored beside them.

Each step updates its own rows to match the texts, writes only what differs, and returns the questions that changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from questions.archive.batches import BATCH
from questions.models import Archive, Question

from . import sessions
from .answer_kinds import classify_answers, keep_in_force, rules
from .change_logging import log_and_assign_topics
from .citations import update_citations
from .references import take_references

Progress = Callable[[int, int], None]  # questions done, and how many there are
Step = Callable[[list[Question]], set[int]]


def derive(questions: Iterable[int]) -> set[int]:
    """Run all steps for these questions, in a transaction that holds the archive's lock; returns those that changed."""
    rows = list(Question.objects.filter(pk__in=list(questions)).prefetch_related("answers"))
    return set().union(*(step(rows) for step in STEPS)) if rows else set()


def derive_all(progress: Progress = lambda done, total: None) -> int:
    """The same for every question, in short batches that let other writers in; returns how many changed."""
    # Read before the first batch: if a rule changes meanwhile, these differ from the rules at the end,
    # and the worker applies the change.
    told_by = rules()
    total, number, done, after = Question.objects.count(), 0, 0, 0
    while pks := list(Question.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        after = pks[-1]
        with transaction.atomic():
            Archive.lock()
            different = derive(pks)
            log_and_assign_topics(sorted(different), "derived")
        number, done = number + len(different), done + len(pks)
        progress(done, total)
    keep_in_force(told_by)
    return number + (sessions.apply_pending() or 0)


STEPS: tuple[Step, ...] = (classify_answers, take_references, update_citations)
