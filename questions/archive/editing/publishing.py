"""Publish, unpublish, delete with undo, restore, and permanently delete questions.

Topics, references and documents follow in the same transaction; the change log tells the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from questions.archive.audit import recording
from questions.archive.batches import batches
from questions.archive.derived.change_logging import log_and_assign_topics
from questions.archive.derived.references import log_citing
from questions.archive.derived.steps import derive
from questions.models import Archive, Change, Question


def publish(questions: Iterable[int]) -> list[int]:
    """Publish the drafts among these; returns them. The functions below return what they changed, too."""
    drafts = {"published_at": None, "deleted_at": None}
    return _write(questions, "published", drafts, published_at=timezone.now(), withheld_because="")


def unpublish(questions: Iterable[int], reason: str) -> list[int]:
    """Turn public questions into drafts; staff see the reason, and no import publishes them again."""
    public = {"published_at__isnull": False, "deleted_at": None}
    return _write(questions, "unpublished", public, published_at=None, withheld_because=reason)


def remove(questions: Iterable[int]) -> list[int]:
    return _write(questions, "removed", {"deleted_at": None}, deleted_at=timezone.now())


def restore(questions: Iterable[int]) -> list[int]:
    """Restore deleted questions to their earlier state: published or draft."""
    return _write(questions, "restored", {"deleted_at__isnull": False}, deleted_at=None)


def erase(questions: Iterable[int]) -> int:
    """Delete questions permanently that are already deleted: only their history stays; returns how many."""
    return sum(_erase_some(batch) for batch in batches(questions))


@transaction.atomic
def _erase_some(questions: list[int]) -> int:
    Archive.lock()
    rows = Question.objects.filter(pk__in=questions, deleted_at__isnull=False)
    pks = sorted(rows.values_list("pk", flat=True))
    log_citing(pks)
    Change.log(pks, "deleted")
    with recording.watching(*recording.with_dependents(rows)):
        rows.delete()
    return len(pks)


def _write(questions: Iterable[int], what: str, concerned: dict[str, Any], **values: Any) -> list[int]:
    """Write in batches, so that no other writer has to wait long."""
    return [pk for batch in batches(questions) for pk in _write_some(batch, what, concerned, values)]


@transaction.atomic
def _write_some(questions: list[int], what: str, concerned: dict[str, Any], values: dict[str, Any]) -> list[int]:
    Archive.lock()
    rows = Question.objects.filter(pk__in=questions, **concerned)
    pks = sorted(rows.values_list("pk", flat=True))
    recording.update(Question.objects.filter(pk__in=pks), **values)
    log_and_assign_topics(sorted({*pks, *derive(pks)}), what)
    return pks
