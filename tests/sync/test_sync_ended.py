"""A sync as a process, which is told to end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import NewDatabase
from tests.support.records import numbered
from tests.support.served import ROOT, bare_environment
from tests.support.standin import StandIn

pytestmark = pytest.mark.slow

SYNC = ("manage.py", "sync", "--only", "questions", "--since", "2024-09-01", "--as-of", "2024-09-30")
IMPATIENT = {"SYNC_TIMEOUT": "1", "SYNC_BACKOFF": "10", "SYNC_PAUSE": "1"}


@contextmanager
def archive(folder: Path, new_database: NewDatabase) -> Iterator[dict[str, str]]:
    """The environment of an empty archive."""
    folder.mkdir()
    with new_database(folder) as url:
        environment = bare_environment(DATA_DIR=str(folder), DATABASE_URL=url, SECRET_KEY="x" * 60, **IMPATIENT)
        yield environment


@contextmanager
def running(
    environment: dict[str, str], *command: str, output: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[str]]:
    """A running command, which is killed at the end of the block."""
    start = [sys.executable, *command]
    streams: dict[str, Any] = {"stdout": output, "stderr": subprocess.STDOUT}
    with subprocess.Popen(start, cwd=ROOT, env=environment, text=True, **streams) as process:
        try:
            yield process
        finally:
            process.kill()


def test_as_a_service_it_syncs_repeatedly_and_ends_when_terminated(tmp_path: Path, new_database: NewDatabase) -> None:
    with StandIn([numbered(1)]) as parliament, archive(tmp_path / "data", new_database) as environment:
        environment["SYNC_QUESTIONS_URL"] = parliament.url
        with running(environment, *SYNC, "--loop", output=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline().startswith("questions: created 1,")
            assert process.stdout.readline().startswith("indexed 1 question")
            process.terminate()
            assert process.communicate(timeout=20)[0] == "stopped\n"
        assert process.returncode == 0


def test_a_sync_that_waits_for_a_reply_ends_soon_when_terminated(tmp_path: Path, new_database: NewDatabase) -> None:
    with StandIn([numbered(1)]) as parliament, archive(tmp_path / "data", new_database) as environment:
        parliament.faults.on("questions", "hang")
        environment |= {"SYNC_QUESTIONS_URL": parliament.url, "SYNC_TIMEOUT": "60"}
        with running(environment, *SYNC, output=subprocess.PIPE) as process:
            while not parliament.asked:
                assert process.poll() is None, process.communicate()[0]
                time.sleep(0.1)
            process.terminate()
            said = process.communicate(timeout=20)[0]
        assert "stopped; saved records are kept. Run the same command to continue" in said
        assert process.returncode == 1
