"""A process that is kept running: started again with growing waits, and killed if it is stuck."""

import logging
import sys
import time
from collections.abc import Iterator

import pytest

from pq_archive.processes import Process, Program, describe_end
from pq_archive.supervisor import Supervisor

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]
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


def test_a_process_that_does_not_end_when_told_is_killed(running: list[Process]) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on'); time.sleep(600)"
    process = start(Program("worker", [sys.executable, "-c", deaf]), running)
    time.sleep(1)  # until it ignores the signal
    process.tell_to_end(1)
    assert not process.has_left(30, longest=30)
    assert not process.has_left(31.1, longest=30)
    wait_for_end(process)
    assert process.has_left(31.2, longest=30)


@pytest.mark.parametrize(
    ("status", "words"), [(0, "ended with status 0"), (3, "ended with status 3"), (-9, "was ended by SIGKILL")]
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
