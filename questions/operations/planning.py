"""Decides which run of a job is due: a new window, one that somebody asked for, or another attempt."""

from __future__ import annotations

from datetime import datetime, timedelta

from questions.models import JobRun
from questions.models.jobs import Recent

from .jobs import Job
from .schedule import LABEL, Every, latest_window, wall_clock

State = JobRun.State

MOST_AHEAD = timedelta(hours=2)  # of a window that was done: in October the clock goes back by one hour
WRONG_CLOCK = "a clock that was ahead"  # who asked for windows that have not come yet
FIRST_PAUSE = timedelta(seconds=10)  # before the second attempt; four times as long before each further one


def find_due(job: Job, recent: Recent, now: datetime) -> JobRun | None:
    """The run of this job to start now, if any. What was missed is made up once, in the latest window."""
    if recent.asked and _is_due(recent.asked, job, now):
        return recent.asked
    window, last = latest_window(job.when, now), _last_scheduled(job, recent, now)
    if last is None:
        return _add_first(job, window)
    if window > last.window:  # not !=: in October the clock goes back
        return _add(job, window, State.WAITING)
    return last if _is_due(last, job, now) else None


def _last_scheduled(job: Job, recent: Recent, now: datetime) -> JobRun | None:
    """The run of the latest window. Windows that were done while a clock was far ahead do not count, or the job would
    wait until they come."""
    ahead = f"{wall_clock(now + MOST_AHEAD):{LABEL}}"
    if recent.scheduled is None or recent.scheduled.window <= ahead:
        return recent.scheduled
    not_yet = JobRun.objects.of(job.name).scheduled().filter(window__gt=ahead)
    not_yet.waiting().delete()
    not_yet.update(asked_by=WRONG_CLOCK)
    return JobRun.objects.recent([job.name])[job.name].scheduled


def again_at(run: JobRun, job: Job) -> datetime | None:
    """When to try the run again; None if not at all.

    A run that was stopped with the worker continues with the next one. A failure is not repeated for a user, who sees
    it.
    """
    if run.state == State.STOPPED:
        return run.finished_at
    is_repeated = run.state == State.DIED or (run.state == State.FAILED and not run.asked_by)
    if not is_repeated or run.attempts >= job.attempts or run.finished_at is None:
        return None
    return run.finished_at + FIRST_PAUSE * 4 ** max(run.attempts - 1, 0)


def _is_due(run: JobRun, job: Job, now: datetime) -> bool:
    if run.state == State.WAITING:
        return True
    at = again_at(run, job)
    return at is not None and at <= now


def _add_first(job: Job, window: str) -> JobRun | None:
    """A job that is new has missed nothing. If it has a time of day, it waits for that."""
    is_due = isinstance(job.when, Every)
    run = _add(job, window, State.WAITING if is_due else State.NEW)
    return run if is_due else None


def _add(job: Job, window: str, state: JobRun.State) -> JobRun:
    return JobRun.objects.get_or_create(job=job.name, window=window, defaults={"state": state})[0]
