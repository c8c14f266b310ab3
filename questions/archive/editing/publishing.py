"""Questions become public, cease to be, are deleted so that it can be undone, come back, and are erased for good.

Whatever depends on it follows in the same transaction: topics, references, documents; the change log tells the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from questions.archive.audit import recording
from questions.archive.batches import batches
from questions.archive.derived.changes import changed
from questions.archive.derived.references import log_citing
from questions.archive.derived.steps import derive
from questions.models import Archive, Change, Question


def publish(questions: Iterable[int]) -> list[int]:
    """Publish those of these that are drafts; returns which these were. The same holds for those below."""
    drafts = {"published_at": None, "deleted_at": None}
    return _write(questions, "published", drafts, published_at=timezone.now(), withheld_because="")


def unpublish(questions: Iterable[int], reason: str) -> list[int]:
    """Make drafts of those that are public; the reason stands at the desk, and no import publishes them again."""
    public = {"published_at__isnull": False, "deleted_at": None}
    return _write(questions, "unpublished", public, published_at=None, withheld_because=reason)


def remove(questions: Iterable[int]) -> list[int]:
    return _write(questions, "removed", {"deleted_at": None}, deleted_at=timezone.now())


def restore(questions: Iterable[int]) -> list[int]:
    """Back to where they were: published, or drafts."""
    return _write(questions, "restored", {"deleted_at__isnull": False}, deleted_at=None)


def erase(questions: Iterable[int]) -> int:
    """Of those that are deleted nothing stays but the history, which holds how they stood; returns how many went."""
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
    """In batches that hold up no other writer."""
    return [pk for batch in batches(questions) for pk in _write_some(batch, what, concerned, values)]


@transaction.atomic
def _write_some(questions: list[int], what: str, concerned: dict[str, Any], values: dict[str, Any]) -> list[int]:
    Archive.lock()
    rows = Question.objects.filter(pk__in=questions, **concerned)
    pks = sorted(rows.values_list("pk", flat=True))
    recording.update(Question.objects.filter(pk__in=pks), **values)
    changed(sorted({*pks, *derive(pks)}), what)
    return pks
