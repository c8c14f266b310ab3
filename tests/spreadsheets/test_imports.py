"""Spreadsheets imported in the admin: a preview, then all rows or none. test_kept_rows.py has the other choice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from questions.accounts.roles import EDITOR, PUBLISHER
from questions.archive.audit.recording import update
from questions.archive.editing.question_edits import take_edit
from questions.models import (
    Answer,
    AuditEntry,
    Change,
    Department,
    Evidence,
    ImportRun,
    Member,
    Membership,
    Post,
    Question,
)
from questions.spreadsheets import imports
from tests.admin.test_admin import import_questions
from tests.support.desk import somebody, text
from tests.support.factories import (
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_ruled,
)
from tests.support.records import answered, write_list
from tests.support.spreadsheets import DESK, NEW, as_csv, counted, errors, take, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return somebody(EDITOR)


# All or nothing


def test_one_refused_row_prevents_the_import_of_all_rows(editor: Client) -> None:
    shown = upload(editor, as_csv(NEW, {**NEW, "uin": "none"}))
    assert "Save all" not in text(shown)
    editor.post(DESK.format(kind="question", page="upload/review/"), {"seen": shown.context["digest"]})
    assert not Question.objects.exists()
    assert not ImportRun.objects.exists()


def test_an_outdated_preview_saves_nothing_and_shows_the_new_state(editor: Client) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=1)
    shown = upload(editor, as_csv({"id": "1", "heading": "Hubs"}))
    Question.objects.filter(pk=question.pk).update(heading="By another")
    seen = {"seen": shown.context["digest"]}
    page = text(editor.post(DESK.format(kind="question", page="upload/review/"), seen, follow=True))
    assert "The archive has changed since this preview" in page
    assert "By another" in page
    question.refresh_from_db()
    assert question.heading == "By another"


def test_a_change_made_while_the_rows_are_compared_stops_the_import(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=1)
    shown = upload(editor, as_csv({"id": "1", "heading": "Hubs"}))
    compare = imports._verdicts

    def compare_and_be_overtaken(*given: Any) -> Any:
        found = compare(*given)
        with transaction.atomic():
            update(Question.objects.filter(pk=question.pk, heading="Family Hubs"), heading="By another")
        return found

    monkeypatch.setattr(imports, "_verdicts", compare_and_be_overtaken)
    editor.post(DESK.format(kind="question", page="upload/review/"), {"seen": shown.context["digest"]})
    question.refresh_from_db()
    assert question.heading == "By another"
    assert not ImportRun.objects.exists()


# What is saved


def test_an_import_changes_a_question_as_an_edit_does(editor: Client) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=1, text="How many?")
    take_edit(question, "zoe")
    before = Change.objects.count()
    run = take(editor, {"id": "1", "heading": "Hubs", "question": "How many are there?"})
    question.refresh_from_db()
    assert (question.heading, question.text) == ("Hubs", "How many are there?")
    assert (run.kind, run.created, run.updated, run.outcome) == ("bulk questions", 0, 1, "done")
    assert Change.objects.count() > before, "the change is logged for the index"
    assert b"editor:editor" not in bytes(Evidence.objects.get(question=question).packed), "it is compressed"
    entry = AuditEntry.objects.get(run=run)
    assert (entry.source, entry.by_name, sorted(entry.fields)) == ("bulk", "editor", ["heading", "text"])


def test_an_import_updates_deadlines_and_topics() -> None:
    make_ruled("Hubs", "hubs")
    said = {**NEW, "named_day": "yes", "due": "2023-03-27", "heading": "Family Hubs"}
    take(somebody(PUBLISHER), said, publish="on")
    question = Question.objects.get()
    assert question.deadline_on == date(2023, 3, 27)
    assert question.topic_assignments.get().topic.name == "Hubs"


def test_new_questions_are_saved_as_drafts_with_their_answers(editor: Client) -> None:
    make_department(parliament_id=60)
    make_member("Iris Demoworth", parliament_id=11, party="Labour")
    make_member("Max Sample", parliament_id=12)
    said = {
        **NEW,
        "department": "Department for Education",
        "asked_by": "11",
        "answer_stage": "answer",
        "answered": "30/03/2023",
        "answered_by": "Max Sample (12)",
        "answer": "<p>Seven.</p><script>x</script>",
    }
    take(editor, said)
    question = Question.objects.get()
    assert (question.published_at, question.status, question.answered_on) == (None, "answered", date(2023, 3, 30))
    assert (question.department.parliament_id, question.asked_as.party) == (60, "Labour")
    answer = question.answers.get()
    assert (answer.text, answer.answered_by.name) == ("<p>Seven.</p>", "Max Sample")
    assert AuditEntry.objects.filter(kind="created", model="question", row_id=question.pk, source="bulk").exists()


def test_a_publisher_can_publish_new_questions_at_once_and_an_editor_cannot(editor: Client) -> None:
    take(editor, NEW, publish="on")
    assert Question.objects.get().published_at is None
    take(somebody(PUBLISHER), {**NEW, "uin": "2"}, publish="on")
    assert Question.objects.get(uin="2").is_public


def test_an_empty_cell_changes_nothing_and_clear_empties_a_field(editor: Client) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=1, is_named_day=True, department="Home Office")
    assert counted(upload(editor, as_csv({"id": "1", "heading": "", "department": ""}))) == {"unchanged": 1}
    take(editor, {"id": "1", "heading": "(clear)", "named_day": "(clear)", "department": "(clear)"})
    question.refresh_from_db()
    assert (question.heading, question.is_named_day, question.department) == ("", None, None)


def test_a_field_that_a_source_has_on_record_cannot_be_emptied(editor: Client, tmp_path: Path) -> None:
    import_questions(write_list(tmp_path / "2024-09-11.json", answered(id=1)))
    shown = upload(editor, as_csv({"id": "1", "heading": "(clear)"}))
    assert "You cannot empty this" in errors(shown)["heading"]
    said = errors(upload(editor, as_csv({"id": "1", "answered_by": "(clear)"})))
    assert "You cannot empty these" in said["answer"]


def test_an_answer_is_added_and_the_holding_answer_stays(editor: Client) -> None:
    question = make_answered("Hubs", "<p>I will write.</p>", stage=Answer.Stage.HOLDING, uin="1", parliament_id=1)
    take_edit(question, "zoe")
    take(editor, {"id": "1", "answer_stage": "answer", "answered": "2023-04-03", "answer": "Seven."})
    kinds = list(question.answers.order_by("stage").values_list("stage", "text"))
    assert kinds == [(1, "<p>I will write.</p>"), (2, "<p>Seven.</p>")]


def test_a_public_answer_is_corrected_and_never_overwritten(editor: Client) -> None:
    question = make_answered("Hubs", "<p>Seven.</p>", uin="1", parliament_id=1)
    shown = upload(editor, as_csv({"id": "1", "answer": "<p>Eight.</p>"}))
    assert "put “correction” in the answer_stage column" in errors(shown)["answer"]
    said = {"id": "1", "answer": "<p>Eight.</p>", "answer_stage": "Correction", "answered": "2023-04-03"}
    take(editor, said)
    question.refresh_from_db()
    assert question.status == "corrected"
    assert question.answers.count() == 2
    assert counted(upload(editor, as_csv(said))) == {"unchanged": 1}


def test_the_answer_of_a_draft_is_changed_in_place(editor: Client) -> None:
    question = make_answered("Hubs", "<p>Sevn.</p>", uin="1", parliament_id=1, published_at=None)
    take(editor, {"id": "1", "answer": "<p>Seven.</p>"})
    assert question.answers.get().text == "<p>Seven.</p>"


def test_members_memberships_posts_and_departments_are_imported(editor: Client) -> None:
    take(editor, {"id": "12", "name": "Max Sample", "list_name": "Sample, Max"}, kind="member")
    who = {"member": "Max Sample (12)"}
    take(editor, {**who, "house": "commons", "party": "Green", "started": "2020-01-01"}, kind="membership")
    take(editor, {"name": "Office of Hubs", "short_name": "OfH", "started": "2019-01-01"}, kind="department")
    post = {**who, "title": "Minister for Hubs", "rank": "Minister of State", "department_short": "OfH"}
    take(editor, {**post, "started": "2020-01-01"}, kind="post")
    assert Member.objects.get().memberships.get().party_slug == "green-party"
    assert Post.objects.get().department == Department.objects.get()
    assert set(AuditEntry.objects.values_list("source", flat=True)) == {"bulk"}


def test_a_changed_membership_updates_the_members_questions(editor: Client) -> None:
    member = make_member(party="Labour")
    question = make_question(asked_by=member)
    membership = member.memberships.get()
    take(editor, {"id": str(membership.pk), "started": "2023-03-23"}, kind="membership")
    question.refresh_from_db()
    assert question.asked_as is None
    assert Membership.objects.get().get_source_display() == "an editor"


def test_a_post_that_ends_before_an_answer_is_not_shown_with_it(editor: Client) -> None:
    minister = make_member("Max Sample")
    post = make_post(minister)
    question = make_answered(answered_by=minister)
    take(editor, {"id": str(post.pk), "ended": "01/03/2023"}, kind="post")
    assert question.answers.get().answered_as is None


def test_a_period_that_ends_before_it_begins_is_refused(editor: Client) -> None:
    membership = make_membership(make_member(), started_on=date(2020, 1, 1))
    shown = upload(editor, as_csv({"id": str(membership.pk), "ended": "2019-01-01"}), "membership")
    assert errors(shown) == {"ended": "The end is before the start."}


def test_an_id_that_another_department_has_is_refused(editor: Client) -> None:
    make_department("Home Office", parliament_id=1, key="ho")
    shown = upload(editor, as_csv({"name": "Office of Hubs", "parliament_id": "1", "key": "ho"}), "department")
    assert "Another department already has this" in str(errors(shown))
