"""An import that is killed leaves a consistent archive, and running it again finishes it."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.databases import NewDatabase
from tests.support.records import CUT_ANSWER, answered, corrected, grouped, holding, unanswered
from tests.support.served import ROOT, bare_environment

pytestmark = pytest.mark.slow

RECORDS, KILLS = 3000, 10


def value(number: int) -> dict:
    """A record whose status depends on its number."""
    make = (unanswered, holding, answered, corrected)[number % 4]
    neighbour = grouped((str(number + 1), "2024-09-02")) if number % 7 == 0 else []
    return make(id=number, uin=str(number), askingMemberId=number % 90 + 1, groupedQuestionsDates=neighbour)


def write_files(folder: Path) -> None:
    """Write files of the same questions on two days, so that the second changes questions from the first."""
    first = [value(number) for number in range(1, RECORDS + 1)]
    later = [v | {"heading": f"Heading {v['uin']}", "answerText": v["answerText"] and CUT_ANSWER} for v in first]
    for day, values in (("2024-10-01", first), ("2024-10-02", later)):
        (folder / f"{day}.json").write_text(json.dumps([{"value": v, "links": []} for v in values]))


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def kill_at_random(environment: dict[str, str], folder: Path, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "import_questions", str(folder)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_an_import_killed_ten_times_at_random_ends_like_one_that_was_never_killed(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    folder = tmp_path / "records"
    folder.mkdir()
    write_files(folder)
    chance = random.Random(20240902)
    states = []
    for kills in (0, KILLS):
        data = tmp_path / str(kills)
        data.mkdir()
        with new_database(data) as url:
            environment = bare_environment(DATA_DIR=str(data), DATABASE_URL=url, SECRET_KEY="x" * 60)
            for _ in range(kills):
                kill_at_random(environment, folder, chance.uniform(0.5, 3.5))
            run(environment, "manage.py", "import_questions", str(folder))
            states.append(run(environment, "-m", "tests.support.state"))
    assert states[0] == states[1]
    assert f"Question {RECORDS} " in states[0]
