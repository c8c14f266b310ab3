"""Copying or loading can be killed at any moment without damage, and copies made while editors write are consistent."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.copying import content, rows, sha256
from tests.support.databases import NewDatabase
from tests.support.processes import kill_at_random
from tests.support.served import bare_environment, run_to_its_end
from tests.support.traffic import beside

pytestmark = pytest.mark.slow

KILLS, QUESTIONS = 6, 5000
FILL = f"""
from django.db import transaction
from questions.models import Archive, Change, Question
with transaction.atomic():
    Archive.lock()
    made = Question.objects.bulk_create(Question(uin=str(n), text="What steps? " * 40) for n in range({QUESTIONS}))
    Change.log([question.pk for question in made], "entered")
"""


def manage(environment: dict[str, str], *arguments: str) -> str:
    done = run_to_its_end([sys.executable, "manage.py", *arguments], **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def archive(tmp_path: Path, new_database: NewDatabase) -> Iterator[dict[str, str]]:
    """The environment of a new archive with many questions."""
    with new_database(tmp_path) as url:
        environment = bare_environment(DATA_DIR=str(tmp_path), DATABASE_URL=url, SECRET_KEY="x" * 60)
        manage(environment, "shell", "-c", FILL)
        yield environment


def test_a_load_killed_at_random_leaves_the_old_archive_or_the_whole_copy(archive, tmp_path):
    copy, other, now = (tmp_path / f"{name}.gz" for name in ("copy", "other", "now"))
    manage(archive, "archive_dump", str(copy))
    manage(archive, "demo")
    manage(archive, "archive_dump", str(other))
    chance, whole, killed = random.Random(20260105), {sha256(copy), sha256(other)}, 0
    for number in range(KILLS):
        file = (copy, other)[number % 2]
        killed += kill_at_random(archive, chance.uniform(0.6, 3.0), "archive_load", str(file), "--replace", "--yes")
        manage(archive, "archive_dump", str(now), "--force")
        assert sha256(now) in whole
    assert killed, "every load ended before it was killed"
    manage(archive, "archive_load", str(copy), "--replace", "--yes")
    assert "missing 0, different 0, extra 0, twice 0, waiting in the log 0" in manage(archive, "check_archive")


def test_copying_killed_at_random_leaves_the_previous_copy(archive, tmp_path):
    copy = tmp_path / "copy.gz"
    manage(archive, "archive_dump", str(copy))
    before, chance = sha256(copy), random.Random(20260106)
    for _ in range(KILLS):
        kill_at_random(archive, chance.uniform(0.3, 1.2), "archive_dump", str(copy), "--force")
        assert sha256(copy) == before


def test_a_copy_made_while_editors_write_is_consistent(archive, tmp_path, new_database):
    """The copy has exactly the questions that its change log says were entered and not deleted."""
    copy, fresh = tmp_path / "copy.gz", tmp_path / "fresh"
    fresh.mkdir()
    with beside(archive, "alpha", "100") as editor:
        for _ in range(3):
            time.sleep(1)
            manage(archive, "archive_dump", str(copy), "--force")
        assert editor.poll() is None, "the editor ended too early"
    assert content(copy)[-1]["rows"]["questions.change"] > QUESTIONS
    assert entered_and_not_deleted(copy) == keys(copy)
    with new_database(fresh) as url:
        environment = {**archive, "DATA_DIR": str(fresh), "DATABASE_URL": url}
        manage(environment, "archive_load", str(copy))


def keys(copy: Path) -> set[int]:
    return {row["id"] for row in rows(copy, "questions.question")}


def entered_and_not_deleted(copy: Path) -> set[int]:
    log = rows(copy, "questions.change")
    return {row["question_id"] for row in log} - {row["question_id"] for row in log if row["what"] == "deleted"}
