"""Which run of a job is due: each window once, what was missed once, and failures again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from questions.models import JobRun
from questions.operations import planning
from questions.operations.jobs import Job
from questions.operations.schedule import Daily, Every

pytestmark = pytest.mark.django_db

State = JobRun.State
NIGHTLY = Job("nightly", "Counts sheep.", Daily(time(1, 30)), ("version",), attempts=3)
HOURLY = Job("hourly", "Strikes.", Every(60), ("version",))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def find_due(job: Job, moment: datetime) -> JobRun | None:
    return planning.find_due(job, JobRun.objects.recent([job.name])[job.name], moment)


def due(job: Job, moment: str) -> str | None:
    """The window that is due."""
    run = find_due(job, utc(moment))
    return run.window if run else None


def run_due(job: Job, moment: str, state: JobRun.State = State.DONE) -> str:
    """Run the window that is due, which ends at once."""
    run = find_due(job, utc(moment))
    assert run
    assert run.begin("here")
    run.end(state, 0 if state == State.DONE else 1, "", utc(moment))
    return run.window


def test_a_new_job_with_a_time_of_day_waits_for_that_time() -> None:
    assert due(NIGHTLY, "2026-11-29 12:00") is None
    assert due(NIGHTLY, "2026-11-30 01:29") is None
    assert due(NIGHTLY, "2026-11-30 01:30") == "2026-11-30 01:30"


def test_a_new_job_of_every_so_many_minutes_runs_at_once() -> None:
    assert due(HOURLY, "2026-11-29 12:10") == "2026-11-29 12:00"


def test_a_window_is_done_once() -> None:
    assert run_due(HOURLY, "2026-11-29 12:10") == "2026-11-29 12:00"
    assert due(HOURLY, "2026-11-29 12:59") is None
    assert run_due(HOURLY, "2026-11-29 13:00") == "2026-11-29 13:00"


def test_what_was_missed_for_days_is_made_up_once() -> None:
    assert due(NIGHTLY, "2026-11-20 12:00") is None
    assert run_due(NIGHTLY, "2026-11-29 12:00") == "2026-11-29 01:30"
    assert due(NIGHTLY, "2026-11-29 12:01") is None
    assert JobRun.objects.count() == 2


def test_a_window_in_the_hour_that_comes_twice_is_done_once() -> None:
    assert due(NIGHTLY, "2026-10-24 12:00") is None
    assert run_due(NIGHTLY, "2026-10-25 00:30") == "2026-10-25 01:30"
    assert due(NIGHTLY, "2026-10-25 01:30") is None
    assert run_due(HOURLY, "2026-10-25 00:59") == "2026-10-25 01:00"
    assert run_due(HOURLY, "2026-10-25 02:00") == "2026-10-25 02:00"
    assert due(HOURLY, "2026-10-25 01:30") is None  # a clock that was wrong by an hour


def test_a_window_in_the_hour_that_is_missing_is_done() -> None:
    assert due(NIGHTLY, "2027-03-27 12:00") is None
    assert run_due(NIGHTLY, "2027-03-28 01:00") == "2027-03-28 01:30"


def test_a_clock_that_was_once_far_ahead_stops_no_job() -> None:
    assert run_due(HOURLY, "2026-11-29 12:10") == "2026-11-29 12:00"
    assert run_due(HOURLY, "2036-01-01 00:10") == "2036-01-01 00:00"
    assert due(HOURLY, "2036-01-01 01:10") == "2036-01-01 01:00"  # which it did not get round to
    assert due(HOURLY, "2026-11-29 12:40") is None
    assert run_due(HOURLY, "2026-11-29 13:10") == "2026-11-29 13:00"
    assert run_due(HOURLY, "2026-11-29 14:10") == "2026-11-29 14:00"


def test_a_failure_is_repeated_later_and_later_and_then_not_until_the_next_window() -> None:
    assert due(NIGHTLY, "2026-11-28 12:00") is None
    assert run_due(NIGHTLY, "2026-11-29 01:30:00", State.FAILED) == "2026-11-29 01:30"
    assert due(NIGHTLY, "2026-11-29 01:30:09") is None
    assert run_due(NIGHTLY, "2026-11-29 01:30:10", State.FAILED) == "2026-11-29 01:30"
    assert due(NIGHTLY, "2026-11-29 01:30:49") is None
    assert run_due(NIGHTLY, "2026-11-29 01:30:50", State.FAILED) == "2026-11-29 01:30"
    assert due(NIGHTLY, "2026-11-29 23:59:00") is None
    assert due(NIGHTLY, "2026-11-30 01:30:00") == "2026-11-30 01:30"


def test_a_new_window_comes_before_another_attempt_at_the_last_one() -> None:
    run_due(HOURLY, "2026-11-29 12:59:55", State.FAILED)
    assert due(HOURLY, "2026-11-29 13:00:05") == "2026-11-29 13:00"


def test_a_run_that_was_stopped_continues_at_once_however_often() -> None:
    for second in range(9):
        assert run_due(HOURLY, f"2026-11-29 12:00:0{second}", State.STOPPED) == "2026-11-29 12:00"


def test_a_run_that_died_is_repeated_but_not_for_ever() -> None:
    moment = utc("2026-11-29 12:00")
    for _ in range(HOURLY.attempts):
        run = find_due(HOURLY, moment)
        assert run
        run.begin("here")
        run.end(State.DIED, None, "", moment)
        moment += timedelta(minutes=11)
    assert find_due(HOURLY, moment) is None


def test_a_run_that_begins_nowhere_begins_here() -> None:
    JobRun.objects.create(job="hourly", window="2026-11-29 12:00")  # its worker ended before it could begin
    assert due(HOURLY, "2026-11-29 12:10") == "2026-11-29 12:00"


def test_only_one_of_two_workers_begins_a_run() -> None:
    first, second = (find_due(HOURLY, utc("2026-11-29 12:10")) for _ in range(2))
    assert first
    assert second
    assert first.begin("here")
    assert not second.begin("there")
    assert JobRun.objects.get().holder == "here"


def test_the_end_of_a_run_that_was_taken_for_dead_is_not_recorded() -> None:
    run = find_due(HOURLY, utc("2026-11-29 12:10"))
    assert run
    run.begin("here")
    JobRun.objects.get().end(State.DIED, None, "", utc("2026-11-29 12:20"))
    run.end(State.DONE, 0, "finished", utc("2026-11-29 12:30"))
    assert JobRun.objects.get().state == State.DIED


# Runs that users ask for


def test_what_was_asked_for_is_due_whatever_the_schedule_says() -> None:
    run_due(HOURLY, "2026-11-29 12:10")
    asked = JobRun.ask("hourly", "anna")
    assert run_due(HOURLY, "2026-11-29 12:20") == asked.window
    assert due(HOURLY, "2026-11-29 12:21") is None
    assert due(HOURLY, "2026-11-29 13:00") == "2026-11-29 13:00"


def test_asking_twice_is_asking_once_until_it_has_started() -> None:
    assert JobRun.ask("hourly", "anna") == JobRun.ask("hourly", "berta")
    run_due(HOURLY, "2026-11-29 12:20")
    JobRun.ask("hourly", "berta")
    assert [*JobRun.objects.values_list("asked_by", "state")] == [("berta", "waiting"), ("anna", "done")]


def test_a_failure_is_not_repeated_for_a_user_but_a_stopped_run_is_continued() -> None:
    run_due(HOURLY, "2026-11-29 12:10")
    JobRun.ask("hourly", "anna")
    run_due(HOURLY, "2026-11-29 12:20", State.STOPPED)
    run_due(HOURLY, "2026-11-29 12:20", State.FAILED)
    assert due(HOURLY, "2026-11-29 12:50") is None
