"""A file that is not a whole backup for this program is refused, and so is a place that is not empty."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.db import connection

from questions.operations.backup import postgresql, sqlite
from questions.operations.backup.destinations import Folder
from questions.operations.backup.errors import BackupError
from questions.operations.backup.restoring import restore
from tests.support.backups import an_empty_place, back_up, content, is_empty, packed, query, rewritten, site, with_sums
from tests.support.factories import make_answered
from tests.support.indexing import run

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLE = 40  # how many cuts and changed bytes to try
HEADER = 10  # bytes of gzip's header, which no checksum covers


@pytest.fixture
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A backup of an archive with one question."""
    request.getfixturevalue(site.__name__)
    make_answered("Family Hubs")
    (settings.MEDIA_ROOT / "1.jpg").write_bytes(b"portrait")
    (tmp_path / "kept").mkdir()
    return back_up(tmp_path / "kept")


@pytest.fixture
def place(file: Path, tmp_path: Path) -> Iterator[Path]:
    """An empty place to restore the backup into."""
    with an_empty_place(tmp_path / "new") as folder:
        yield folder


def refused(file: Path, *options: str) -> str:
    """The error for this file. Checks that nothing was restored."""
    with pytest.raises(CommandError) as said:
        run("restore", str(file), *options)
    assert is_empty()
    assert str(said.value).endswith("Nothing was restored.")
    return str(said.value)


@pytest.mark.usefixtures("place")
def test_a_file_cut_anywhere_is_refused(file):
    whole, chance = file.read_bytes(), Random(20261129)
    for size in [0, 1, 10, len(whole) - 1, len(whole) - 8, *chance.sample(range(len(whole)), SAMPLE)]:
        file.write_bytes(whole[:size])
        assert "incomplete or altered" in refused(file)


@pytest.mark.usefixtures("place")
def test_a_file_with_a_changed_byte_anywhere_is_refused(file):
    """Except if it unpacks to the same content: gzip can refer to either of two equal places."""
    whole, chance = file.read_bytes(), Random(20261130)
    tried = 0
    for position in [0, 4, 9, len(whole) - 1, *chance.sample(range(len(whole)), SAMPLE)]:
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        if position < HEADER or not unpacks_to_the_same(file.read_bytes(), whole):
            assert refused(file)
            tried += 1
    assert tried > SAMPLE / 2


def unpacks_to_the_same(data: bytes, other: bytes) -> bool:
    try:
        return gzip.decompress(data) == gzip.decompress(other)
    except (OSError, EOFError, zlib.error):
        return False


@pytest.mark.usefixtures("place")
def test_a_file_with_more_at_its_end_is_refused(file):
    file.write_bytes(file.read_bytes() + b"more")
    assert "extra data" in refused(file)


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 something else", b"SQLite format 3\x00", b"PGDMP"])
def test_a_file_of_another_kind_is_refused(file, data):
    file.write_bytes(data)
    assert "it is not a backup of an archive" in refused(file)


@pytest.mark.usefixtures("place")
def test_a_copy_by_archive_dump_is_refused(tmp_path):
    run("archive_dump", str(tmp_path / "copy.gz"))
    assert "it is not a backup of an archive" in refused(tmp_path / "copy.gz")


@pytest.mark.usefixtures("place")
def test_a_missing_file_is_named(tmp_path):
    assert "No such file" in refused(tmp_path / "nowhere.tar.gz")
    assert "is not a folder" in refused(tmp_path / "nowhere" / "nothing.tar.gz")


Change = Callable[[dict[str, Any]], object]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda about: about.update(format="other"), "it is not a backup"),
        (lambda about: about.update(version=2, program="0.9"), "restore it with version 0.9 of the program"),
        (lambda about: about["migrations"].append("questions.9999_later"), "a later version .* questions.9999_later"),
        (lambda about: about.pop("tables"), "its manifest cannot be read"),
        (lambda about: about["tables"]["questions_question"].update(sha256="0"), "its manifest cannot be read"),
        (lambda about: about.update(migrations=None), "its manifest cannot be read"),
        (lambda about: about.update(database="elsewhere"), "it contains 'database"),
    ],
)
def test_a_manifest_that_this_program_cannot_use_is_refused(file, change: Change, said):
    with pytest.raises(CommandError, match=said):
        run("restore", str(rewritten(file, change)))
    assert is_empty()


@pytest.mark.usefixtures("place")
def test_a_backup_of_the_other_engine_is_refused_with_the_way_to_move(file):
    theirs, ours = ("PostgreSQL", "SQLite") if connection.vendor == "sqlite" else ("SQLite", "PostgreSQL")
    other = {"SQLite": "sqlite", "PostgreSQL": "postgresql"}[theirs]
    said = refused(rewritten(file, lambda about: about.update(engine=other)))
    assert f"it is a backup of a {theirs} database, and DATABASE_URL names a {ours} database" in said
    assert "archive_dump" in said


@pytest.mark.usefixtures("place")
def test_only_an_older_postgresql_is_refused(file):
    rewritten(file, lambda about: about.update(engine_version=99))
    if connection.vendor == "postgresql":
        assert "it is of PostgreSQL 99, and this server is PostgreSQL" in refused(file)
    else:
        assert "restored" in run("restore", str(file))


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", ["../outside", "/outside", "media/../../outside", "media", "other.txt"])
def test_a_member_that_leads_elsewhere_is_refused(file, name, tmp_path):
    parts = content(file)
    sums = parts.pop("SHA256SUMS")
    assert "it contains" in refused(packed(file, with_sums({**parts, name: b"x", "SHA256SUMS": sums})))
    assert not (tmp_path / "outside").exists()


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("name", ["../../outside", "/outside", "media/../../../outside"])
def test_a_manifest_whose_database_leads_elsewhere_is_refused(file, name, tmp_path):
    name = name.replace("/outside", f"{tmp_path}/outside") if name.startswith("/") else name
    parts = content(rewritten(file, lambda about: about.update(database=name)))
    moved = {name if part.startswith("database") else part: data for part, data in parts.items()}
    assert "it contains" in refused(packed(file, with_sums(moved)))
    assert not (tmp_path / "outside").exists()


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("left_out", ["manifest.json", "media/1.jpg", "SHA256SUMS"])
def test_a_backup_without_one_of_its_members_is_refused(file, left_out):
    parts = content(file)
    del parts[left_out]
    assert "incomplete or altered" in refused(packed(file, parts))


@pytest.mark.usefixtures("place")
def test_a_backup_without_a_database_is_refused(file):
    parts = {name: data for name, data in content(file).items() if not name.startswith("database")}
    assert "it has no database" in refused(packed(file, with_sums(parts)))


@pytest.mark.usefixtures("place")
def test_a_database_that_its_engine_cannot_read_is_refused(file):
    parts = content(file)
    database = next(name for name in parts if name.startswith("database"))
    broken = {**parts, database: parts[database][:3000] + b"broken" * 2000}
    refused(packed(file, with_sums(broken)))


def test_an_archive_is_never_replaced(file, settings):
    settings.MEDIA_ROOT = settings.DATA_DIR / "no media"
    with pytest.raises(CommandError, match=r"is in its place: stop the site|the database is not empty"):
        run("restore", str(file))
    assert query("SELECT heading FROM questions_question") == [("Family Hubs",)]


def test_a_database_that_appears_during_a_restore_is_not_replaced(file, place):
    """As when the site is started too early."""
    path = sqlite.database_path()
    if connection.vendor == "sqlite":
        path.touch()

    def enter(*told: object) -> None:
        with postgresql.opened() if connection.vendor == "postgresql" else sqlite.opened(path) as database:
            database.execute("CREATE TABLE IF NOT EXISTS questions_question (mine integer)")

    with pytest.raises(BackupError, match=r"is in its place: stop the site|already exists"):
        restore(Folder(str(file.parent)), file.name, enter)
    assert query("SELECT mine FROM questions_question") == []
    assert not (place / "media").exists()
    assert not list(place.glob(".*"))


def test_media_are_never_replaced(file, place):
    (place / "media").mkdir()
    (place / "media" / "mine.jpg").touch()
    with pytest.raises(CommandError, match="media is not empty"):
        run("restore", str(file))
    assert [path.name for path in (place / "media").iterdir()] == ["mine.jpg"]


def test_media_that_a_killed_restore_left_are_replaced(file, place):
    (place / "media").mkdir()
    for name in (".restore-unfinished", "left.jpg"):
        (place / "media" / name).touch()
    run("restore", str(file))
    assert [path.name for path in (place / "media").iterdir()] == ["1.jpg"]


def test_a_database_without_tables_counts_as_empty(file, place):
    if connection.vendor == "sqlite":
        sqlite.database_path().touch()
        query("PRAGMA journal_mode=WAL")
        query("PRAGMA user_version=1")
        assert sqlite.database_path().stat().st_size
    run("restore", str(file))
    assert query("SELECT heading FROM questions_question") == [("Family Hubs",)]
    assert json.loads(content(file)["manifest.json"])["tables"]["questions_question"]["rows"] == 1
