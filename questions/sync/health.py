"""Whether syncs keep the archive up to date, for monitoring."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from questions.models import ImportRun

LONGEST = timedelta(days=2)  # without a successful sync of questions
QUESTIONS = "sync questions"


def sync_troubles(now: datetime) -> list[str]:
    """Problems with syncs, a sentence each; none if no sync was ever run. At most three queries."""
    ended = ImportRun.objects.syncs().exclude(outcome=ImportRun.Outcome.UNFINISHED)
    last = ended.order_by("kind").values("kind").annotate(last=Max("pk")).values("last")
    failed = ImportRun.objects.filter(pk__in=last, outcome=ImportRun.Outcome.FAILED).order_by("kind")
    return [f"{run.kind} failed on {_shown(run.finished_at)}" for run in failed] + _missed(now)


def _missed(now: datetime) -> list[str]:
    runs = ImportRun.objects.filter(kind=QUESTIONS).order_by("pk")
    last = runs.filter(outcome=ImportRun.Outcome.DONE).last() or runs.first()
    if last is None or now - (since := last.finished_at or last.started_at) <= LONGEST:
        return []
    return [f"{QUESTIONS} has not succeeded since {_shown(since)}"]


def _shown(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y %H:%M}" if moment else "an unknown date"
