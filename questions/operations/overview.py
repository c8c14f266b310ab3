"""How each job stands: its last run and its next one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models.functions import Now
from django.utils import timezone

from questions.models import JobRun, Lease
from questions.models.jobs import Recent

from .jobs import Job, all_jobs
from .planning import again_at
from .schedule import Every, latest_window, next_window

State = JobRun.State

SOON = "In a few seconds"
OFF = "Switched off"
# How a run went, in the words of staff.
OUTCOMES = {
    State.NEW: "Not run yet",
    State.WAITING: "Waiting to start",
    State.RUNNING: "Running now",
    State.DONE: "Went well",
    State.FAILED: "Failed",
    State.DIED: "Broke off",
    State.STOPPED: "Stopped with the site",
}
UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


class Standing(NamedTuple):
    """`next` says when the job runs next, or why it does not."""

    job: Job
    last: JobRun | None
    next: str
    is_waiting: bool

    @property
    def took(self) -> str:
        return describe_duration(self.last.took if self.last else None)

    @property
    def outcome(self) -> str:
        return OUTCOMES[State(self.last.state)] if self.last else "None yet"

    @property
    def is_bad(self) -> bool:
        return bool(self.last and self.last.state in (State.FAILED, State.DIED))


def find_standings() -> list[Standing]:
    """All jobs, in one query."""
    now, jobs = timezone.now(), {job.name: job for job in all_jobs()}
    return [_find_standing(jobs[name], recent, now) for name, recent in JobRun.objects.recent(jobs).items()]


def find_leader() -> str:
    """The worker that runs the jobs, without the number that tells its start; "" if there is none."""
    held = Lease.objects.filter(pk=Lease.Kind.JOBS, until__gt=Now()).first()
    return held.holder.partition(", started ")[0] if held else ""


def describe_duration(took: timedelta | None) -> str:
    """The two largest units, such as "2 h 5 min", which stay together with their numbers."""
    if took is None:
        return ""
    left, parts = int(took.total_seconds()), []
    for seconds, unit in UNITS:
        if count := left // seconds:
            parts.append(f"{count}\xa0{unit}")
        left %= seconds
    return " ".join(parts[:2]) or "under 1 s"


def _find_standing(job: Job, recent: Recent, now: datetime) -> Standing:
    is_waiting = bool(recent.asked and recent.asked.state == State.WAITING)
    said = OFF if job.off else _describe_next(job, recent, now, is_waiting)
    return Standing(job, recent.started, said, is_waiting)


def _describe_next(job: Job, recent: Recent, now: datetime, is_waiting: bool) -> str:
    if is_waiting or _is_due(job, recent.scheduled, now):
        return "When this run has ended" if recent.started and recent.started.state == State.RUNNING else SOON
    for run in filter(None, (recent.asked, recent.scheduled)):
        if at := again_at(run, job):
            return f"{_shown(timezone.localtime(at))}, attempt {run.attempts + 1}" if at > now else SOON
    return _shown(next_window(job.when, now, recent.scheduled.window if recent.scheduled else ""))


def _is_due(job: Job, scheduled: JobRun | None, now: datetime) -> bool:
    if scheduled is None:
        return isinstance(job.when, Every)
    return scheduled.state == State.WAITING or latest_window(job.when, now) > scheduled.window


def _shown(moment: datetime) -> str:
    return f"{moment:%-d %B %Y at %H:%M}"
