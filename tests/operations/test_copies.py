"""Copies of a whole archive: what a copy contains, and that loading it restores all of it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.models import (
    Acronym,
    Answer,
    Archive,
    Evidence,
    ImportRun,
    Question,
    RefusedRow,
    SecurityEvent,
    Topic,
    TopicAssignment,
)
from questions.operations.copies.loading import find_replaced_tables
from questions.operations.copies.tables import COPIED, LEFT_OUT, fields_of
from questions.operations.copies.writing import write
from questions.search.index.store import current
from tests.support.copying import content, dump, load, rows, sha256
from tests.support.factories import (
    assign_topic,
    log,
    make_answer,
    make_answered,
    make_attachment,
    make_question,
    make_topic,
)
from tests.support.indexing import found, index_dir, is_complete, run
from tests.support.records import answered, holding, write_list

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "archive.jsonl.gz"


def copy_into_another_archive(file: Path, *options: str) -> None:
    """Write a copy, delete from the archive all that it contains, add something else, and load the copy."""
    dump(file, *options)
    for model in reversed(COPIED):
        model._base_manager.all().delete()
    make_question("Fisheries", topic="Sea")
    load(file, "--replace", "--yes")


def test_every_table_is_either_copied_or_left_out():
    assert {*COPIED, *LEFT_OUT} == set(apps.get_models(include_auto_created=True))
    assert len(COPIED) + len(LEFT_OUT) == len({*COPIED, *LEFT_OUT})


def test_each_table_refers_only_to_itself_and_to_earlier_tables():
    for place, model in enumerate(COPIED):
        wanted = {field.related_model for field in fields_of(model) if field.related_model}
        assert wanted <= {*COPIED[: place + 1], ContentType, Permission}, model


def test_a_new_archive_counts_as_empty():
    assert find_replaced_tables(accounts=True) == []


def test_questions_answers_topics_and_evidence_are_restored_unchanged(file, tmp_path):
    records = answered(heading="Young carers’ “hubs” – 1 ½ \u2028"), holding(id=102, uin="HL7", house="Lords")
    run("import_questions", write_list(tmp_path / "2024-10-30.json", *records))
    question = make_answered("SEND", "<p>Yes.</p>", asked_by="Iris Demoworth", party="Labour", tabled_on=None)
    make_attachment(question.answers.get(), size=None)
    child = make_topic("Early years", parent=assign_topic(question, "Childcare").topic)
    before = list(Question.objects.order_by("pk").values()), bytes(Evidence.objects.earliest("pk").packed)
    copy_into_another_archive(file)
    assert (list(Question.objects.order_by("pk").values()), bytes(Evidence.objects.earliest("pk").packed)) == before
    assert Answer.objects.filter(question=question).values_list("text", "attachments__size").get() == (
        "<p>Yes.</p>",
        None,
    )
    assert Topic.objects.get(name="Early years").parent.pk == child.parent.pk
    assert not Topic.objects.filter(name="Sea").exists()


def test_a_copy_of_a_loaded_archive_has_the_same_checksum(file, tmp_path):
    run("demo")
    copy_into_another_archive(file, "--with-accounts")
    assert sha256(dump(tmp_path / "again.gz", "--with-accounts")) == sha256(file)
    assert Question.objects.count() == 67


def test_imports_refused_rows_and_the_change_log_are_restored(file):
    kept = ImportRun.objects.create(kind="import_questions", outcome="done", finished_at=timezone.now())
    RefusedRow.objects.create(run=kept, path="a.json", position=3, reason="no UIN", raw='{"id": 1}')
    question = make_question()
    copy_into_another_archive(file)
    loaded = ImportRun.objects.get()
    assert (loaded.started_at, loaded.finished_at) == (kept.started_at, kept.finished_at)
    assert loaded.refused_rows.get().raw == '{"id": 1}'
    assert [change["question_id"] for change in rows(file, "questions.change")] == [question.pk]


def test_the_copys_acronyms_replace_those_of_a_new_archive(file):
    Acronym.objects.all().delete()
    Acronym.objects.create(letters="ZZZ", long_form="a long sleep")
    dump(file)
    Acronym.objects.all().delete()
    Acronym.objects.create(letters="DfE", long_form="Department for Education")
    load(file)
    assert Acronym.objects.get().letters == "ZZZ"


def test_new_rows_get_ids_after_those_of_the_copy(file):
    last = make_question(pk=5000)
    dump(file)
    load(file, "--replace", "--yes")
    assert make_question().pk > last.pk


def test_a_copy_has_no_accounts_and_does_not_say_who_did_what(file):
    anna = User.objects.create_user("anna", password="sesame")
    assign_topic(make_question(), make_topic(), assigned_by=anna)
    dump(file)
    assert "auth.user" not in content(file)[0]["tables"]
    assert rows(file, "questions.topicassignment")[0]["assigned_by_id"] is None


def test_a_copy_with_accounts_has_users_their_groups_and_what_they_did(file):
    anna = User.objects.create_user("anna", password="sesame")
    desk = Group.objects.create(name="Desk")
    desk.permissions.add(Permission.objects.get(codename="change_question"))
    anna.groups.add(desk)
    question = make_question()
    kind = ContentType.objects.get_for_model(Question)
    LogEntry.objects.create(user=anna, content_type=kind, object_id=str(question.pk), action_flag=CHANGE)
    assign_topic(question, make_topic(), assigned_by=anna)
    copy_into_another_archive(file, "--with-accounts")
    anna = User.objects.get()
    assert anna.check_password("sesame")
    assert anna.has_perm("questions.change_question")
    assert LogEntry.objects.get().get_edited_object() == question
    assert TopicAssignment.objects.get().assigned_by == anna
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_content_types_and_permissions_are_matched_by_name(file):
    desk = Group.objects.create(name="Desk")
    desk.permissions.add(Permission.objects.get(codename="change_question"))
    dump(file)
    kind = ContentType.objects.get_for_model(Question)
    Permission.objects.filter(content_type=kind).delete()
    free = Permission.objects.latest("pk").pk + 1000
    other = Permission.objects.create(pk=free, content_type=kind, codename="change_question", name="Change")
    load(file, "--replace", "--yes")
    assert Group.objects.get(name="Desk").permissions.get() == other


def test_loading_a_copy_without_accounts_keeps_users_and_their_groups(file):
    Group.objects.create(name="Desk", pk=7)
    dump(file)
    Group.objects.all().delete()
    anna = User.objects.create_user("anna")
    anna.groups.add(Group.objects.create(name="Desk"), Group.objects.create(name="Library"))
    load(file, "--replace", "--yes")
    assert [(group.pk, group.name) for group in User.objects.get().groups.all()] == [(7, "Desk")]


def in_another_connection(work: Callable[[], object]) -> None:
    def work_and_close() -> None:
        work()
        connection.close()

    thread = Thread(target=work_and_close)
    thread.start()
    thread.join()


def test_a_copy_shows_one_moment_and_does_not_block_writers(file):
    make_question("Before")

    def enter(done: int, total: int) -> None:
        if done == total:  # part of the copy is written, and the rest must show the same moment
            in_another_connection(lambda: make_question("Meanwhile", topic="Childcare"))

    before = Question.objects.count()
    with file.open("wb") as raw:
        write(raw, accounts=False, progress=enter)
    assert Question.objects.count() > before
    assert [row["heading"] for row in rows(file, "questions.question")] == ["Before"]
    assert rows(file, "questions.topic") == []


def test_a_search_finds_loaded_questions_and_not_replaced_ones(file):
    hubs = make_question("Family Hubs")
    copy_into_another_archive(file)
    assert found("hubs") == [hubs.uin]
    assert found("fisheries") == []
    assert is_complete()


def test_loading_an_earlier_copy_of_the_same_archive_rebuilds_the_index(file):
    question = make_question("Family Hubs")
    dump(file)
    make_answer(question, "<p>Fisheries.</p>")
    run("index")
    before = current()
    assert "was rebuilt" in load(file, "--replace", "--yes")
    assert current() != before
    assert found("fisheries") == []


def test_an_archive_that_is_not_empty_is_replaced_only_with_both_options(file):
    make_question("Family Hubs")
    dump(file)
    make_question("Fisheries")
    with pytest.raises(CommandError, match=r"not empty \(rows in .*questions.question.*use --replace"):
        load(file)
    with pytest.raises(CommandError, match="add --yes"):
        load(file, "--replace")
    assert Question.objects.count() == 2


def test_an_existing_file_is_replaced_only_with_force(file):
    file.write_text("mine")
    with pytest.raises(CommandError, match="already exists: choose another name, or use --force"):
        dump(file)
    assert file.read_text() == "mine"
    dump(file, "--force")
    assert content(file)[0]["format"] == "pq-archive-copy"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="no copy was written"):
        dump(tmp_path / "folder", "--force")
    with pytest.raises(CommandError, match="no copy was written"):
        dump(tmp_path / "nowhere" / "archive.gz")
    assert [path.name for path in tmp_path.iterdir() if path.name != "index"] == ["folder"]


def test_standard_output_contains_only_the_copy(file, capfdbinary):
    make_question("Family Hubs")
    run("archive_dump", "-")
    file.write_bytes(capfdbinary.readouterr().out)
    assert "complete: " in load(file, "--check")


def test_the_archive_keeps_its_name(file):
    log(make_question())
    name = Archive.name()
    copy_into_another_archive(file)
    assert Archive.name() == name != ""


def test_a_copy_with_accounts_has_second_factors_security_events_and_intact_roles(file):
    anna = User.objects.create_user("anna", is_staff=True)
    anna.groups.add(Group.objects.get(name="Publisher"))
    secret = TOTPDevice.objects.create(user=anna).key
    Group.objects.get(name="Publisher").permissions.clear()
    copy_into_another_archive(file, "--with-accounts")
    anna = User.objects.get(username="anna")
    assert TOTPDevice.objects.get(user=anna).key == secret
    assert anna.has_perm("questions.publish_question")
    assert SecurityEvent.objects.filter(kind="user-made", on="anna").exists()


def test_loading_a_copy_without_accounts_keeps_second_factors_and_security_events(file):
    dump(file)
    anna = User.objects.create_user("anna")
    device = TOTPDevice.objects.create(user=anna)
    load(file, "--replace", "--yes")
    assert TOTPDevice.objects.get() == device
    assert SecurityEvent.objects.filter(on="anna").exists()
