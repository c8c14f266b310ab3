"""Starts the archive's processes, and starts one again if it ends: `python -m pq_archive.supervisor --socket FD`.

It replaces pq_archive.start in the same process, so that signals to a container's first process reach it. SIGTERM and
SIGINT end everything in order. SIGHUP replaces the processes, with the code and the settings as they are then, without
losing a request. If this process is killed, the others end too (pq_archive.lifeline).
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pq_archive.processes import Process, Program

TICK = 0.1  # seconds between checks of the processes
STOP = 35.0  # seconds that a process has to end after SIGTERM: more than the worker gives its jobs and its index

logger = logging.getLogger("pq_archive.supervisor")


class Supervisor:
    def __init__(self, programs: list[Program]):
        self.processes = [Process(program) for program in programs]
        self.leaving: list[Process] = []  # told to end, and not watched otherwise
        self.to_replace: list[Process] = []
        self.coming: Process | None = None  # takes the place of the first of `to_replace` once it serves
        self.is_ending = self.is_reloading = False

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        signal.signal(signal.SIGHUP, self.reload)
        while not self.is_ending:
            self.step(time.monotonic())
            time.sleep(TICK)
        self.stop()

    def end(self, number: int, frame: FrameType | None) -> None:
        self.is_ending = True

    def reload(self, number: int, frame: FrameType | None) -> None:
        self.is_reloading = True

    def step(self, now: float) -> None:
        for process in self.processes:
            process.keep_running(now)
        self.leaving = [process for process in self.leaving if not process.has_left(now, STOP)]
        # A successor that is starting belongs to one process: a second reload begins after it.
        if self.is_reloading and self.coming is None:
            logger.warning("Reloading")
            self.is_reloading, self.to_replace = False, list(self.processes)
        if self.to_replace:
            self.replace_next(now)
        reap_orphans({process.pid for process in self.all()})

    def all(self) -> list[Process]:
        return [*self.processes, *self.leaving, *([self.coming] if self.coming else [])]

    def replace_next(self, now: float) -> None:
        """Start the successor of one process; once it serves, tell the process to end."""
        old = self.to_replace[0]
        if self.coming is None:
            self.coming = Process(old.program)
            self.coming.try_to_start(now)
        elif self.coming.has_failed(now):
            logger.error("The new %s does not start: the running ones stay", old.program.name)
            self.leave(self.coming, now)
            self.coming, self.to_replace = None, []
        elif self.coming.is_ready:
            self.processes[self.processes.index(old)] = self.coming
            self.leave(old, now)
            self.coming, self.to_replace = None, self.to_replace[1:]

    def leave(self, process: Process, now: float) -> None:
        process.tell_to_end(now)
        self.leaving.append(process)

    def stop(self) -> None:
        logger.info("Stopping")
        now = time.monotonic()
        self.leaving = self.all()
        for process in self.leaving:
            process.tell_to_end(now)
        while self.leaving:
            self.leaving = [process for process in self.leaving if not process.has_left(time.monotonic(), STOP)]
            time.sleep(TICK)


def reap_orphans(ours: set[int | None]) -> None:
    """Remove ended processes that this one has inherited, as the first process of a container does."""
    with contextlib.suppress(ChildProcessError):
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended and ended.si_pid not in ours:
            os.waitpid(ended.si_pid, os.WNOHANG)


def programs(listener: int, workers: int, *, meaning: bool) -> list[Program]:
    web = [sys.executable, "-m", "pq_archive.server", "--socket", str(listener)]
    worker = [sys.executable, "manage.py", "worker"]
    numbered = [Program(f"web process {number}", web, serves=listener) for number in range(1, workers + 1)]
    beside = [Program("model", [sys.executable, "manage.py", "vectors", "--serve"])] if meaning else []
    return [*numbered, Program("worker", worker), *beside]


def replace_this_process(
    listener: int, *, workers: int, meaning: bool, log_level: str, variables: dict[str, str]
) -> NoReturn:
    """Become the supervisor, with these environment variables."""
    os.set_inheritable(listener, True)
    options = ["--socket", str(listener), "--workers", str(workers), "--log-level", log_level]
    options += ["--meaning"] if meaning else []
    command = [sys.executable, "-m", "pq_archive.supervisor", *options]
    os.execve(sys.executable, command, variables)  # noqa: S606 - no shell needed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m pq_archive.supervisor")
    parser.add_argument("--socket", type=int, required=True, help="the number of the listening socket's file")
    parser.add_argument("--workers", type=int, required=True, help="how many web processes to run")
    parser.add_argument("--meaning", action="store_true", help="run the process with the model, too")
    parser.add_argument("--log-level", required=True)
    given = parser.parse_args()
    logging.basicConfig(level=given.log_level, style="{", format="{asctime} {levelname} {name}: {message}")
    os.set_inheritable(given.socket, False)
    os.chdir(Path(__file__).resolve().parent.parent)
    Supervisor(programs(given.socket, given.workers, meaning=given.meaning)).run()


if __name__ == "__main__":
    main()
