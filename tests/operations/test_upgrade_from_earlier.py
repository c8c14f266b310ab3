"""Archives of earlier versions migrate, and the previous version works with the present migrations."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ROOT
from tests.support.databases import NewDatabase, empty_database
from tests.support.earlier import EARLIER, PREVIOUS, unpack
from tests.support.processes import Archive
from tests.support.served import bare_environment

pytestmark = [pytest.mark.slow, pytest.mark.history]

SHOW_QUESTIONS = """
from questions.models import Answer, Question
print(*Question.objects.order_by("uin", "tabled_on").values_list("house", "uin", "heading", "text"), sep="\\n")
print(*Answer.objects.order_by("question__uin", "answered_on", "text").values_list("answered_on", "text"), sep="\\n")
"""
SHOW_REBUILD = """
from questions.search.index.writer import why_rebuild
print(why_rebuild())
"""
# An editor of the previous version adds an acronym, and a reader of it opens two pages.
USE = """
from django.contrib.auth.models import User
from django.test import Client
from questions.models import Question
anna = User.objects.create_superuser("anna")
editor = Client(SERVER_NAME="localhost")
editor.force_login(anna)
saved = editor.post("/admin/questions/acronym/add/", {"letters": "PQA", "long_form": "question archive"})
reader = Client(SERVER_NAME="localhost")
question = Question.objects.public().first()
pages = [reader.get(path).status_code for path in ("/questions/?q=schools", question.get_absolute_url(), "/healthz")]
print(saved.status_code, *pages)
"""
SHOW_ACRONYM = """
from questions.models import Acronym
print(Acronym.objects.get(letters="PQA").long_form)
"""
# The present version remembers where a user has signed in, and the previous one deletes the user.
SIGN_IN = """
from django.contrib.auth.models import User
from django.utils import timezone
from questions.models import KnownPlace
KnownPlace.objects.create(user=User.objects.create_user("bert"), place="somewhere", seen_at=timezone.now())
"""
DELETE = """
from django.contrib.auth.models import User
print(User.objects.get(username="bert").delete()[1]["auth.User"])
"""
# A sync of the present version holds the lease, and the previous one wants it.
TAKE_LEASE = """
from pq_archive.holders import this_process
from questions.models import Lease
assert Lease.take(Lease.Kind.SYNC, this_process())
"""
# Tests of the previous version that read and write most tables: imports, sync, the admin, signing in, search.
ITS_TESTS = [
    "tests/accounts/test_sign_in.py",
    "tests/admin/test_drafts.py",
    "tests/admin/test_topics.py",
    "tests/archive/editing",
    "tests/archive/importing/test_import_questions.py",
    "tests/archive/importing/test_import_tables.py",
    "tests/search/test_index_updates.py",
    "tests/spreadsheets/test_imports.py",
    "tests/sync/test_sync.py",
]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    with empty_database(tmp_path) as url:
        yield url


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpack(PREVIOUS, tmp_path_factory.mktemp("previous"))


@pytest.mark.parametrize("version", EARLIER)
def test_an_archive_of_an_earlier_version_migrates_and_keeps_its_questions(
    version: str, tmp_path: Path, database_url: str
) -> None:
    earlier = Archive(tmp_path / "data", database_url, unpack(EARLIER[version], tmp_path / "code"))
    earlier.manage("demo")
    kept = earlier.shell(SHOW_QUESTIONS)
    archive = Archive(tmp_path / "data", database_url)
    rebuilt = archive.shell(SHOW_REBUILD).strip()
    archive.manage("derive")
    assert archive.shell(SHOW_QUESTIONS) == kept
    assert rebuilt == "the index is of another version"
    assert "0 questions changed" in archive.manage("derive")
    archive.manage("check_archive")


def test_the_previous_version_reads_and_writes_an_archive_with_the_present_migrations(
    previous: Path, new_database: NewDatabase, tmp_path: Path
) -> None:
    with new_database(tmp_path) as url:
        present = Archive(tmp_path / "data", url)
        archive = Archive(tmp_path / "data", url, previous)  # migrates first, as it does when it starts
        archive.environment["DESK_SECOND_FACTOR"] = "optional"
        assert "created 67" in archive.manage("demo")
        archive.manage("collectstatic", "--noinput", "--verbosity=0")
        present.shell(SIGN_IN)
        assert archive.shell(DELETE).strip() == "1"
        assert archive.shell(USE).split() == ["302", "200", "200", "200"]
        archive.manage("check_archive")
        assert present.shell(SHOW_ACRONYM).strip() == "question archive"
        present.manage("derive")  # words have more spellings now, so rules may find more
        assert "0 questions changed" in present.manage("derive")
        present.manage("check_archive")


def test_the_previous_version_waits_for_a_lease_of_the_present_one(
    previous: Path, new_database: NewDatabase, tmp_path: Path
) -> None:
    with new_database(tmp_path) as url:
        Archive(tmp_path / "data", url).shell(TAKE_LEASE)
        archive = Archive(tmp_path / "data", url, previous)
        archive.environment["SYNC_MEMBERS_URL"] = archive.environment["SYNC_QUESTIONS_URL"] = "http://127.0.0.1:1"
        said = archive.try_to("sync")
    assert re.search(r"another sync is running \(.*, process \d+, started \d+\); wait for it to end", said), said


def test_the_previous_versions_own_tests_pass_with_the_present_migrations(
    previous: Path, new_database: NewDatabase, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "questions/migrations", previous / "questions/migrations", dirs_exist_ok=True)
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow", *ITS_TESTS]
    with new_database(tmp_path) as url:
        database = url if url.startswith("postgres") else ""
        environment = bare_environment(DATABASE_URL=database)
        done = subprocess.run(pytest_, cwd=previous, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
