"""Backups in an S3-compatible store, on a real server on loopback."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError

from questions.archive.editing import publishing
from questions.models import Archive
from questions.operations.backup.destinations import Folder
from questions.operations.backup.making import space_needed
from questions.operations.backup.s3 import Bucket
from tests.support.backups import an_empty_place, query, site
from tests.support.databases import NewDatabase
from tests.support.factories import log, make_question
from tests.support.indexing import index_dir, run
from tests.support.processes import Archive as Site
from tests.support.s3 import ACCESS, BUCKET, store
from tests.support.served import ROOT, free_port

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(index_dir.__name__, site.__name__),
]

CENTURY = timedelta(days=36_525)
OLD = "pq-archive-20200101T030000Z-{}.tar.gz"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with store() as address:
        yield address


@pytest.fixture
def place(address: str, settings, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A prefix of its own for each test."""
    settings.S3_ENDPOINT_URL = address
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    return f"s3://{BUCKET}/{request.node.name}"


def put(place: str, name: str, data: bytes = b"") -> None:
    bucket = Bucket(place)
    bucket.client.put_object(Bucket=bucket.bucket, Key=bucket.prefix + name, Body=data)


def unfinished(place: str) -> set[str]:
    """The ids of unfinished uploads."""
    bucket = Bucket(place)
    found = bucket.client.list_multipart_uploads(Bucket=bucket.bucket, Prefix=bucket.prefix)
    return {upload["UploadId"] for upload in found.get("Uploads", ())}


def test_a_backup_is_written_verified_and_restored(place, tmp_path):
    make_question("Family Hubs")
    said = run("backup", place, "--verify")
    name = said.partition(":")[0]
    assert "every row is the same" in said
    assert sorted(Bucket(place).names())[0] == name
    with an_empty_place(tmp_path / "new"):
        run("restore", f"{place}/{name}")
        assert query("SELECT heading FROM questions_question") == [("Family Hubs",)]


def test_questions_withheld_since_are_withheld_again(place, tmp_path):
    question = make_question("Family Hubs")
    name = run("backup", place).partition(":")[0]
    publishing.unpublish([question.pk], "It names a child.")
    run("backup", place, "--only-withheld")
    with an_empty_place(tmp_path / "new"):
        run("restore", f"{place}/{name}")
        assert query("SELECT published_at FROM questions_question") == [(None,)]


def test_old_backups_are_deleted_and_other_objects_stay(place):
    log(make_question())
    own, other = OLD.format(Archive.name()[:8]), OLD.format("deadbeef")
    for name in (own, other, "notes.txt", f"deeper/{own}"):
        put(place, name)
    put(f"{place}-2", own)
    assert f"deleted {own}" in run("backup", place, "--keep", "1d")
    assert {other, "notes.txt"} < {*Bucket(place).names()}
    assert own not in Bucket(place).names()
    assert Bucket(f"{place}/deeper").names() == Bucket(f"{place}-2").names() == [own]


def test_an_altered_object_is_refused(place, tmp_path):
    name = run("backup", place).partition(":")[0]
    put(place, name, b"altered")
    with an_empty_place(tmp_path / "new"), pytest.raises(CommandError, match="it is not a backup of an archive"):
        run("restore", f"{place}/{name}")


def test_a_missing_object_is_named(place):
    with pytest.raises(CommandError, match=r"nothing.tar.gz does not exist"):
        run("restore", f"{place}/nothing.tar.gz", "--verify")


@pytest.mark.parametrize("where", ["s3://", "s3:///prefix"])
@pytest.mark.usefixtures("place")
def test_an_address_without_a_bucket_is_refused(where):
    with pytest.raises(CommandError, match="names no bucket: expected s3://bucket/prefix"):
        run("backup", where)


def test_a_missing_bucket_is_named_with_what_to_check(place):
    with pytest.raises(CommandError, match=r"s3://elsewhere/x could not be .*Check the address, AWS_ACCESS_KEY_ID"):
        run("backup", "s3://elsewhere/x")


def test_missing_credentials_are_named(place, monkeypatch, tmp_path):
    for name in ACCESS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(CommandError, match=r"could not be .*credentials"):
        run("backup", place)


def test_a_store_that_does_not_answer_is_named(place, settings):
    settings.S3_ENDPOINT_URL = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(CommandError, match=r"could not be .*Could not connect"):
        run("backup", place)


def test_an_upload_needs_room_for_the_media_on_this_machine_and_a_file_in_a_folder_does_not(place, tmp_path):
    without = space_needed(Bucket(place))
    (settings.MEDIA_ROOT / "portraits").mkdir()
    (settings.MEDIA_ROOT / "portraits" / "1.jpg").write_bytes(b"x" * 1000)
    assert space_needed(Bucket(place)) == without + 1000
    assert space_needed(Folder(str(tmp_path))) == without


def test_unfinished_uploads_are_removed_once_they_are_old(place):
    bucket = Bucket(place)
    bucket.client.create_multipart_upload(Bucket=BUCKET, Key=f"{bucket.prefix}{OLD.format('deadbeef')}")
    bucket.clear_unfinished(CENTURY)  # this server says of every upload that it began in 2010
    assert len(unfinished(place)) == 1
    bucket.clear_unfinished()
    assert not unfinished(place)


FILL = """
import os
from questions.models import Question
Question.objects.bulk_create(Question(uin=str(n), text=os.urandom(20_000).hex()) for n in range(500))
"""


@pytest.mark.slow
def test_an_upload_killed_at_random_never_shows_half_a_file(place, address, tmp_path, new_database: NewDatabase):
    chance, folder = random.Random(20261129), tmp_path / "own"
    folder.mkdir()
    with new_database(folder) as url:
        own = Site(folder, url)
        own.environment |= {**ACCESS, "S3_ENDPOINT_URL": address}
        own.shell(FILL)
        left: set[str] = set()
        for longest in (0.1, 0.1, 0.1, *[0.0] * 17):  # a busy machine may be late, and the upload complete
            kill_during_upload(own.environment, place, chance.uniform(0, longest))
            left |= unfinished(place)
            if left:
                break
        assert left, "every upload ended before it was killed"
        own.manage("backup", place)
        assert not unfinished(place)
        for name in [name for name in Bucket(place).names() if name.endswith(".gz")]:
            assert "are as they were at" in own.manage("restore", f"{place}/{name}", "--verify")


def kill_during_upload(environment: dict[str, str], place: str, seconds: float) -> None:
    """Kill a backup so long after its upload began."""
    before = unfinished(place)
    with subprocess.Popen([sys.executable, "manage.py", "backup", place], cwd=ROOT, env=environment) as process:
        while unfinished(place) <= before and process.poll() is None:
            time.sleep(0.02)
        time.sleep(seconds)
        process.kill()
