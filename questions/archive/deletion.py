"""Questions are deleted so that it can be undone, come back, and are erased for good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone

from questions.models import Archive, Change, Question

from . import history
from .derived import derive
from .references import log_citing
from .topics import batches, changed

Step = Callable[[list[int]], list[int]]


def in_batches(step: Step) -> Callable[[Iterable[int]], int]:
    """Do it to many, in transactions that hold up no other writer; returns to how many there was something to do."""

    @wraps(step)
    def done(questions: Iterable[int]) -> int:
        return sum(len(_locked(step, batch)) for batch in batches(questions))

    return done


@transaction.atomic
def _locked(step: Step, questions: list[int]) -> list[int]:
    Archive.lock()
    return step(questions)


@in_batches
def delete(questions: list[int]) -> list[int]:
    """Nobody but the desk sees them any more; nothing of them is lost."""
    return _set(questions, "deleted", {"deleted_at": None}, deleted_at=timezone.now())


@in_batches
def undelete(questions: list[int]) -> list[int]:
    """They are what they were before they were deleted: public, or drafts."""
    return _set(questions, "undeleted", {"deleted_at__isnull": False}, deleted_at=None)


@in_batches
def erase(questions: list[int]) -> list[int]:
    """Of those that are deleted nothing stays but the history, which holds how they stood at the end."""
    rows = Question.objects.filter(pk__in=questions, deleted_at__isnull=False)
    pks = sorted(rows.values_list("pk", flat=True))
    log_citing(pks)
    Change.log(pks, "deleted")
    with history.watching(*history.with_dependents(rows)):
        rows.delete()
    return pks


def _set(questions: list[int], what: str, concerned: dict[str, Any], **values: Any) -> list[int]:
    rows = Question.objects.filter(pk__in=questions, **concerned)
    pks = sorted(rows.values_list("pk", flat=True))
    log_citing(pks)
    history.update(rows, **values)
    changed(sorted({*pks, *derive(pks)}), what)
    return pks
