"""The search index follows the archive's change log, and is rebuilt if it cannot."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from questions.models import Archive, Change, Question, Topic
from questions.search.index import schema, store, writer
from questions.search.index.writer import Outcome, catch_up, catch_up_if_free, count_waiting, rebuild
from tests.support.factories import assign_topic, log, make_answer, make_question
from tests.support.indexing import built, found, index_dir, is_complete
from tests.support.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def test_a_new_question_is_found_after_catching_up_and_not_before() -> None:
    make_question("Family Hubs", uin="1")
    catch_up()
    make_question("Childcare places", uin="2")
    assert (found("hubs"), found("childcare")) == (["1"], [])
    assert catch_up().questions == 1
    assert (found("hubs"), found("childcare")) == (["1"], ["2"])
    assert is_complete()


def test_a_changed_question_is_found_by_its_new_text_only() -> None:
    question = make_question("Family Hubs", uin="1")
    catch_up()
    Question.objects.filter(pk=question.pk).update(heading="Childcare", text="How many?")
    log(question)
    assert catch_up().rebuilt == ""
    assert (found("hubs"), found("childcare")) == ([], ["1"])
    assert is_complete()


def test_a_question_is_found_only_while_it_is_published() -> None:
    question = make_question("Family Hubs", uin="1")
    catch_up()
    Question.objects.filter(pk=question.pk).update(published_at=None)
    log(question)
    catch_up()
    assert found("hubs") == []
    assert is_complete()
    Question.objects.filter(pk=question.pk).update(published_at=timezone.now())
    log(question)
    catch_up()
    assert found("hubs") == ["1"]


def test_a_deleted_question_is_no_longer_found() -> None:
    question = make_question("Family Hubs")
    catch_up()
    log(question)
    question.delete()
    assert catch_up().rebuilt == ""
    assert found("hubs") == []
    assert is_complete()


def test_answers_and_topics_are_indexed_with_their_question() -> None:
    question = make_question("Family Hubs", uin="1")
    catch_up()
    make_answer(question, "<p>Giraffes are exempt.</p>")
    assign_topic(question, "Childcare")
    catch_up()
    assert found("giraffes") == found("hubs&topic=childcare&status=answered") == ["1"]
    Topic.objects.all().delete()
    question.answers.all().delete()
    log(question)
    catch_up()
    assert found("giraffes") == found("hubs&topic=childcare") == []
    assert is_complete()


def test_a_question_that_changed_several_times_is_written_once() -> None:
    question = make_question("Family Hubs", uin="1")
    catch_up()
    log(question, question, question)
    log(question)
    assert catch_up().questions == 1
    assert found("hubs") == ["1"]
    assert is_complete()


def test_the_index_stores_the_archives_uuid_and_its_last_change() -> None:
    make_question()
    catch_up()
    mark = store.snapshot().mark
    assert (mark.archive, mark.change) == (Archive.name(), Change.ends().last)
    make_question()
    assert (store.snapshot().mark, count_waiting()) == (mark, 1)
    catch_up()
    assert (store.snapshot().mark.change, count_waiting()) == (Change.ends().last, 0)


def test_many_changes_are_indexed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    make_question("Family Hubs")
    catch_up()
    monkeypatch.setattr(writer, "BATCH", 2)
    for uin in range(1, 6):
        make_question("Childcare", uin=str(uin))
    told: list[tuple[int, int]] = []
    catch_up(lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == [2, 4, 5]
    assert len(found("childcare")) == 5
    assert is_complete()


def test_catching_up_ends_even_if_changes_continue() -> None:
    question = make_question("Family Hubs")
    catch_up()
    log(question)
    told: list[int] = []

    def change(done: int, total: int) -> None:
        told.append(done)
        log(question)

    catch_up(change)
    assert (told, count_waiting()) == ([1], 1)


def test_catching_up_writes_nothing_if_nothing_has_changed() -> None:
    make_question()
    catch_up()
    before = store.snapshot()
    assert catch_up()._replace(seconds=0) == Outcome(0, 0)
    assert store.snapshot() is before


def test_an_empty_archive_has_an_index_too() -> None:
    assert catch_up().rebuilt == "there is no index yet"
    assert catch_up().rebuilt == ""
    assert found("hubs") == []
    assert is_complete()


def another_archive(mark: store.Mark) -> None:
    Archive.objects.update(uuid=uuid4())


def older_backup(mark: store.Mark) -> None:
    Change.objects.filter(id=mark.change).delete()


def older_backup_with_new_changes(mark: store.Mark) -> None:
    Change.objects.filter(id=mark.change).update(at=timezone.now() + timedelta(hours=1))
    make_question("Since the backup")


def pruned_too_early(mark: store.Mark) -> None:
    for heading in ("One", "Another"):
        make_question(heading)
    Change.objects.filter(id__lte=mark.change + 1).delete()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (another_archive, "the index is of another archive"),
        (older_backup, "the index is ahead of the change log"),
        (older_backup_with_new_changes, "the change log is not the one that the index followed"),
        (pruned_too_early, "the change log no longer begins where the index ends"),
    ],
)
def test_an_index_that_cannot_catch_up_is_rebuilt(damage, reason: str) -> None:
    make_question("Family Hubs", uin="1")
    make_question("Childcare", uin="2")
    catch_up()
    damage(store.snapshot().mark)
    assert writer.health() == f"being rebuilt: {reason}"
    assert catch_up().rebuilt == reason
    assert (writer.health(), catch_up().rebuilt) == ("ok", "")
    assert found("hubs") == ["1"]
    assert is_complete()


def test_the_log_may_begin_right_after_the_last_change_in_the_index() -> None:
    make_question("Family Hubs")
    catch_up()
    make_question("Childcare", uin="2")
    Change.objects.filter(id__lte=store.snapshot().mark.change).delete()
    assert catch_up().rebuilt == ""
    assert found("childcare") == ["2"]


def test_a_new_schema_version_rebuilds_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    make_question("Family Hubs", uin="1")
    catch_up()
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    assert read(Client(), "/questions/").status == 503
    assert catch_up().rebuilt == "the index is of another version"
    assert found("hubs") == ["1"]
    assert [name.partition("-")[0] for name in built()] == [f"v{schema.VERSION}"]


def test_searches_use_the_old_index_during_a_rebuild() -> None:
    make_question("Family Hubs", uin="1")
    catch_up()
    old, seen = built(), []
    rebuild(lambda done, total: seen.append((done, total, found("hubs"), len(built()))))
    assert seen == [(1, 1, ["1"], 2)]
    assert found("hubs") == ["1"]
    assert len(built()) == 1
    assert built() != old


def test_a_reader_of_the_old_index_can_continue_after_a_rebuild() -> None:
    make_question("Family Hubs")
    catch_up()
    old = store.snapshot()
    make_question("Childcare")
    rebuild()
    assert not old.path.exists()
    counted = {"all": {"value_count": {"field": "pk"}}}
    everything = store.Query.all_query()
    assert old.aggregate(everything, counted)["all"]["value"] == 1
    assert store.snapshot().aggregate(everything, counted)["all"]["value"] == 2


def test_a_change_during_a_rebuild_is_in_the_new_index() -> None:
    question = make_question("Family Hubs", uin="1")

    def change(done: int, total: int) -> None:
        Question.objects.filter(pk=question.pk).update(heading="Childcare", text="How many?")
        log(question)

    rebuild(change)
    assert (found("hubs"), found("childcare")) == ([], ["1"])
    assert is_complete()


def test_a_rebuild_removes_what_a_killed_rebuild_left_behind() -> None:
    catch_up()
    (store.folder() / "v1-leftover").mkdir()
    rebuild()
    assert len(built()) == 1
    assert store.current().name == built()[0]


def test_a_change_stays_in_the_log_while_another_process_writes_the_index() -> None:
    make_question("Family Hubs", uin="1")
    catch_up()
    make_question("Childcare", uin="2")
    with store.locked("writer", wait=True):
        catch_up_if_free()
        assert (count_waiting(), found("childcare")) == (1, [])
    catch_up_if_free()
    assert (count_waiting(), found("childcare")) == (0, ["2"])
