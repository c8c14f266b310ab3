"""A process that is kept running: started again with growing waits, and killed if it is stuck."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pq_archive.processes import Process, Program, describe_end
from pq_archive.supervisor import Supervisor
from tests.support.whole_site import wait_until

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]
IS_MISSING = ["/nowhere/python"]
IS_SILENT = [sys.executable, "-c", "import time; time.sleep(600)", "--socket", "0"]


@pytest.fixture
def running() -> Iterator[list[Process]]:
    """Processes that the test starts; they are killed at its end."""
    processes: list[Process] = []
    yield processes
    for process in processes:
        if process.popen:
            process.popen.kill()
            process.popen.wait()
        process.close_signs()


def start(program: Program, running: list[Process]) -> Process:
    process = Process(program)
    running.append(process)
    process.keep_running(0)
    return process


def wait_for_end(process: Process) -> None:
    assert process.popen
    process.popen.wait(timeout=60)


def test_a_process_that_keeps_ending_is_started_again_after_longer_and_longer_waits(
    running: list[Process], caplog: pytest.LogCaptureFixture
) -> None:
    process, now, waits = start(Program("worker", ENDS), running), 0.0, []
    for _ in range(8):
        wait_for_end(process)
        process.keep_running(now)
        waits.append(process.due - now)
        now = process.due
        process.keep_running(now)
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert len([line for line in caplog.messages if "ended with status 3: next start in" in line]) == 8


def test_a_process_that_ran_for_a_while_is_started_again_soon(running: list[Process]) -> None:
    process = start(Program("worker", ENDS), running)
    process.failures = 6
    wait_for_end(process)
    process.keep_running(61)
    assert process.due == 61.5


def test_a_web_process_without_a_sign_of_life_is_killed_and_started_again(
    running: list[Process], caplog: pytest.LogCaptureFixture
) -> None:
    process = start(Program("web process 1", IS_SILENT, serves=0), running)
    process.keep_running(119)
    assert process.popen.poll() is None
    process.keep_running(121)
    assert "shows no sign of life" in caplog.text
    wait_for_end(process)
    process.keep_running(122)
    assert "web process 1" in caplog.messages[-1]
    assert "was ended by SIGKILL" in caplog.messages[-1]


@pytest.mark.parametrize("serves", [None, 0], ids=["a worker", "a web process"])
def test_a_process_that_cannot_be_started_is_tried_again(
    serves: int | None, running: list[Process], caplog: pytest.LogCaptureFixture
) -> None:
    """As while packages are installed again, or when there are too many processes."""
    process, files = start(Program("a process", IS_MISSING, serves), running), open_files()
    assert process.due == 0.5
    process.keep_running(0.5)
    assert "could not be started ([Errno 2] No such file or directory: '/nowhere/python'): next start" in caplog.text
    assert open_files() == files
    process.program = Program("a process", SLEEPS, serves)
    process.keep_running(1.4)
    assert process.popen is None
    process.keep_running(1.5)
    assert process.popen


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_a_reload_whose_processes_cannot_be_started_keeps_those_that_run(
    running: list[Process], caplog: pytest.LogCaptureFixture
) -> None:
    supervisor = Supervisor([Program("worker", SLEEPS)])
    (worker,) = supervisor.processes
    running.append(worker)
    supervisor.step(0)
    worker.program = Program("worker", IS_MISSING)
    supervisor.is_reloading = True
    for now in (1, 2, 3):
        supervisor.step(now)
    assert "The new worker does not start: the running ones stay" in caplog.messages
    assert supervisor.all() == [worker]
    assert worker.popen
    assert worker.popen.poll() is None


def test_a_process_that_does_not_end_when_told_is_killed(running: list[Process], tmp_path: Path) -> None:
    deaf = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    deaf += "pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    process = start(Program("worker", [sys.executable, "-c", deaf, str(tmp_path / "is_deaf")]), running)
    wait_until((tmp_path / "is_deaf").exists, "it ignores the signal")
    process.tell_to_end(1)
    assert not process.has_left(30, longest=30)
    assert not process.has_left(31.1, longest=30)
    wait_for_end(process)
    assert process.has_left(31.2, longest=30)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (0, "ended with status 0"),
        (3, "ended with status 3"),
        (-9, "was ended by SIGKILL"),
        (-40, "was ended by signal 40"),
    ],
)
def test_the_log_says_how_a_process_ended(status: int, words: str) -> None:
    assert describe_end(status) == words


def test_each_start_is_a_line_in_the_log(running: list[Process], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    process = start(Program("worker", SLEEPS), running)
    assert caplog.messages == [f"Started worker (process {process.pid})"]


def test_a_second_reload_waits_for_the_successor_that_is_starting(running: list[Process]) -> None:
    supervisor = Supervisor([Program("web process 1", IS_SILENT, serves=0), Program("worker", SLEEPS)])
    running += supervisor.processes
    for now in (0, 1):
        supervisor.is_reloading = True
        supervisor.step(now)
        running += [supervisor.coming] if supervisor.coming and supervisor.coming not in running else []
    supervisor.coming.is_ready = True
    for now in (2, 3, 4):
        supervisor.step(now)
        running += [process for process in supervisor.all() if process not in running]
    assert [process.program.name for process in supervisor.processes] == ["web process 1", "worker"]
