"""What the worker has run, and what it was asked to run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone


class Recent(NamedTuple):
    """The runs that say how a job stands: of its latest window, the last that a user asked for, the last started."""

    scheduled: JobRun | None = None
    asked: JobRun | None = None
    started: JobRun | None = None

    @classmethod
    def among(cls, runs: list[JobRun]) -> Recent:
        return cls(
            max((run for run in runs if not run.asked_by), key=attrgetter("window"), default=None),
            max((run for run in runs if run.asked_by), key=attrgetter("pk"), default=None),
            max((run for run in runs if run.started_at), key=attrgetter("started_at"), default=None),
        )


class JobRunQuerySet(models.QuerySet):
    def of(self, job: str) -> JobRunQuerySet:
        return self.filter(job=job)

    def scheduled(self) -> JobRunQuerySet:
        return self.filter(asked_by="")

    def asked(self) -> JobRunQuerySet:
        return self.exclude(asked_by="")

    def started(self) -> JobRunQuerySet:
        return self.exclude(started_at=None)

    def waiting(self) -> JobRunQuerySet:
        return self.filter(state=JobRun.State.WAITING)

    def running(self) -> JobRunQuerySet:
        return self.filter(state=JobRun.State.RUNNING)

    def recent(self, jobs: Iterable[str]) -> dict[str, Recent]:
        """How each of these jobs stands, in one query."""
        wanted = Q(pk=None)
        for runs in map(self.of, jobs):
            for last in (runs.scheduled().order_by("-window"), runs.asked(), runs.started().order_by("-started_at")):
                wanted |= Q(pk=Subquery(last.values("pk")[:1]))
        found: list[Any] = [*self.filter(wanted)]
        return {job: Recent.among([run for run in found if run.job == job]) for job in jobs}

    def last_failed(self) -> JobRunQuerySet:
        """The last runs of their jobs, if they failed or died."""
        later = JobRun.objects.filter(job=OuterRef("job"), started_at__gt=OuterRef("started_at"))
        return self.filter(~Exists(later), state__in=[JobRun.State.FAILED, JobRun.State.DIED])

    def prunable(self, before: datetime) -> JobRunQuerySet:
        """Runs that ended before this, without the latest window of each job."""
        later = JobRun.objects.scheduled().filter(job=OuterRef("job"), window__gt=OuterRef("window"))
        return self.filter(Exists(later), finished_at__lt=before)


class JobRun(models.Model):
    """A run of a job for one window: done, or not yet. Windows and jobs are in questions/operations/."""

    class State(models.TextChoices):
        NEW = "new", "new job"
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        DIED = "died", "ended unexpectedly"
        STOPPED = "stopped", "stopped with the worker"

    job = models.CharField(max_length=40)
    window = models.CharField(
        max_length=30, help_text="The time for which it was scheduled, or at which a user asked for it. In London."
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    started_at = models.DateTimeField("started", null=True)
    finished_at = models.DateTimeField("finished", null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField("where", max_length=200, blank=True, help_text="The machine and the worker's process.")
    exit_status = models.IntegerField(null=True)
    output = models.TextField(blank=True, help_text="The last lines.")
    asked_by = models.CharField(max_length=150, blank=True, help_text="The user. Empty if it was scheduled.")

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "job run"
        permissions = [("run_jobrun", "Can run jobs now")]
        constraints = [
            # A window is done once. The last run of a job is found by this.
            models.UniqueConstraint(fields=["job", "window"], name="job_window_once"),
            # Asking twice before it starts is asking once.
            models.UniqueConstraint(
                fields=["job"], condition=Q(state="waiting") & ~Q(asked_by=""), name="job_asked_for_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job}, {self.minute}"

    @property
    def minute(self) -> str:
        """The window, without the seconds that tell runs apart that users asked for."""
        return self.window[: len("2026-11-29 03:00")]

    @property
    def took(self) -> timedelta | None:
        """The duration; None if it has not ended."""
        return self.finished_at - self.started_at if self.started_at and self.finished_at else None

    @classmethod
    def ask(cls, job: str, by: str) -> JobRun:
        """Ask the worker to run the job now. Returns the waiting run, which may be there already."""
        window = f"{timezone.localtime():%Y-%m-%d %H:%M:%S.%f}"
        return cls.objects.exclude(asked_by="").get_or_create(
            job=job, state=cls.State.WAITING, defaults={"window": window, "asked_by": by}
        )[0]

    def begin(self, holder: str) -> bool:
        """Start an attempt; False if another worker has started it."""
        now = {"state": self.State.RUNNING, "started_at": timezone.now(), "holder": holder}
        before = {"finished_at": None, "exit_status": None, "output": ""}
        unchanged = JobRun.objects.filter(pk=self.pk, state=self.state, attempts=self.attempts)
        begun = bool(unchanged.update(attempts=F("attempts") + 1, **now, **before))
        self.refresh_from_db()
        return begun

    def end(self, state: State, exit_status: int | None, output: str, at: datetime) -> None:
        """Record how the attempt ended, unless another worker has taken it for dead."""
        said = {"state": state, "exit_status": exit_status, "output": output, "finished_at": at}
        mine = JobRun.objects.running().filter(pk=self.pk, holder=self.holder, attempts=self.attempts)
        mine.update(**said)
