"""Backups: what one contains, that restoring it restores all of that, and that old ones are deleted by rule."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection

from questions.models import Archive, Question
from questions.operations.backup.destinations import Folder
from questions.operations.backup.making import make_backup
from questions.operations.backup.packing import total_size
from questions.operations.backup.restoring import UNFINISHED
from questions.operations.backup.work_folder import work_folder
from questions.operations.worker import mend
from tests.support.backups import an_empty_place, back_up, content, manifest, query, rewritten, site
from tests.support.factories import assign_topic, log, make_answered, make_question
from tests.support.indexing import index_dir, run

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(index_dir.__name__, site.__name__),
]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder for backups."""
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


def headings() -> list[str]:
    return [heading for (heading,) in query("SELECT heading FROM questions_question ORDER BY id")]


def test_everything_is_restored(kept, tmp_path):
    assign_topic(make_answered("Young carers’ “hubs” ½ 🙂", "<p>Yes.</p>"), "Childcare")
    User.objects.create_user("anna", password="sesame")
    (settings.MEDIA_ROOT / "portraits").mkdir()
    (settings.MEDIA_ROOT / "portraits" / "1.jpg").write_bytes(b"\xff\xd8 portrait")
    file = back_up(kept)
    before = {name: table["rows"] for name, table in manifest(file)["tables"].items()}
    with an_empty_place(tmp_path / "new"):
        assert "restored" in run("restore", str(file))
        assert headings() == ["Young carers’ “hubs” ½ 🙂"]
        assert query("SELECT text FROM questions_answer") == [("<p>Yes.</p>",)]
        assert query("SELECT username FROM auth_user") == [("anna",)]
        assert {name: query(f"SELECT count(*) FROM {name}")[0][0] for name in before} == before
        assert (settings.MEDIA_ROOT / "portraits" / "1.jpg").read_bytes() == b"\xff\xd8 portrait"
        assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["portraits"]
    assert min(before[name] for name in ("questions_question", "auth_user", "django_migrations")) > 0


def test_media_that_are_deleted_meanwhile_are_left_out(kept):
    for name in ("1.jpg", "2.jpg"):
        (settings.MEDIA_ROOT / name).write_bytes(b"portrait")

    def delete(what: str, done: int, total: int) -> None:
        if what == "packed":  # the database comes before all media
            (settings.MEDIA_ROOT / "2.jpg").unlink(missing_ok=True)

    made = make_backup(Folder(str(kept)), delete)
    assert [name for name in content(kept / made.name) if name.startswith("media")] == ["media/1.jpg"]
    assert total_size([settings.MEDIA_ROOT / "1.jpg", settings.MEDIA_ROOT / "2.jpg"]) == len(b"portrait")


def test_a_backup_is_a_tar_file_that_only_its_owner_can_read(kept):
    file = back_up(kept)
    database = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[connection.vendor]
    assert list(content(file)) == ["manifest.json", database, "SHA256SUMS"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_sums_can_be_checked_with_any_program(kept):
    parts = content(back_up(kept))
    sums = parts.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in parts.items()]


def test_the_manifest_says_what_the_backup_is(kept):
    log(make_question())
    about = manifest(back_up(kept))
    assert (about["format"], about["engine"]) == ("pq-archive-backup", connection.vendor)
    assert about["archive"] == Archive.name() != ""
    assert about["last_change"] == query("SELECT max(id) FROM questions_change")[0][0] > 0
    assert about["tables"]["questions_question"]["rows"] == 1
    assert "questions.0001_initial" in about["migrations"]


def test_the_manifest_names_settings_and_keeps_their_values_secret(kept):
    file = back_up(kept)
    assert "SECRET_KEY" in manifest(file)["settings"]
    assert settings.SECRET_KEY.encode() not in content(file)["manifest.json"]


def test_new_rows_get_ids_after_those_of_the_backup(kept, tmp_path):
    last = make_question(pk=5000).pk
    file = back_up(kept)
    with an_empty_place(tmp_path / "new"):
        run("restore", str(file))
        added = (
            "INSERT INTO questions_change (question_id, what, at) VALUES (5000, 'x', CURRENT_TIMESTAMP) RETURNING id"
        )
        assert query(added)[0][0] > manifest(file)["last_change"]
        assert query("SELECT max(id) FROM questions_question") == [(last,)]


def test_sessions_end_with_a_restore(kept, tmp_path):
    SessionStore().create()
    file = back_up(kept)
    assert manifest(file)["tables"]["django_session"]["rows"] == 1
    with an_empty_place(tmp_path / "new"):
        assert "everybody has to sign in again" in run("restore", str(file))
        assert query("SELECT * FROM django_session") == []


def test_what_was_deleted_permanently_is_not_in_a_later_backup(kept):
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA secure_delete=OFF")  # some builds overwrite at once what is deleted
    make_question(text="An unmistakable wording. " * 500)
    Question.objects.all().delete()
    parts = content(back_up(kept))
    assert not [name for name, data in parts.items() if b"unmistakable" in data]


def test_a_backup_is_verified_by_restoring_it_beside_the_archive(kept):
    make_answered()
    assert "every row is the same" in run("backup", str(kept), "--verify")
    [file] = kept.glob("*.tar.gz")
    assert "are as they were at" in run("restore", str(file), "--verify")
    assert Question.objects.count() == 1


def test_verifying_names_the_table_and_the_rows_that_differ(kept):
    make_question(pk=2500)

    def change(about: dict) -> None:
        table = about["tables"]["questions_question"]
        table["ranges"] = [[2000, 2, "0" * 16]]
        table["rows"], table["sha256"] = 2, hashlib.sha256(repr([(2000, 2, "0" * 16)]).encode()).hexdigest()

    file = rewritten(back_up(kept), change)
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("restore", str(file), "--verify", stderr=told)
    assert ended.value.code == 1
    assert told.getvalue() == (
        "questions_question: rows with ids 2,000 to 2,999 differ (2 when it was made, 1 restored)\n"
    )


def in_another_connection(work: Callable[[], object]) -> None:
    def work_and_close() -> None:
        work()
        connection.close()

    thread = Thread(target=work_and_close)
    thread.start()
    thread.join()


def test_a_backup_shows_one_moment_and_does_not_block_writers(kept, tmp_path):
    make_question("Before")

    def enter(what: str, done: int, total: int) -> None:
        if Question.objects.count() == 1:  # the backup has begun, and no row is read yet
            in_another_connection(lambda: make_question("Meanwhile", topic="Childcare"))

    made = make_backup(Folder(str(kept)), enter)
    assert headings() == ["Before", "Meanwhile"]
    assert "are as they were at" in run("restore", str(kept / made.name), "--verify")
    with an_empty_place(tmp_path / "new"):
        run("restore", str(kept / made.name))
        assert headings() == ["Before"]


def test_a_disk_that_is_nearly_full_is_left_to_the_site(kept, monkeypatch):
    file = back_up(kept)
    monkeypatch.setattr("questions.operations.backup.work_folder.SPARE", 2**60)
    for command in (["backup", str(kept)], ["restore", str(file), "--verify"]):
        with pytest.raises(CommandError, match=r"has [\d,]+ MB free, and unfinished work needs [\d,]+ MB"):
            run(*command)
    assert len(list(kept.glob("*.tar.gz"))) == 1
    assert not (settings.DATA_DIR / ".backup-unfinished").exists()


def test_the_mark_of_a_restore_that_was_killed_at_its_very_end_goes_when_the_archive_is_used():
    for name in (UNFINISHED, "1.jpg"):
        (settings.MEDIA_ROOT / name).touch()
    mend()
    assert [path.name for path in settings.MEDIA_ROOT.iterdir()] == ["1.jpg"]


def test_only_one_backup_runs_at_a_time(kept):
    with work_folder(), pytest.raises(CommandError, match="another backup or restore is running"):
        run("backup", str(kept))
    assert list(kept.iterdir()) == []


def test_the_folder_must_exist(tmp_path):
    with pytest.raises(CommandError, match="is not a folder: create it, or connect the disk"):
        run("backup", str(tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_a_variable_that_is_not_set_does_not_back_up_to_the_present_folder():
    with pytest.raises(CommandError, match="“” is not a folder"):
        run("backup", "")


def test_a_file_with_a_line_separator_in_its_name_is_backed_up(kept):
    Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
    (Path(settings.MEDIA_ROOT) / "a\u2028b.jpg").write_bytes(b"portrait")
    assert "every row is the same" in run("backup", str(kept), "--verify")


def test_unfinished_work_of_a_killed_process_is_removed(kept):
    site = settings.DATA_DIR
    (site / ".backup-unfinished").mkdir()
    (site / ".backup-unfinished" / "pages.sqlite3").write_bytes(b"half")
    abandoned, recent = kept / ".pq-archive-1.tar.gz.a.part", kept / ".pq-archive-2.tar.gz.b.part"
    for part in (abandoned, recent):
        part.write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    back_up(kept)
    assert not (site / ".backup-unfinished").exists()
    assert [part.exists() for part in (abandoned, recent)] == [False, True]


def write_older(kept: Path, archive: str, *days: int) -> list[str]:
    """Files with the names of backups of so many days ago."""
    names = [f"pq-archive-{datetime.now(UTC) - timedelta(days=day):%Y%m%dT%H%M%SZ}-{archive}.tar.gz" for day in days]
    for name in names:
        (kept / name).write_bytes(b"")
    return names


def test_old_backups_are_deleted_by_rule(kept):
    log(make_question())
    names = write_older(kept, Archive.name()[:8], 1, 2, 3)
    said = run("backup", str(kept), "--keep", "2d")
    assert [name in said for name in names] == [False, True, True]
    assert sorted(path.name for path in kept.glob("*.gz")) == sorted([names[0], said.partition(":")[0]])


def test_without_a_rule_nothing_is_deleted(kept):
    log(make_question())
    names = write_older(kept, Archive.name()[:8], 1, 400)
    back_up(kept)
    assert all((kept / name).exists() for name in names)


def test_other_files_and_other_archives_backups_are_never_deleted(kept):
    log(make_question())
    others = [*write_older(kept, "deadbeef", 10, 11, 12), "notes.txt", "pq-archive-old.tar.gz", "archive.sqlite3"]
    for name in others:
        (kept / name).touch()
    assert "deleted pq-archive" not in run("backup", str(kept), "--keep", "1d")
    assert all((kept / name).exists() for name in others)


def test_a_rule_that_is_not_clear_ends_before_anything_is_done(kept):
    with pytest.raises(CommandError, match="such as 7d,4w,12m"):
        run("backup", str(kept), "--keep", "seven")
    assert list(kept.iterdir()) == []
