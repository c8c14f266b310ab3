"""The whole site in a folder, as `python -m pq_archive.start` runs it, with its processes and what they use."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from .served import ROOT, START, bare_environment, free_port, get, wait_until_served

SEARCH = "/questions/?q=school"
KINDS = {"pq_archive.server": "web", "manage.py worker": "worker", "pq_archive.supervisor": "supervisor"}


class Use(NamedTuple):
    """What a process uses at one moment. `mb` is its own memory: pages that it shares count in equal parts.

    Files that it maps, such as the database, do not count: they grow with the archive, and the system takes their pages
    back when it needs them.
    """

    mb: float
    files: int
    threads: int


class WholeSite:
    """The site of a folder. `process` is its supervisor."""

    def __init__(self, folder: Path, url: str, **given: str):
        port = str(free_port())
        own = {"DATA_DIR": str(folder), "DATABASE_URL": url, "PORT": port, "SECRET_KEY": "x" * 60, "LOG_LEVEL": "INFO"}
        self.folder, self.port = folder, int(port)
        self.environment = bare_environment(**{**own, **given})

    def start(self) -> None:
        with self.log_file.open("ab") as file:
            streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": file, "stderr": file}
            self.process = subprocess.Popen(START, cwd=ROOT, env=self.environment, **streams)

    def wait_until_served(self) -> None:
        """Until the site answers, and finds questions."""
        wait_until_served(self.process, self.port, self.log_file)
        wait_until(lambda: get(self.port, SEARCH).status == 200, "search works")

    def stop(self) -> int:
        """The exit status, also if it has ended before."""
        self.process.terminate()
        return self.process.wait(timeout=60)

    @property
    def log_file(self) -> Path:
        return self.folder / "site.log"

    @property
    def log(self) -> str:
        return self.log_file.read_text()

    def manage(self, *arguments: str) -> str:
        """Run a command that must succeed, and return its output; `{folder}` in it means the site's."""
        return self.run("manage.py", *self._filled(arguments))

    def _filled(self, arguments: tuple[str, ...]) -> list[str]:
        return [argument.replace("{folder}", str(self.folder)) for argument in arguments]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(arguments)[:200]}\n{done.stdout}{done.stderr}"
        return done.stdout

    def state(self) -> str:
        """A digest of each table's rows."""
        return self.run("-m", "tests.support.state")

    def shell(self, code: str) -> str:
        return self.manage("shell", "--no-imports", "--command", code)

    @contextmanager
    def beginning(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """A command that runs, and is killed at the end of the block if it has not ended."""
        command = [sys.executable, "manage.py", *self._filled(arguments)]
        streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        with subprocess.Popen(command, cwd=ROOT, env=self.environment, text=True, **streams) as process:
            try:
                yield process
            finally:
                process.kill()

    def all(self, kind: str) -> list[int]:
        """The processes of this kind below the supervisor, and it itself."""
        return [pid for pid in [self.process.pid, *children(self.process.pid)] if kind_of(pid) == kind]

    def jobs(self) -> list[int]:
        """The processes of the jobs that the worker runs."""
        return [child for worker in self.all("worker") for child in children(worker)]

    def of_the_site(self) -> list[int]:
        """The web processes, workers and jobs that use this folder, whoever's children they are."""
        users = users_of(self.folder)
        return [pid for pid in users if kind_of(pid) or b"PYTHONUNBUFFERED=1" in read(pid, "environ")]

    def left_over(self) -> list[str]:
        """The commands of all processes that use this folder."""
        return [command_of(pid) for pid in users_of(self.folder)]

    def use(self) -> dict[str, Use]:
        """What each of the lasting processes uses, such as `web 4711`."""
        pids = [(kind, pid) for kind in KINDS.values() for pid in self.all(kind)]
        return {f"{kind} {pid}": use_of(pid) for kind, pid in pids}


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = 90) -> None:
    """Failed connections count as "not yet"."""
    deadline = time.monotonic() + seconds
    while not _holds(is_so):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)


def _holds(is_so: Callable[[], bool]) -> bool:
    try:
        return is_so()
    except (OSError, http.client.HTTPException):
        return False


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def every_process() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def users_of(folder: Path) -> list[int]:
    """All processes whose DATA_DIR is this folder."""
    mark = f"DATA_DIR={folder}\0".encode()
    return [pid for pid in every_process() if mark in read(pid, "environ") and is_there(pid)]


def children(pid: int) -> list[int]:
    return [int(child) for child in read(pid, f"task/{pid}/children").split()]


def kind_of(pid: int) -> str:
    command = command_of(pid)
    return next((kind for part, kind in KINDS.items() if part in command), "")


def command_of(pid: int) -> str:
    return read(pid, "cmdline").replace(b"\0", b" ").decode().strip()


def is_there(pid: int) -> bool:
    """Whether there is such a process; one that has ended but is not yet removed is not there."""
    return read(pid, "stat").rpartition(b") ")[2][:1] not in (b"", b"Z")


def use_of(pid: int) -> Use:
    lines = read(pid, "smaps_rollup").splitlines()
    kilobytes = next((int(line.split()[1]) for line in lines if line.startswith(b"Pss_Anon:")), 0)
    return Use(kilobytes / 1024, count(pid, "fd"), count(pid, "task"))


def count(pid: int, folder: str) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/{folder}"))
    except OSError:
        return 0


def read(pid: int, name: str) -> bytes:
    """A file of a process in /proc; empty if the process has ended."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
