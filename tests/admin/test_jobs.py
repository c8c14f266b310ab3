"""The page of jobs: how each stands, and the button to run it now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from questions.accounts.roles import ADMINISTRATOR
from questions.models import JobRun, Lease
from questions.operations.overview import describe_duration
from tests.support.desk import somebody, text

pytestmark = pytest.mark.django_db

JOBS = "/admin/questions/jobrun/"
State = JobRun.State


@pytest.fixture
def worker() -> str:
    """The worker that runs the jobs."""
    holder = "machine (0a0b), process 7"
    Lease.take(Lease.Kind.JOBS, holder)
    return holder


def row(client: Client, job: str) -> str:
    """The words of a job's row, but for its description."""
    [found] = re.findall(rf'<tr data-job="{job}">.*?</th>(.*?)</tr>', text(client.get(JOBS)), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found).replace("\xa0", " ").split())


def ran(job: str, state: JobRun.State, started: datetime | None = None, seconds: int = 0, **fields: Any) -> JobRun:
    started = started or timezone.now()
    window = f"{timezone.localtime(started):%Y-%m-%d %H:%M}"
    ended = None if state == State.RUNNING else started + timedelta(seconds=seconds)
    said = {"window": window, "attempts": 1, "started_at": started, "finished_at": ended, **fields}
    return JobRun.objects.create(job=job, state=state, **said)


def run_now(client: Client, job: str) -> str:
    return text(client.post(f"{JOBS}{job}/run/", follow=True))


def test_it_says_what_each_job_does_and_what_turns_it_on(admin_client: Client) -> None:
    page = text(admin_client.get(JOBS))
    assert "Deletes old email addresses from readers’ reports. Every day at 02:20." in page
    assert row(admin_client, "backup") == "None yet Switched off"
    assert "Back up the archive: <code>backup</code>. To switch it on, set BACKUP_TO" in page


def test_it_says_when_a_job_ran_how_it_ended_and_when_it_runs_next(admin_client: Client) -> None:
    run = ran("prune", State.DONE, datetime(2036, 1, 9, 2, 10, tzinfo=ZoneInfo("Europe/London")), 125, output="gone")
    said = "Went well , 9 January 2036 at 02:10, 2 min 5 s 10 January 2036 at 02:10 Run now (Tidy up)"
    assert row(admin_client, "prune") == said
    page = text(admin_client.get(f"{JOBS}{run.pk}/change/"))
    assert '<pre class="desk-record">gone</pre>' in page


def test_a_failure_says_when_it_will_be_tried_again(admin_client: Client) -> None:
    ran("prune", State.FAILED, timezone.now() + timedelta(days=1))
    assert re.search(r"^Failed , .* at \d\d:\d\d, attempt 2 Run now", row(admin_client, "prune"))


def test_a_job_that_runs_or_waits_says_so(admin_client: Client) -> None:
    ran("prune", State.RUNNING)
    JobRun.ask("prune", "anna")
    JobRun.ask("check_archive", "anna")
    assert re.search(r"^Running now , .* When this run has ended Run now", row(admin_client, "prune"))
    assert row(admin_client, "check_archive") == "None yet In a few seconds Run now (Check search)"


def test_it_names_the_worker_or_says_that_there_is_none(admin_client: Client, worker: str) -> None:
    assert f"The worker on {worker} runs these jobs" in text(admin_client.get(JOBS))
    Lease.give_back(Lease.Kind.JOBS, worker)
    assert "No job runs at the moment" in text(admin_client.get(JOBS))


def test_the_button_asks_the_worker_and_is_logged(admin_client: Client, admin_user: User, worker: str) -> None:
    assert "“Tidy up” will start in a few seconds." in run_now(admin_client, "prune")
    run = JobRun.objects.get()
    assert (run.job, run.state, run.asked_by) == ("prune", State.WAITING, admin_user.username)
    assert [*LogEntry.objects.values_list("object_id", "change_message")] == [
        (str(run.pk), "Asked to run “Tidy up” now.")
    ]
    run_now(admin_client, "prune")
    assert JobRun.objects.count() == 1


def test_the_button_says_when_the_run_has_to_wait(admin_client: Client, worker: str) -> None:
    ran("prune", State.RUNNING)
    assert "will start when its present run has ended" in run_now(admin_client, "prune")
    Lease.give_back(Lease.Kind.JOBS, worker)
    assert "will start when a worker runs" in run_now(admin_client, "prune")


def test_a_job_that_is_off_or_unknown_cannot_be_run(admin_client: Client) -> None:
    assert "“Back up the archive” is switched off. To switch it on, set BACKUP_TO" in run_now(admin_client, "backup")
    assert admin_client.post(f"{JOBS}reboot/run/").status_code == 404
    assert admin_client.get(f"{JOBS}prune/run/").status_code == 405
    assert not JobRun.objects.exists()


def test_who_may_see_but_not_run_jobs_has_no_button() -> None:
    client = somebody(ADMINISTRATOR)
    assert "Run now" in row(client, "prune")
    User.objects.get().groups.get().permissions.get(codename="run_jobrun").group_set.clear()
    assert "Run now" not in row(client, "prune")
    assert client.post(f"{JOBS}prune/run/").status_code == 403


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "under 1 s"), (59, "59 s"), (3600, "1 h"), (3725, "1 h 2 min"), (200_000, "2 d 7 h")]
)
def test_durations_in_words(seconds: float, said: str) -> None:
    assert describe_duration(timedelta(seconds=seconds)).replace("\xa0", " ") == said


def test_the_first_page_counts_jobs_whose_last_run_failed_and_links_to_them(admin_client: Client) -> None:
    earlier = timezone.now() - timedelta(days=1)
    for job, before, state in (("prune", State.FAILED, State.DONE), ("backup", State.DONE, State.DIED)):
        ran(job, before, earlier)
        ran(job, state)
    assert "Failed jobs: <strong>1</strong>" in text(admin_client.get("/admin/"))
    page = text(admin_client.get(f"{JOBS}?last=failed"))
    assert re.findall(r'data-label="How it went" class="field-outcome">(.*?)<', page) == ["Broke off"]
    assert "1 job run" in page
