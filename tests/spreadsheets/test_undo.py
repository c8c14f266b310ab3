"""Undoing the import of a spreadsheet, without losing later changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from questions.accounts.roles import EDITOR, PUBLISHER, VIEWER
from questions.archive.editing.question_edits import take_edit
from questions.models import (
    Answer,
    AuditEntry,
    Department,
    Evidence,
    ImportRun,
    Member,
    Membership,
    Post,
    Question,
    QuestionEvent,
)
from tests.admin.test_admin import import_questions, question_form
from tests.support.desk import make_user, signed_in, somebody, text
from tests.support.factories import (
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
)
from tests.support.records import answered, write_list
from tests.support.spreadsheets import take

pytestmark = pytest.mark.django_db

RUN = "/admin/questions/importrun/{}/{}/"
NEW = {
    "uin": "171468",
    "house": "commons",
    "tabled": "2023-03-22",
    "question": "To ask how many family hubs there are.",
}


@pytest.fixture
def editor() -> Client:
    return somebody(EDITOR)


def undo(client: Client, run: ImportRun) -> str:
    """Undo the run, and return the text of the next page."""
    return text(client.post(RUN.format(run.pk, "undo"), follow=True))


def fields(question: Question) -> dict[str, Any]:
    """The state of the question and its answers."""
    question.refresh_from_db()
    own = {f.attname: getattr(question, f.attname) for f in Question._meta.concrete_fields}
    answers = question.answers.order_by("stage", "answered_on").values("stage", "answered_on", "text", "answered_by")
    return {**own, "answers": list(answers)}


def test_undoing_restores_every_question(editor: Client) -> None:
    make_department(parliament_id=60)
    minister = make_member("Max Sample", parliament_id=12)
    first = make_question("Family Hubs", uin="1", parliament_id=1, is_named_day=True, party="Labour")
    second = make_answered("Childcare", "<p>Sevn.</p>", uin="2", parliament_id=2, published_at=None)
    for question in (first, second):
        take_edit(question, "zoe")
    before = [fields(question) for question in (first, second)]
    said = {"id": "1", "heading": "Hubs", "question": "How many?", "named_day": "(clear)", "department": "60"}
    mended = {"id": "2", "heading": "(clear)", "answer": "<p>Seven.</p>", "answered_by": minister.reference}
    run = take(editor, {**said, "asked_by": "12"}, mended, NEW)
    assert [fields(question) for question in (first, second)] != before
    assert "Import undone for 3 records" in undo(editor, run)
    assert [fields(question) for question in (first, second)] == before
    assert not Question.objects.filter(uin="171468").exists()


def test_undoing_removes_an_answer_that_the_import_added(editor: Client) -> None:
    question = make_question(uin="1", parliament_id=1)
    run = take(editor, {"id": "1", "answered": "2023-03-30", "answer": "Seven."})
    undo(editor, run)
    question.refresh_from_db()
    assert (question.status, question.answered_on, question.answers.count()) == ("unanswered", None, 0)


@pytest.mark.parametrize("days", [0, 3])
def test_undoing_leaves_no_trace_of_the_import_even_on_a_later_day(
    editor: Client, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The undone values are no longer on record, and the public is not shown a change."""
    question = make_question("", uin="1", parliament_id=1)
    take_edit(question, "zoe")
    run = take(editor, {"id": "1", "heading": "Hubs", "question": "How many?", "due": "2023-04-01"})
    before_it = run.started_at - timedelta(days=days)
    ImportRun.objects.filter(pk=run.pk).update(started_at=before_it)
    undo(editor, run)
    question.refresh_from_db()
    assert (question.heading, question.due_on) == ("", None)
    assert not QuestionEvent.objects.exists()


def test_undoing_restores_an_imported_question_to_what_its_source_says(editor: Client, tmp_path: Any) -> None:
    path = write_list(tmp_path / "2024-09-11.json", answered(id=1))
    import_questions(path)
    question = Question.objects.get()
    before = fields(question)
    run = take(
        editor, {"id": "1", "heading": "Hubs", "answered": "2024-09-12", "answer_stage": "correction", "answer": "No."}
    )
    undo(editor, run)
    assert fields(question) == before
    import_questions(path)
    assert fields(question) == before


def test_undoing_skips_and_names_a_question_that_somebody_changed_since(editor: Client) -> None:
    mine, theirs = make_question("Mine", uin="1", parliament_id=1), make_question("Theirs", uin="2", parliament_id=2)
    run = take(editor, {"id": "1", "heading": "A"}, {"id": "2", "heading": "B"})
    zoe = signed_in(make_user("zoe", role=PUBLISHER))
    form = question_form(uin="2", heading="By Zoe", parliament_id=2, text=theirs.text)
    assert zoe.post(f"/admin/questions/question/{theirs.pk}/change/", form).status_code == 302
    asked = text(editor.get(RUN.format(run.pk, "undo")))
    assert "By Zoe (2): changed by zoe on" in asked
    assert "1 record skipped" in undo(editor, run)
    for question, heading in ((mine, "Mine"), (theirs, "By Zoe")):
        question.refresh_from_db()
        assert question.heading == heading
    left = ImportRun.objects.first().refused_rows.get()
    assert ("by zoe" in left.reason, left.state) == (True, "aside")


def test_undoing_keeps_a_new_question_that_was_published_since(editor: Client) -> None:
    run = take(editor, NEW)
    question = Question.objects.get()
    somebody(PUBLISHER).post(f"/admin/questions/question/{question.pk}/publish/", {"sure": "on"})
    undo(editor, run)
    assert Question.objects.get().is_public


def test_an_undone_import_can_be_repeated(editor: Client) -> None:
    undo(editor, take(editor, NEW))
    assert not Evidence.objects.exists()
    take(editor, {**NEW, "heading": "Mended"})
    assert Question.objects.get().heading == "Mended"


def test_undoing_restores_people_and_departments(editor: Client) -> None:
    member = make_member("Max Sample", parliament_id=12, list_name="Sample, Max")
    membership = make_membership(member, "Labour", seat="Leeds")
    department = make_department("Office of Hubs", short_name="OfH")
    post = make_post(member, "Minister", department=department)
    rows = {
        "member": [{"id": "12", "name": "Maximilian Sample"}, {"id": "13", "name": "New Member"}],
        "membership": [
            {"id": str(membership.pk), "seat": "York"},
            {"member": "12", "house": "lords", "party": "Green Party", "started": "2020-01-01"},
        ],
        "post": [
            {"id": str(post.pk), "ended": "2021-01-01"},
            {"member": "12", "title": "Whip", "started": "2020-01-01"},
        ],
        "department": [{"id": f"a{department.pk}", "name": "Hubs Office"}, {"name": "New Office"}],
    }
    runs = [take(editor, *some, kind=kind) for kind, some in rows.items()]
    for run in reversed(runs):
        assert "Import undone for 2 records" in undo(editor, run)
    assert [*Member.objects.values_list("name", flat=True)] == ["Max Sample"]
    assert [*Membership.objects.values_list("party", "seat", "seat_slug")] == [("Labour", "Leeds", "leeds")]
    assert [*Post.objects.values_list("title", "ended_on")] == [("Minister", None)]
    assert [*Department.objects.values_list("name", "slug")] == [("Office of Hubs", "office-of-hubs")]


def test_undoing_a_changed_membership_restores_the_party_of_the_members_questions(editor: Client) -> None:
    member = make_member(party="Labour")
    question = make_question(asked_by=member)
    held = question.asked_as
    run = take(editor, {"id": str(member.memberships.get().pk), "started": "2023-03-23"}, kind="membership")
    undo(editor, run)
    question.refresh_from_db()
    assert question.asked_as == held is not None


def test_undoing_keeps_a_new_member_whom_a_question_now_names(editor: Client) -> None:
    run = take(editor, {"id": "12", "name": "Max Sample"}, {"id": "13", "name": "Iris Demoworth"}, kind="member")
    make_question(asked_by=Member.objects.get(parliament_id=12))
    assert "other records now refer to it" in text(editor.get(RUN.format(run.pk, "undo")))
    undo(editor, run)
    assert Member.objects.get().name == "Max Sample"


def test_undoing_keeps_a_new_member_who_now_has_a_membership(editor: Client) -> None:
    run = take(editor, {"id": "12", "name": "Max Sample"}, kind="member")
    take(editor, {"member": "12", "house": "lords", "party": "Green", "started": "2020-01-01"}, kind="membership")
    undo(editor, run)
    assert Member.objects.get().memberships.exists()


def test_undoing_is_a_run_of_its_own_and_happens_only_once(editor: Client) -> None:
    question = make_question("Family Hubs", uin="1", parliament_id=1)
    run = take(editor, {"id": "1", "heading": "Hubs"})
    assert "Undo this import" in text(editor.get(RUN.format(run.pk, "change")))
    undo(editor, run)
    undoing = ImportRun.objects.first()
    assert (undoing.kind, undoing.undoes, undoing.updated) == ("undo bulk questions", run, 1)
    entry = AuditEntry.objects.filter(root_id=question.pk).first()
    assert (entry.source, entry.run, entry.fields) == ("bulk", undoing, {"heading": ["Hubs", "Family Hubs"]})
    assert "Undone (view the run)" in text(editor.get(RUN.format(run.pk, "change")))
    assert "already been undone" in undo(editor, run)
    assert ImportRun.objects.count() == 2


def test_a_viewer_cannot_undo_an_import_and_an_editor_only_their_own(editor: Client) -> None:
    make_question("Family Hubs", uin="1", parliament_id=1)
    run = take(editor, {"id": "1", "heading": "Hubs"})
    for other in (somebody(VIEWER), signed_in(make_user("zoe", role=EDITOR))):
        address = RUN.format(run.pk, "undo")
        assert other.get(address).status_code == other.post(address).status_code == 403
        assert "Undo this import" not in text(other.get(RUN.format(run.pk, "change")))
    undo(somebody(PUBLISHER), run)
    assert Question.objects.get().heading == "Family Hubs"


def test_runs_of_other_kinds_cannot_be_undone(admin_client: Client) -> None:
    run = ImportRun.objects.create(kind="import_questions", outcome=ImportRun.Outcome.DONE)
    assert admin_client.post(RUN.format(run.pk, "undo")).status_code == 403
    assert "Undo this import" not in text(admin_client.get(RUN.format(run.pk, "change")))


def test_undoing_a_correction_keeps_the_earlier_answer(editor: Client) -> None:
    question = make_answered("Hubs", "<p>Seven.</p>", uin="1", parliament_id=1, answered_on=date(2023, 3, 30))
    said = {"id": "1", "answer": "<p>Eight.</p>", "answer_stage": "correction", "answered": "2023-04-03"}
    run = take(editor, said)
    assert question.answers.count() == 2
    undo(editor, run)
    question.refresh_from_db()
    assert question.status == "answered"
    assert question.answers.get().stage == Answer.Stage.ANSWER
