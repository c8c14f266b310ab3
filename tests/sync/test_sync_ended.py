"""A sync that is killed, with faults of every kind, ends like one without any trouble."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.archive.importing.test_import_killed import run, value
from tests.support.databases import NewDatabase
from tests.support.faults import FAULTS
from tests.support.served import ROOT, bare_environment
from tests.support.standin import StandIn

pytestmark = pytest.mark.slow

RECORDS, KILLS = 800, 5
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


def kill_after(standin: StandIn, requests: int, environment: dict[str, str]) -> None:
    """Start a sync, and kill it after this many requests, unless it has ended by then."""
    enough = len(standin.asked) + requests
    with running(environment, *SYNC) as process:
        while len(standin.asked) < enough and process.poll() is None:
            time.sleep(0.01)


def test_faults_in_every_tenth_reply_and_five_kills_do_not_change_the_result(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    chance = random.Random(20240902)
    with StandIn([value(number) for number in range(1, RECORDS + 1)]) as parliament:
        with archive(tmp_path / "clean", new_database) as environment:
            run(environment | {"SYNC_QUESTIONS_URL": parliament.url}, *SYNC)
            clean = run(environment, "-m", "tests.support.state")
        with archive(tmp_path / "killed", new_database) as environment:
            environment["SYNC_QUESTIONS_URL"] = parliament.url
            parliament.faults.every(10, *FAULTS)
            for _ in range(KILLS):
                kill_after(parliament, chance.randint(1, RECORDS // 3), environment)
            with running(environment, *SYNC) as process:
                process.wait(timeout=240)
            parliament.faults.clear()
            run(environment, *SYNC)  # fetches what lasting faults had left
            run(environment, *SYNC)  # the next ordinary sync
            assert run(environment, "-m", "tests.support.state") == clean
    assert set(FAULTS) <= set(parliament.faults.done)
    assert f"Question {RECORDS} " in clean


def test_as_a_service_it_syncs_repeatedly_and_ends_when_terminated(tmp_path: Path, new_database: NewDatabase) -> None:
    with StandIn([value(1)]) as parliament, archive(tmp_path / "data", new_database) as environment:
        environment["SYNC_QUESTIONS_URL"] = parliament.url
        with running(environment, *SYNC, "--loop", output=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stdout.readline().startswith("questions: created 1,")
            assert process.stdout.readline().startswith("indexed 1 question")
            process.terminate()
            assert process.communicate(timeout=20)[0] == "stopped\n"
        assert process.returncode == 0


def test_a_sync_that_waits_for_a_reply_ends_soon_when_terminated(tmp_path: Path, new_database: NewDatabase) -> None:
    with StandIn([value(1)]) as parliament, archive(tmp_path / "data", new_database) as environment:
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
