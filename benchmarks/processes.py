"""Runs the archive's commands and the measured servers as processes, and measures their memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.served import ROOT, bare_environment, free_port, started


class Run(NamedTuple):
    seconds: float
    peak_mb: float
    output: str


def environment(folder: Path, **given: str) -> dict[str, str]:
    return bare_environment(DATA_DIR=str(folder), SECRET_KEY="x" * 60, **given)


def manage(folder: Path, *arguments: str, **given: str) -> Run:
    """Run a command of the archive in that folder to its end. If it fails, show its output."""
    with (folder / "output").open("w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment(folder, **given),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        peak = _watched(process)
        seconds = time.perf_counter() - start
        output.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(arguments)} failed: {output.read()}")
        return Run(seconds, peak, output.read())


def _watched(process: subprocess.Popen) -> float:
    """Wait for the process to end. Returns its peak memory."""
    peak = 0.0
    try:
        while process.poll() is None:
            peak = max(peak, peak_mb(process.pid))
            time.sleep(0.02)
    finally:
        end(process)
    return peak


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        process.wait(timeout=30)


def peak_mb(pid: int) -> float:
    """The process's peak memory, in megabytes; 0 if it has ended."""
    try:
        said = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(row.split()[1]) / 1024 for row in said.splitlines() if row.startswith("VmHWM")), 0.0)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Site(NamedTuple):
    port: int
    process: subprocess.Popen[bytes]

    def peaks(self) -> list[tuple[str, float]]:
        """(description, peak memory) for each process."""
        return [(_kind(child), peak_mb(child)) for child in children(self.process.pid)]


def _kind(pid: int) -> str:
    return "watcher" if b"--watch" in Path(f"/proc/{pid}/cmdline").read_bytes() else "worker"


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Site]:
    """This site as served in production, by two workers, with these settings."""
    manage(folder, "collectstatic", "--no-input", "--verbosity=0")
    port = free_port()
    given = environment(folder, PORT=str(port), WEB_WORKERS="2", **settings)
    command = [sys.executable, "-m", "pq_archive.start"]
    with started(command, given, folder / "served.log", start_new_session=True) as process:
        yield Site(port, process)


def size_mb(paths: Iterator[Path]) -> float:
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1024**2


@contextmanager
def model_served(settings: dict[str, str]) -> Iterator[None]:
    """With the process that has the model, once it answers."""
    process = subprocess.Popen([sys.executable, "manage.py", "vectors", "--serve"], cwd=ROOT, env=os.environ | settings)
    try:
        deadline = time.monotonic() + 60
        while not (Path(settings["DATA_DIR"]) / "vectors" / "socket").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()
