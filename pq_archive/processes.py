"""A process that the supervisor keeps running."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
from typing import NamedTuple

from pq_archive.lifeline import open_lifeline

FIRST_WAIT = 0.5  # seconds until a process that ended is started again, doubled for each failure in a row
LONGEST_WAIT = 30.0
STEADY = 60.0  # seconds; a process that ran this long has no failures in a row
STUCK = 60.0  # seconds without a sign of life
START = 120.0  # seconds until the first sign of life

logger = logging.getLogger("pq_archive.supervisor")


class Program(NamedTuple):
    """`serves`: the socket of a program that gives signs of life, on the file that `--alive` names."""

    name: str
    command: list[str]
    serves: int | None = None


class Process:
    """All times are in seconds of one clock, `now`."""

    def __init__(self, program: Program):
        self.program = program
        self.popen: subprocess.Popen[bytes] | None = None
        self.signs = -1  # the file with its signs of life
        self.began = self.last_sign = self.told_at = self.due = 0.0
        self.failures = 0
        self.is_ready = False

    @property
    def pid(self) -> int | None:
        return self.popen.pid if self.popen else None

    def start(self, now: float) -> None:
        """Raises OSError, for example if its program has been moved or there are too many processes."""
        self.began, self.last_sign, self.is_ready = now, now, self.program.serves is None
        lifeline, command = open_lifeline(), self.program.command
        if self.program.serves is None:
            self.popen = subprocess.Popen(command, stdin=subprocess.DEVNULL, **lifeline)
        else:
            self.signs, its_end = os.pipe()
            os.set_blocking(self.signs, False)
            lifeline["pass_fds"] += (self.program.serves, its_end)
            try:
                self.popen = subprocess.Popen([*command, "--alive", str(its_end)], stdin=subprocess.DEVNULL, **lifeline)
            finally:
                os.close(its_end)
        logger.info("Started %s (process %s)", self.program.name, self.pid)

    def keep_running(self, now: float) -> None:
        """Start it if it is due; if it has ended, is stuck or cannot start, say so and start it after a while."""
        if self.popen is None:
            if now >= self.due:
                self.try_to_start(now)
        elif self.popen.poll() is not None:
            self.restart_later(now, describe_end(self.popen.returncode))
        elif self.is_stuck(now):
            logger.error("%s (process %s) shows no sign of life", self.program.name, self.pid)
            self.popen.kill()

    def try_to_start(self, now: float) -> None:
        try:
            self.start(now)
        except OSError as error:
            self.restart_later(now, f"could not be started ({error})")

    def restart_later(self, now: float, reason: str) -> None:
        self.failures = 1 if now - self.began > STEADY else self.failures + 1
        wait = min(FIRST_WAIT * 2 ** (self.failures - 1), LONGEST_WAIT)
        logger.error("%s (process %s) %s: next start in %.1f s", self.program.name, self.pid, reason, wait)
        self.popen, self.due = None, now + wait
        self.close_signs()

    def is_stuck(self, now: float) -> bool:
        if self.program.serves is None:
            return False
        with contextlib.suppress(BlockingIOError):
            if os.read(self.signs, 4096):
                self.last_sign, self.is_ready = now, True
        return now - self.last_sign > (STUCK if self.is_ready else START)

    def has_failed(self, now: float) -> bool:
        return self.popen is None or self.popen.poll() is not None or self.is_stuck(now)

    def tell_to_end(self, now: float) -> None:
        self.told_at = now
        if self.popen:
            self.popen.terminate()

    def has_left(self, now: float, longest: float) -> bool:
        """Whether it has ended after `tell_to_end`; it is killed if it takes longer than `longest`."""
        if self.popen and self.popen.poll() is None:
            if now - self.told_at > longest:
                logger.error("%s (process %s) did not end in time", self.program.name, self.pid)
                self.popen.kill()
            return False
        self.close_signs()
        return True

    def close_signs(self) -> None:
        if self.signs >= 0:
            os.close(self.signs)
            self.signs = -1


def describe_end(status: int) -> str:
    names = {number.value: number.name for number in signal.Signals}  # which has not all of the real-time signals
    return f"was ended by {names.get(-status, f'signal {-status}')}" if status < 0 else f"ended with status {status}"
