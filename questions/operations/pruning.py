"""Deletes what is no longer needed. Some of it is also deleted when the next row arrives, but that may be never."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from questions.accounts import lockout, security_log
from questions.models import Change, JobRun, KeptForm, Upload
from questions.models.kept_forms import KEPT as FORMS_KEPT
from questions.models.uploads import KEPT as UPLOADS_KEPT

RUNS_KEPT = timedelta(days=90)


def prune() -> dict[str, int]:
    """The number of rows deleted of each kind."""
    return {kind: delete() for kind, delete in PRUNED.items()}


def _ended_sessions() -> QuerySet:
    return Session.objects.filter(expire_date__lt=timezone.now())


def _old_forms() -> QuerySet:
    return KeptForm.objects.filter(kept_at__lt=timezone.now() - FORMS_KEPT)


def _old_uploads() -> QuerySet:
    return Upload.objects.filter(made_at__lt=timezone.now() - UPLOADS_KEPT)


def _old_runs() -> QuerySet:
    return JobRun.objects.prunable(before=timezone.now() - RUNS_KEPT)


def _deleting(rows: Callable[[], QuerySet]) -> Callable[[], int]:
    return lambda: rows().delete()[0]


PRUNED: dict[str, Callable[[], int]] = {
    "rows of the change log": Change.prune,
    "rows of the security log": security_log.prune,
    "ended sessions": _deleting(_ended_sessions),
    "failed sign-ins": lockout.prune,
    "forms kept for users": _deleting(_old_forms),
    "uploads": _deleting(_old_uploads),
    "runs of jobs": _deleting(_old_runs),
}
