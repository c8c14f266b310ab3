"""Questions that were withheld or deleted after a backup was made are not public after it is restored."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import Client

from questions.archive.editing import publishing
from questions.models import Question
from questions.operations.backup.work_folder import work_folder
from tests.support.backups import an_empty_place, back_up, query, site
from tests.support.desk import make_user, signed_in
from tests.support.factories import log, make_question
from tests.support.forms import edit
from tests.support.indexing import index_dir, run

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(index_dir.__name__, site.__name__),
]

OLD = "pq-archive-20200101T030000Z-00000000.tar.gz"
PUBLIC = "SELECT heading FROM questions_question WHERE published_at IS NOT NULL AND deleted_at IS NULL ORDER BY id"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder for backups."""
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


@pytest.fixture
def desk() -> Client:
    return signed_in(make_user(role="Administrator"), Client())


@pytest.fixture
def restored(kept, tmp_path) -> Callable[[Path], list[str]]:
    """Restores a backup, and returns the headings of the questions that are public then."""

    def restore(file: Path) -> list[str]:
        with an_empty_place(tmp_path / "new"):
            run("restore", str(file))
            return [heading for (heading,) in query(PUBLIC)]

    return restore


def test_what_was_withheld_or_deleted_since_is_not_public_after_a_restore(kept, restored):
    shown, withheld, deleted, erased = (make_question(name) for name in ("Shown", "Withheld", "Deleted", "Erased"))
    file = back_up(kept)
    publishing.unpublish([withheld.pk], "It names a child.")
    publishing.remove([deleted.pk, erased.pk])
    publishing.erase([erased.pk])
    assert "listed 3 withheld or deleted questions" in run("backup", str(kept), "--only-withheld")
    assert len(list(kept.glob("*.tar.gz"))) == 1
    assert restored(file) == [shown.heading]


def test_a_question_whose_uin_was_corrected_since_is_not_public_either(kept, restored, desk):
    shown, withheld = make_question("Shown", uin="1"), make_question("Withheld", uin="222418")
    file = back_up(kept)
    edit(desk, withheld, uin="222499")
    publishing.unpublish([withheld.pk], "It names a child.")
    assert "listed 1 withheld or deleted question" in run("backup", str(kept), "--only-withheld")
    assert restored(file) == [shown.heading]


def test_a_question_that_is_public_again_leaves_the_list_whatever_its_uin_was(kept, restored, desk):
    question = make_question("Shown", uin="222418")
    file = back_up(kept)
    edit(desk, question, uin="222499")
    publishing.unpublish([question.pk], "It names a child.")
    run("backup", str(kept), "--only-withheld")
    publishing.publish([question.pk])
    assert "listed 0 withheld" in run("backup", str(kept), "--only-withheld")
    assert restored(file) == [question.heading]


def test_staff_find_what_was_withheld_since(kept, tmp_path):
    withheld, deleted = make_question("Withheld"), make_question("Deleted")
    file = back_up(kept)
    publishing.unpublish([withheld.pk], "It names a child.")
    publishing.remove([deleted.pk])
    run("backup", str(kept), "--only-withheld")
    with an_empty_place(tmp_path / "new"):
        assert "Of the 2 questions in the list of withheld ones" in run("restore", str(file))
        [(draft, why), (published, gone)] = query(
            "SELECT published_at, withheld_because FROM questions_question WHERE heading = 'Withheld' UNION ALL "
            "SELECT published_at, CAST(deleted_at AS text) FROM questions_question WHERE heading = 'Deleted'"
        )
        assert (draft, "earlier backup" in why) == (None, True)
        assert published
        assert gone
        assert query("SELECT count(*) FROM questions_change WHERE what = 'withheld'") == [(2,)]


def test_each_backup_updates_the_list_and_what_is_public_again_leaves_it(kept, restored):
    question = make_question("Family Hubs")
    file = back_up(kept)
    publishing.unpublish([question.pk], "It names a child.")
    run("backup", str(kept), "--only-withheld")
    publishing.publish([question.pk])
    assert "listed 0" in run("backup", str(kept), "--only-withheld")
    assert restored(file) == ["Family Hubs"]


def test_the_list_has_no_texts_and_no_reasons(kept):
    question = make_question("Family Hubs", text="What steps?")
    publishing.unpublish([question.pk], "It names a child.")
    back_up(kept)
    [file] = kept.glob("pq-archive-withheld-*.json")
    assert json.loads(file.read_text())["questions"] == [[question.pk, "commons", question.uin, "not published"]]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_question_that_this_archive_no_longer_has_stays_in_the_list(kept, restored):
    question = make_question("Family Hubs")
    log(question)
    file = back_up(kept)
    publishing.unpublish([question.pk], "It names a child.")
    run("backup", str(kept), "--only-withheld")
    Question.objects.all().delete()
    make_question("Another", pk=question.pk, uin="another")
    assert "listed 1" in run("backup", str(kept), "--only-withheld")
    assert restored(file) == []


def test_another_question_with_a_listed_id_stays_public(kept, restored):
    question = make_question("Family Hubs")
    log(question)
    publishing.unpublish([question.pk], "It names a child.")
    run("backup", str(kept), "--only-withheld")
    Question.objects.all().delete()
    make_question("Another", pk=question.pk, uin="another")
    assert restored(back_up(kept)) == ["Another"]


def test_without_a_list_the_restore_says_so(kept, tmp_path):
    file = back_up(kept)
    for listed in kept.glob("*.json"):
        listed.unlink()
    with an_empty_place(tmp_path / "new"):
        assert "There is no list of withheld questions" in run("restore", str(file))


def test_the_list_does_not_wait_for_a_backup_that_is_running(kept):
    publishing.unpublish([make_question().pk], "It names a child.")
    with work_folder():
        assert "listed 1" in run("backup", str(kept), "--only-withheld")


def test_a_damaged_list_is_reported_once_the_backup_is_safe(kept):
    back_up(kept)
    [listed] = kept.glob("*.json")
    listed.write_text("{")
    [first] = kept.glob("*.gz")
    first.rename(kept / OLD)
    with pytest.raises(CommandError, match="list of withheld questions beside the backups was not updated"):
        run("backup", str(kept), "--keep", "1d")
    assert listed.read_text() == "{"
    assert len(list(kept.glob("*.gz"))) == 2


def test_a_damaged_list_stops_the_restore(kept, tmp_path):
    make_question("Family Hubs")
    file = back_up(kept)
    [listed] = kept.glob("*.json")
    listed.write_text("{")
    with an_empty_place(tmp_path / "new") as place:
        with pytest.raises(CommandError, match="is not a list of withheld questions"):
            run("restore", str(file))
        assert not (place / "media").exists()
