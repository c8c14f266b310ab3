"""Killing an indexing process loses nothing: the next one continues where the index ends."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.support.databases import NewDatabase
from tests.support.served import ROOT, bare_environment, run_to_its_end
from tests.support.traffic import beside

pytestmark = pytest.mark.slow

KILLS = 20
MOST_SECONDS = 600  # after which the editor stops writing by itself


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_to_its_end([sys.executable, "manage.py", *arguments], **environment)


def kill_at_random(environment: dict[str, str], how: str, seconds: float) -> None:
    command = [sys.executable, "manage.py", "index", how]
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    indexer = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    time.sleep(seconds)
    indexer.send_signal(signal.SIGKILL)
    indexer.wait()


def longest_life(environment: dict[str, str]) -> float:
    """Seconds that an indexing process needs to start and do some work, on this machine under its present load."""
    began = time.monotonic()
    assert manage(environment, "check").returncode == 0
    return 2.2 * max(time.monotonic() - began, 1)


def test_an_index_is_complete_after_twenty_kills_at_random_moments(tmp_path: Path, new_database: NewDatabase) -> None:
    chance = random.Random(20260101)
    with new_database(tmp_path) as url:
        environment = bare_environment(DATA_DIR=str(tmp_path), DATABASE_URL=url, SECRET_KEY="x" * 60)
        with beside(environment, "write", "alpha", str(MOST_SECONDS)) as editor:
            longest = longest_life(environment)
            for number in range(KILLS):
                how = "--rebuild" if number % 4 == 3 else "--watch"
                kill_at_random(environment, how, chance.uniform(0.5, longest))
            assert editor.poll() is None, "the editor ended too early"
        done = manage(environment, "index")
        assert done.returncode == 0, done.stderr
        assert "there is no index yet" not in done.stdout, "no killed process had got far enough to build an index"
        checked = manage(environment, "check_archive")
        assert checked.returncode == 0, checked.stderr
        assert "missing 0, different 0, extra 0, twice 0, waiting in the log 0" in checked.stdout
