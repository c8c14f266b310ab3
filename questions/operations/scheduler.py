"""Runs the jobs that are due, on the one worker that leads."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from pq_archive.holders import this_process
from questions.models import JobRun

from .children import SECONDS_TO_STOP, Child, stop_children
from .jobs import Job, all_jobs
from .leadership import Leadership
from .planning import find_due

State = JobRun.State

logger = logging.getLogger(__name__)


class Running(NamedTuple):
    run: JobRun
    child: Child


class Scheduler:
    """Call `step` about once a second, and `stop` at the end. Each job runs at most once at a time."""

    def __init__(self, jobs: Callable[[], Iterable[Job]] = all_jobs, clock: Callable[[], datetime] = timezone.now):
        self.jobs, self.clock = jobs, clock
        self.leadership = Leadership(this_process())
        self.running: dict[str, Running] = {}

    def step(self) -> None:
        """Record what has ended, and start what is due if this worker leads. Raises DatabaseError, InterfaceError."""
        leads = self._lead()
        self._record_ended()
        if leads:
            self._bury_dead()
            self._start_due()

    def stop(self, seconds: float = SECONDS_TO_STOP) -> None:
        """Stop what runs within about so many seconds, record that, and let another worker lead.

        Raises DatabaseError or InterfaceError once all has stopped.
        """
        stop_children((running.child for running in self.running.values()), seconds)
        self._record_ended()
        self.leadership.give_back()

    def _lead(self) -> bool:
        led = self.leadership.is_held
        try:
            leads = self.leadership.keep()
        except (DatabaseError, InterfaceError):
            if self.leadership.is_over:
                self._stop_leading("it could not renew its lease in time")
            raise
        if leads and not led:
            logger.info("This worker runs the jobs now (%s)", self.leadership.holder)
        if led and not leads:
            self._stop_leading("another worker has taken over")
        return leads

    def _stop_leading(self, why: str) -> None:
        logger.warning("This worker no longer runs the jobs: %s", why)
        self.leadership.is_held = False
        stop_children(running.child for running in self.running.values())

    def _bury_dead(self) -> None:
        """What runs elsewhere has ended, because only the worker that leads runs jobs."""
        mine = [running.run.pk for running in self.running.values()]
        for run in JobRun.objects.running().exclude(pk__in=mine):
            logger.warning("Job %s (%s) ended unexpectedly on %s", run.job, run.minute, run.holder)
            run.end(State.DIED, None, run.output, self.clock())

    def _start_due(self) -> None:
        idle = {job.name: job for job in self.jobs() if not job.off and job.name not in self.running}
        for name, recent in JobRun.objects.recent(idle).items():
            if run := find_due(idle[name], recent, self.clock()):
                self._start(idle[name], run)

    def _start(self, job: Job, run: JobRun) -> None:
        if not run.begin(self.leadership.holder):
            return
        asked = f", asked for by {run.asked_by}" if run.asked_by else ""
        logger.info("Job %s (%s%s) started, attempt %s", job.name, run.minute, asked, run.attempts)
        try:
            self.running[job.name] = Running(run, Child(job.command))
        except OSError as error:
            logger.error("Job %s (%s) could not be started: %s", job.name, run.minute, error)
            run.end(State.FAILED, None, f"could not be started: {error}", self.clock())

    def _record_ended(self) -> None:
        """What cannot be saved stays, and is saved later."""
        for name, (run, child) in list(self.running.items()):
            if (status := child.poll()) is not None:
                now = self.clock()
                run.end(_state_of(child, status), status, child.output, now)
                del self.running[name]
                _log_end(run, child, status, now)


def _state_of(child: Child, status: int) -> JobRun.State:
    if status == 0:
        return State.DONE
    if child.is_stopped:
        return State.STOPPED
    return State.DIED if status < 0 else State.FAILED


def _log_end(run: JobRun, child: Child, status: int, at: datetime) -> None:
    seconds = (at - run.started_at).total_seconds() if run.started_at else 0
    state = _state_of(child, status)
    last = child.lines[-1] if child.lines else "no output"
    level = logging.INFO if state in (State.DONE, State.STOPPED) else logging.ERROR
    logger.log(level, "Job %s (%s) %s after %.1f s: %s", run.job, run.minute, state.label, seconds, last)
