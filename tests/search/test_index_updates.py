"""What updates the search index, and when: requests, the index worker and commands; and what these report."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from questions.management import progress
from questions.models import Change, Question
from questions.operations import worker
from questions.search.check import check_index
from questions.search.index import schema, store
from questions.search.index import writer as index
from questions.search.index.writer import catch_up, catch_up_if_free, count_waiting, mend
from tests.support.factories import log, make_question
from tests.support.indexing import found, index_dir, run
from tests.support.records import unanswered, write_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

FORM = {
    "house": "commons",
    "uin": "171468",
    "tabled_on": "2023-03-22",
    "heading": "Zebra crossings",
    "text": "To ask.",
    "published_at_0": "2023-03-23",
    "published_at_1": "09:00:00",
    **{f"{rows}-{forms}_FORMS": 0 for rows in ("answers", "topic_assignments") for forms in ("TOTAL", "INITIAL")},
}


def enter(desk: Client) -> None:
    """Enter the question in the admin, as an editor does."""
    response = desk.post("/admin/questions/question/add/", FORM)
    assert response.status_code == 302


def test_a_question_saved_in_the_admin_is_found_by_the_next_request(admin_client: Client) -> None:
    make_question("Family Hubs")
    catch_up()
    enter(admin_client)
    assert found("zebra") == ["171468"]
    question = Question.objects.get(uin="171468")
    admin_client.post(f"/admin/questions/question/{question.pk}/remove/", {"sure": "on"})
    assert found("zebra") == []


def test_a_question_that_changes_while_it_is_checked_is_no_fault() -> None:
    make_question("Family Hubs")
    changing, deleted = make_question("Childcare"), make_question("Schools")
    catch_up()

    def edit(*progress: int) -> None:
        Question.objects.filter(pk=changing.pk).update(heading="Zebra crossings")
        Question.objects.filter(pk=deleted.pk).delete()
        log(changing, deleted)

    findings = check_index(edit, size=1)
    assert (findings.faults, findings.waiting) == ({}, 2)


def test_a_save_succeeds_while_another_process_writes_and_is_indexed_later(admin_client: Client) -> None:
    make_question("Family Hubs")
    catch_up()
    with store.locked("writer", wait=True):
        enter(admin_client)
    assert found("zebra") == []
    worker.take_in()
    assert found("zebra") == ["171468"]


@pytest.mark.parametrize("failure", [store.IndexNotWritten("no"), OperationalError("no"), InterfaceError("no")])
def test_a_save_succeeds_if_the_index_or_the_database_fails_after_it(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    make_question("Family Hubs")
    catch_up()

    def fail(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patched:
        patched.setattr(index, "_write", fail)
        enter(admin_client)
    assert count_waiting() > 0
    catch_up_if_free()
    assert found("zebra") == ["171468"]


def test_reading_a_page_does_not_update_the_index() -> None:
    make_question("Family Hubs")
    catch_up()
    make_question("Childcare")
    assert Client().get("/").status_code == 200
    assert count_waiting() == 1


def test_a_save_indexes_a_few_changes_but_leaves_many_to_the_index_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    make_question("Family Hubs")
    catch_up()
    monkeypatch.setattr(index, "FEW", 2)
    for uin in ("1", "2", "3"):
        make_question("Childcare", uin=uin)
    catch_up_if_free()
    assert found("childcare") == []
    worker.take_in()
    assert found("childcare") == ["1", "2", "3"]


def test_imported_questions_are_found_when_the_import_ends(tmp_path: Path) -> None:
    make_question("Family Hubs")
    catch_up()
    told = run("import_questions", write_list(tmp_path / "1.json", unanswered(heading="Zebra crossings")))
    assert found("zebra") == ["2001"]
    assert "indexed 1 questions in " in told
    assert " a second)" in told
    assert "was rebuilt" not in told


def test_health_says_how_far_the_index_is_behind_if_a_change_has_waited_too_long() -> None:
    question = make_question("Family Hubs")
    catch_up()
    log(question)
    log(question)
    assert Client().get("/healthz").json() == {"status": "ok"}
    Change.objects.filter(id__gt=store.snapshot().mark.change).update(at=timezone.now() - timedelta(minutes=2))
    assert Client().get("/healthz").json() == {"status": "degraded", "search": "2 changes behind"}


def test_pruning_removes_old_rows_except_the_last() -> None:
    for heading in ("Family Hubs", "Childcare", "Schools"):
        make_question(heading)
    catch_up()
    last = Change.ends().last
    Change.objects.update(at=timezone.now() - timedelta(days=31))
    index.rebuild()
    assert Change.prune() == 2
    assert list(Change.objects.values_list("id", flat=True)) == [last]
    assert Change.prune() == 0
    make_question("Prisons", uin="4")
    assert catch_up().rebuilt == ""
    assert found("prisons") == ["4"]


def test_recent_changes_are_not_pruned() -> None:
    make_question()
    make_question()
    assert Change.prune() == 0


def test_the_command_builds_or_updates_the_index_and_reports_the_number_and_the_rate() -> None:
    make_question("Family Hubs")
    first = run("index")
    assert "indexed 1 questions in " in first
    assert first.endswith(" a second); the whole index was rebuilt: there is no index yet\n")
    make_question("Childcare", uin="2")
    second = run("index")
    assert "indexed 1 questions in " in second
    assert second.endswith(" a second)\n")
    assert found("childcare") == ["2"]
    third = run("index", "--rebuild")
    assert "indexed 2 questions in " in third
    assert third.endswith("; the whole index was rebuilt: as requested\n")


def test_the_command_shows_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PLAIN_PAUSE", 0)
    make_question("Family Hubs")
    make_question("Childcare")
    told = run("index", "--rebuild").splitlines()
    assert told[0].startswith("2 questions indexed, ")
    assert told[0].endswith(" a second, 0:00 left")


def test_the_command_fails_in_one_line_if_the_index_cannot_be_written(index_dir: Path) -> None:
    index_dir.write_text("a file where the folder should be")
    with pytest.raises(CommandError, match=r"not finished, the index has not changed: .*File exists"):
        run("index")


def test_what_a_killed_rebuild_left_is_removed_unless_one_is_running(index_dir: Path) -> None:
    catch_up()
    unfinished = index_dir / "v0-unfinished"
    unfinished.mkdir()
    with store.locked("builder", wait=True):
        mend()
        assert unfinished.exists()
    mend()
    assert [path.name for path in index_dir.glob("v*-*")] == [store.current().name]


def test_watching_and_rebuilding_exclude_each_other() -> None:
    with pytest.raises(CommandError, match="not allowed with"):
        run("index", "--watch", "--rebuild")


def test_the_index_worker_ends_when_it_has_another_parent_process() -> None:
    worker.watch(parent=0)


def test_the_index_worker_waits_longer_after_each_failure_and_continues(monkeypatch: pytest.MonkeyPatch) -> None:
    failures = iter([OperationalError("no"), store.IndexNotWritten("disk full"), InterfaceError("gone")])
    pauses: list[float] = []

    def look() -> None:
        if failure := next(failures, None):
            raise failure

    class FivePauses(Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            if len(pauses) == 5:
                self.set()
            return self.is_set()

    monkeypatch.setattr(worker, "mend", look)
    monkeypatch.setattr(worker, "take_in", look)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.watch(stop=FivePauses())
    assert pauses == [1.0, 2.0, 4.0, 0.5, 0.5]


def test_check_archive_finds_nothing_if_nothing_differs() -> None:
    make_question("Family Hubs")
    catch_up()
    make_question("Childcare")
    told = run("check_archive")
    assert told == "checked 2, missing 0, different 0, extra 0, twice 0, waiting in the log 1\n"


@pytest.mark.parametrize(
    ("unlogged", "line"),
    [
        ({"heading": "Childcare"}, "1 different in the search index and in the archive; their primary keys: {pk}"),
        ({"published_at": None}, "1 in the search index, but not public or not in the archive; their primary"),
        ({"last_seen_on": "2024-01-01"}, "1 different in the search index and in the archive"),
    ],
)
def test_check_archive_names_what_differs_and_fails(
    capsys: pytest.CaptureFixture[str], unlogged: dict[str, str], line: str
) -> None:
    question = make_question("Family Hubs")
    catch_up()
    Question.objects.filter(pk=question.pk).update(**unlogged)
    with pytest.raises(SystemExit) as ended:
        call_command("check_archive")
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert line.format(pk=question.pk) in told
    assert "`manage.py index --rebuild` rebuilds the index." in told
    run("index", "--rebuild")
    assert "different 0, extra 0" in run("check_archive")


def test_check_archive_finds_missing_and_duplicate_documents() -> None:
    draft = make_question("Family Hubs", published_at=None)
    doubled = make_question("Childcare")
    catch_up()
    Question.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    writer = schema.open_(store.current()).writer(index.SMALL_HEAP, 1)
    writer.add_json(f'{{"doc": "question", "pk": {doubled.pk}, "digest": 1}}')
    writer.commit()
    writer.wait_merging_threads()
    faults = check_index(index.silent).faults
    assert faults["missing"] == [draft.pk]
    assert faults["twice"] == [doubled.pk]


def test_check_archive_fails_in_one_line_without_an_index() -> None:
    with pytest.raises(CommandError, match=r"not available: there is no index yet; `manage.py index` builds it"):
        run("check_archive")
