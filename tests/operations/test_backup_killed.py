"""A drill under writes, and backups and restores that are killed or run out of space: nothing is lost or half there."""

from __future__ import annotations

import random
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.support.databases import NewDatabase, empty_database
from tests.support.processes import Archive, kill_at_random
from tests.support.served import ROOT
from tests.support.traffic import beside
from tests.support.whole_site import users_of, wait_until

pytestmark = pytest.mark.slow

KILLS = 5
FILL = """
import os
from questions.models import Question
Question.objects.bulk_create(Question(uin=str(n), text=os.urandom(3000).hex()) for n in range(1500))
"""
# Commits numbered questions, and writes the number of each once it is committed.
ENTER = """
import itertools
from django.db import transaction
from questions.models import Archive, Change, Question
for number in itertools.count(1):
    with transaction.atomic():
        Archive.lock()
        question = Question.objects.create(uin=f"n{number}", text="What steps?")
        Change.log([question.pk], "entered")
    print(number, flush=True)
"""
NUMBERS = """
from questions.models import Question
print(sorted(int(uin[1:]) for uin in Question.objects.filter(uin__startswith="n").values_list("uin", flat=True)))
"""


@pytest.fixture
def site(tmp_path: Path, new_database: NewDatabase) -> Iterator[Archive]:
    folder = tmp_path / "site"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "1.jpg").write_bytes(b"portrait")
    with new_database(folder) as url:
        yield Archive(folder, url)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


@contextmanager
def an_empty_site(folder: Path) -> Iterator[Archive]:
    folder.mkdir()
    with empty_database(folder) as url:
        yield Archive(folder, url, is_empty=True)


@contextmanager
def entering(site: Archive) -> Iterator[IO[str]]:
    """What a process writes that enters questions until the block ends."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", ENTER]
    with subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout
            assert process.poll() is None, "it stopped entering questions"
        finally:
            process.kill()


def test_what_was_acknowledged_before_a_backup_began_is_restored(site, kept, tmp_path):
    site.manage("demo")
    with entering(site) as acknowledged:
        for _ in range(20):
            before = int(acknowledged.readline())
        said = site.manage("backup", str(kept))
    with an_empty_site(tmp_path / "new") as new:
        new.manage("restore", str(kept / said.partition(":")[0]))
        numbers = eval(new.shell(NUMBERS))
        assert numbers == list(range(1, len(numbers) + 1))
        assert before <= len(numbers)
        new.manage("index")
        assert "missing 0, different 0, extra 0, twice 0, waiting in the log 0" in new.manage("check_archive")
        new.manage("migrate", "--check")


def test_backups_made_while_editors_write_are_verified(site, kept):
    with beside(site.environment, "alpha", "60") as editor:
        for _ in range(3):
            time.sleep(1)
            assert "every row is the same" in site.manage("backup", str(kept), "--verify")
        assert editor.poll() is None, "the editor ended too early"


def test_a_restore_killed_at_random_can_be_repeated(site, kept, tmp_path):
    site.shell(FILL)
    file = kept / site.manage("backup", str(kept)).partition(":")[0]
    chance, killed = random.Random(20261130), 0
    with an_empty_site(tmp_path / "new") as new:
        for _ in range(KILLS):
            killed += kill_at_random(new.environment, chance.uniform(0.5, 1.2), "restore", str(file))
        assert killed, "every restore ended before it was killed"
        new.try_to("restore", str(file))  # which is refused if the last one had ended before it was killed
        assert new.state() == site.state()
        assert [path.name for path in (tmp_path / "new" / "media").iterdir()] == ["1.jpg"]


def test_a_backup_that_is_told_to_end_leaves_nothing_unfinished_and_nothing_running(site, kept):
    folder = Path(site.environment["DATA_DIR"])
    with (folder / "media" / "2.jpg").open("wb") as large:
        large.truncate(2 * 1024**3)  # takes long to pack, but no space
    command = [sys.executable, "manage.py", "backup", str(kept)]
    with subprocess.Popen(command, cwd=ROOT, env=site.environment, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: any((folder / ".backup-unfinished").glob("*")), "the database is being copied")
        process.terminate()
        said = process.communicate(timeout=60)[1]
    assert "stopped; no backup was made" in said
    assert not (folder / ".backup-unfinished").exists()
    assert list(kept.iterdir()) == []
    assert users_of(folder) == []


def limited(site: Archive, blocks: int, *arguments: str) -> str:
    """What a command says that may not write files of more than so many blocks of 1,024 bytes, as on a full disk."""
    command = f"ulimit -f {blocks}; exec {shlex.join([sys.executable, 'manage.py', *arguments])}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=site.environment, capture_output=True, text=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("blocks", [1, 2000, 5000])
def test_a_full_disk_leaves_no_backup_and_a_clear_message(site, kept, blocks):
    site.shell(FILL)
    assert "no backup was made: " in limited(site, blocks, "backup", str(kept))
    assert list(kept.iterdir()) == []
    assert not (Path(site.environment["DATA_DIR"]) / ".backup-unfinished").exists()


@pytest.mark.parametrize("blocks", [1, 2000])
def test_a_full_disk_leaves_nothing_of_a_restore(site, kept, tmp_path, blocks):
    site.shell(FILL)
    file = kept / site.manage("backup", str(kept)).partition(":")[0]
    with an_empty_site(tmp_path / "new") as new:
        assert "Nothing was restored." in limited(new, blocks, "restore", str(file))
        assert [path.name for path in (tmp_path / "new").iterdir()] == ["backup.lock"]
        new.manage("restore", str(file))
