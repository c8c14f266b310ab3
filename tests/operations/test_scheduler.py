"""The scheduler with real child processes: what it starts, records and stops."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from datetime import time as clock_time
from typing import Any

import django
import pytest
from django.db import DatabaseError, connection

from pq_archive.holders import this_process
from questions.models import JobRun, Lease
from questions.operations.jobs import Job, all_jobs
from questions.operations.schedule import Daily, Every
from questions.operations.scheduler import Scheduler
from tests.support.processes import is_running

pytestmark = pytest.mark.django_db

State = JobRun.State
OTHER = "elsewhere (0a0b), process 7"
NOW = datetime(2026, 11, 29, 12, 10, tzinfo=UTC)
SLEEP = "import os, time; print('asleep', os.getpid(), flush=True); time.sleep(60)"
SLEEPER = f"subprocess.run([sys.executable, '-c', {SLEEP!r}])"


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings for tests would make a folder in each child, which stays if the child is killed."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "pq_archive.settings")


def job(name: str, *command: str) -> Job:
    return Job(name, "Does something.", Every(60), command)


def python(name: str, code: str) -> Job:
    return job(name, "shell", "--no-imports", "--command", code)


@contextmanager
def scheduling(*jobs: Job) -> Iterator[Scheduler]:
    scheduler = Scheduler(lambda: jobs, lambda: NOW)
    try:
        yield scheduler
    finally:
        scheduler.stop(seconds=1)


def step_until(scheduler: Scheduler, is_reached: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 60
    while not is_reached():
        assert time.monotonic() < deadline, [*JobRun.objects.values()]
        scheduler.step()
        time.sleep(0.05)


def run_all(*jobs: Job) -> dict[str, JobRun]:
    """The runs, by job, once all have ended."""
    with scheduling(*jobs) as scheduler:
        scheduler.step()
        step_until(scheduler, lambda: not scheduler.running)
    return {run.job: run for run in JobRun.objects.all()}


def lose_lease(scheduler: Scheduler) -> None:
    """Another worker has taken over, and this one looks at the lease again."""
    Lease.objects.filter(pk=Lease.Kind.JOBS).update(holder=OTHER)
    scheduler.leadership.renewed -= 30


def test_a_run_is_recorded_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "questions.operations"):
        run = run_all(job("greeting", "version"))["greeting"]
    assert (run.state, run.exit_status, run.attempts, run.window) == (State.DONE, 0, 1, "2026-11-29 12:00")
    assert run.output == django.get_version()
    assert run.holder == this_process()
    started, ended = [record.getMessage() for record in caplog.records if "greeting" in record.getMessage()]
    assert started == "Job greeting (2026-11-29 12:00) started, attempt 1"
    assert "(2026-11-29 12:00) done after" in ended
    assert ended.endswith(run.output)


def test_one_job_that_fails_or_crashes_does_not_stop_the_others() -> None:
    runs = run_all(
        job("fails", "no_such_command"),
        python("crashes", "import os; os.abort()"),
        job("works", "version"),
        Job("off", "Waits for a setting.", Every(60), ("version",), off="set SOMETHING"),
    )
    assert {name: (run.state, run.exit_status) for name, run in runs.items()} == {
        "fails": (State.FAILED, 1),
        "crashes": (State.DIED, -6),
        "works": (State.DONE, 0),
    }
    assert "Unknown command: 'no_such_command'" in runs["fails"].output


@pytest.mark.slow
def test_only_the_last_lines_are_kept_without_what_the_database_cannot_hold() -> None:
    code = "print(*range(9999), sep='\\n'); print('x' * 99_999); print('nul', chr(0), 'end')"
    lines = run_all(python("chatty", code))["chatty"].output.split("\n")
    assert len(lines) == 40
    assert max(map(len, lines)) <= 500
    assert lines[-1] == "nul  end"


@pytest.mark.slow
def test_a_job_runs_once_at_a_time_and_others_run_beside_it() -> None:
    with scheduling(python("long", SLEEP), job("short", "version")) as scheduler:
        scheduler.step()
        JobRun.ask("long", "anna")
        step_until(scheduler, lambda: JobRun.objects.get(job="short").state == State.DONE)
        assert [*scheduler.running] == ["long"]
        assert JobRun.objects.get(job="long", asked_by="anna").state == State.WAITING


@pytest.mark.slow
def test_a_job_that_ignores_sigterm_is_killed_with_the_programs_that_it_started() -> None:
    start = f"import signal, subprocess, sys; signal.signal(15, signal.SIG_IGN); {SLEEPER}"
    with scheduling(python("deaf", start)) as scheduler:
        scheduler.step()
        step_until(scheduler, lambda: scheduler.running["deaf"].child.output)
        pid = int(scheduler.running["deaf"].child.output.split()[1])
        assert is_running(pid)
        scheduler.stop(seconds=0.5)
    assert (JobRun.objects.get().state, JobRun.objects.get().exit_status) == (State.STOPPED, -9)
    assert not is_running(pid)


@pytest.mark.slow
def test_a_worker_that_has_lost_its_lease_stops_what_it_runs() -> None:
    with scheduling(python("long", SLEEP)) as scheduler:
        scheduler.step()
        step_until(scheduler, lambda: scheduler.running["long"].child.output)
        pid = int(scheduler.running["long"].child.output.split()[1])
        lose_lease(scheduler)
        scheduler.step()
        assert not scheduler.running
    assert JobRun.objects.get().state == State.STOPPED
    assert not is_running(pid)
    assert Lease.objects.get(pk=Lease.Kind.JOBS).holder == OTHER


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_cannot_renew_its_lease_in_time_stops_what_it_runs_and_goes_on_later() -> None:
    with scheduling(python("long", SLEEP)) as scheduler:
        scheduler.step()
        with unreachable(Lease):
            scheduler.leadership.renewed -= 40
            with pytest.raises(DatabaseError):
                scheduler.step()
            assert scheduler.running["long"].child.poll() is None
            scheduler.leadership.renewed -= 40
            with pytest.raises(DatabaseError):
                scheduler.step()
            assert scheduler.running["long"].child.poll() is not None
        scheduler.step()
        assert (JobRun.objects.get().state, JobRun.objects.get().attempts) == (State.RUNNING, 2)


@contextmanager
def unreachable(model: Any) -> Iterator[None]:
    """The model's table is away."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {model._meta.db_table} RENAME TO away")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE away RENAME TO {model._meta.db_table}")


def test_another_worker_does_nothing_while_one_leads() -> None:
    Lease.take(Lease.Kind.JOBS, OTHER)
    with scheduling(job("greeting", "version")) as scheduler:
        scheduler.step()
        assert not scheduler.running
        assert not JobRun.objects.exists()
        Lease.objects.update(until=NOW.replace(year=2020))
        scheduler.step()
        assert [*scheduler.running] == ["greeting"]


def test_what_a_lost_worker_was_running_has_died_and_is_repeated() -> None:
    run = JobRun.objects.create(job="greeting", window="2026-11-29 12:00")
    run.begin(OTHER)
    with scheduling(job("greeting", "version")) as scheduler:
        scheduler.step()
        assert JobRun.objects.get().state == State.DIED
        scheduler.clock = lambda: NOW.replace(minute=11)
        scheduler.step()
        assert (JobRun.objects.get().state, JobRun.objects.get().attempts) == (State.RUNNING, 2)


def test_a_sync_and_a_worker_hold_leases_of_their_own() -> None:
    assert Lease.take(Lease.Kind.SYNC, OTHER)
    with scheduling() as scheduler:
        scheduler.step()
        assert {lease.pk: lease.holder == OTHER for lease in Lease.objects.all()} == {1: True, 2: False}
    assert Lease.objects.get(pk=2).holder == ""


# The jobs of a site


def test_by_default_nothing_is_fetched_or_backed_up() -> None:
    assert {job.name: job.off for job in all_jobs() if job.off} == {
        "sync": "set SYNC_SCHEDULED=1",
        "backup": "set BACKUP_TO",
        "withheld": "set BACKUP_TO",
    }


def test_settings_turn_jobs_on(settings: Any) -> None:
    settings.SYNC_SCHEDULED, settings.SYNC_EVERY = True, 30
    settings.BACKUP_TO, settings.BACKUP_AT, settings.BACKUP_KEEP = "s3://bucket/pq", clock_time(4, 15), "3d"
    jobs = {job.name: job for job in all_jobs()}
    assert (jobs["sync"].off, jobs["sync"].when, jobs["sync"].command) == ("", Every(30), ("sync",))
    assert jobs["backup"][2:5] == (Daily(clock_time(4, 15)), ("backup", "s3://bucket/pq", "--keep", "3d"), "")
    assert jobs["withheld"][2:5] == (Every(5), ("backup", "s3://bucket/pq", "--only-withheld"), "")
