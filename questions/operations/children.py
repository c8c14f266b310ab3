"""Commands that run in processes of their own, so that their memory, crashes and duration are their own too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from pq_archive.environment import BASE_DIR
from pq_archive.lifeline import open_lifeline

LINES, LONGEST_LINE = 40, 500  # what is kept of the output
SECONDS_TO_STOP = 25.0
SECONDS_TO_READ = 2.0  # after the end of the command; a program that it started may keep the stream open
LOOK = 0.05  # seconds


class Child:
    """A running `manage.py` command. It ends when this process does, however that ends. Raises OSError."""

    def __init__(self, command: Iterable[str]):
        # A session of its own: Ctrl-C reaches only this process, which then stops the child in its own way.
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            **open_lifeline(PYTHONUNBUFFERED="1"),
        )
        self.lines: deque[str] = deque(maxlen=LINES)
        self.is_stopped = False
        self.reader = threading.Thread(target=self._read, name=f"output of {self.process.pid}", daemon=True)
        self.reader.start()

    def _read(self) -> None:
        stream: Any = self.process.stdout
        with stream:
            while line := stream.readline(LONGEST_LINE):
                self.lines.append(line.rstrip().replace("\0", ""))

    @property
    def output(self) -> str:
        """The last lines so far."""
        return "\n".join(self.lines.copy())

    def poll(self) -> int | None:
        """The exit status, negative if a signal ended it; None while it runs."""
        status = self.process.poll()
        if status is not None:
            self.reader.join(SECONDS_TO_READ)
        return status

    def terminate(self) -> None:
        self.is_stopped = True
        self.process.terminate()

    def kill(self) -> None:
        """End it with all programs that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def stop_children(children: Iterable[Child], seconds: float = SECONDS_TO_STOP) -> None:
    """Ask each of them to end, and kill those that have not ended after so many seconds."""
    running = [child for child in children if child.poll() is None]
    for child in running:
        child.terminate()
    deadline = time.monotonic() + seconds
    while any(child.process.poll() is None for child in running) and time.monotonic() < deadline:
        time.sleep(LOOK)
    for child in running:
        if child.process.poll() is None:
            child.kill()
            child.process.wait()
