"""`manage.py worker` as it really runs: in processes that are stopped and killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.support.databases import NewDatabase
from tests.support.processes import Archive, is_running
from tests.support.records import numbered
from tests.support.served import ROOT
from tests.support.standin import StandIn

pytestmark = pytest.mark.slow

LEASE = "from questions.models import Lease; print(*Lease.objects.filter(pk=2).values_list('holder', flat=True))"
SHOW = """
from questions.models import JobRun
print(*JobRun.objects.filter(job={job!r}).started().order_by('pk').values_list('state', flat=True))
"""
ASK = "from questions.models import JobRun; JobRun.ask({job!r}, 'anna')"
RENAME = "from django.db import connection; connection.cursor().execute('ALTER TABLE {} RENAME TO {}')"
COUNT = """
from questions.search.index import store, writer
print(writer.count_waiting() if not writer.why_rebuild() else -1)
"""


@pytest.fixture
def archive(tmp_path: Path, new_database: NewDatabase) -> Iterator[Archive]:
    with new_database(tmp_path) as url:
        yield Archive(tmp_path / "data", url)


@pytest.fixture
def syncing(archive: Archive) -> Iterator[StandIn]:
    """Parliament, which never answers about questions: a sync that the worker starts does not end."""
    with StandIn([numbered(1)]) as parliament:
        parliament.faults.on("questions", "hang")
        archive.environment |= {
            "SYNC_SCHEDULED": "1",
            "SYNC_QUESTIONS_URL": parliament.url,
            "SYNC_MEMBERS_URL": parliament.url,
            "SYNC_SINCE": "2024-09-01",
            "SYNC_TIMEOUT": "60",
        }
        yield parliament


@contextmanager
def working(archive: Archive, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker, which is killed at the end of the block."""
    environment = archive.environment | {"LOG_LEVEL": "INFO"}
    with log.open("ab") as file:
        streams = {"stdin": subprocess.DEVNULL, "stdout": file, "stderr": file}
        worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=ROOT, env=environment, **streams)  # type: ignore[call-overload]
    try:
        yield worker
    finally:
        worker.kill()
        worker.wait()


def wait_for(is_reached: Callable[[], object], log: Path) -> None:
    deadline = time.monotonic() + 90
    while not is_reached():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)


def leads(worker: subprocess.Popen[bytes], log: Path) -> bool:
    return f"process {worker.pid}, started " in log.read_text().rpartition("runs the jobs now (")[2]


def children(worker: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()]


def test_it_indexes_what_changes_and_runs_what_is_asked_for(archive: Archive, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with working(archive, log) as worker:
        wait_for(lambda: leads(worker, log), log)
        archive.manage("demo")
        archive.shell(ASK.format(job="prune"))
        wait_for(lambda: "Job prune" in log.read_text() and " done after " in log.read_text(), log)
        wait_for(lambda: archive.shell(COUNT) == "0\n", log)
        worker.terminate()
        assert worker.wait(timeout=30) == 0
    assert archive.shell(SHOW.format(job="prune")) == "done\n"
    assert archive.shell(LEASE) == "\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_when_terminated_it_ends_what_it_runs_and_the_next_worker_continues(
    archive: Archive, syncing: StandIn, tmp_path: Path, number: signal.Signals
) -> None:
    log = tmp_path / "log"
    with working(archive, log) as worker:
        wait_for(lambda: syncing.asked, log)
        pids = children(worker)
        worker.send_signal(number)
        assert worker.wait(timeout=40) == 0
        assert not any(map(is_running, pids))
    assert archive.shell(SHOW.format(job="sync")) == "stopped\n"
    with working(archive, log) as worker:
        wait_for(lambda: log.read_text().count("Job sync") >= 3, log)
        assert archive.shell(SHOW.format(job="sync")) == "running\n"


def test_of_two_workers_one_runs_the_jobs_and_the_other_takes_over_when_it_is_killed(
    archive: Archive, syncing: StandIn, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with ExitStack() as workers:
        first, second = (workers.enter_context(working(archive, log)) for _ in range(2))
        wait_for(lambda: syncing.asked, log)
        leader, other = (first, second) if leads(first, log) else (second, first)
        assert leads(leader, log)
        time.sleep(3)  # for the other worker to do what it should not
        assert log.read_text().count("runs the jobs now") == 1
        assert log.read_text().count("Job sync") == 1
        pids = children(leader)
        leader.kill()
        leader.wait()
        wait_for(lambda: leads(other, log), log)
        wait_for(lambda: "ended unexpectedly" in log.read_text(), log)
        wait_for(lambda: "started, attempt 2" in log.read_text(), log)
        assert pids
        assert not any(map(is_running, pids))


def test_a_database_that_goes_away_does_not_end_it(archive: Archive, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with working(archive, log) as worker:
        wait_for(lambda: leads(worker, log), log)
        archive.shell(RENAME.format("questions_jobrun", "away"))
        wait_for(lambda: "The jobs could not be looked after" in log.read_text(), log)
        archive.shell(RENAME.format("away", "questions_jobrun"))
        archive.shell(ASK.format(job="forget_reporters"))
        wait_for(lambda: "done after" in log.read_text(), log)
        assert worker.poll() is None
