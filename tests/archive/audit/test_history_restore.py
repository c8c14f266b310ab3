"""Restoring an earlier state of a record: a preview first, then saved like any edit."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.accounts.roles import EDITOR
from questions.archive.audit.recording import update
from questions.models import Answer, Attachment, AuditEntry, Change, Department, Evidence, Question, Topic
from questions.search.index.writer import catch_up
from tests.admin.test_admin import import_questions
from tests.support import pages
from tests.support.desk import somebody
from tests.support.factories import make_answered, make_attachment, make_department, make_member, make_question
from tests.support.forms import edit, history_of, read
from tests.support.indexing import index_dir
from tests.support.records import answered, unanswered, write_list
from tests.support.topic_desk import in_force, page_of, staff, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


def page_before_last_entry(row: Any) -> str:
    """The page that restores the state of the row before its last entry."""
    last = AuditEntry.objects.filter(root=row._meta.model_name, root_id=row.pk).first()
    return f"{history_of(row)}{last.pk}/restore/"


def restore(desk: Client, row: Any, address: str = "") -> Any:
    response = desk.post(address or page_before_last_entry(row), follow=True)
    row.refresh_from_db()
    return response


def test_the_preview_shows_what_would_be_restored_and_writes_nothing(desk):
    question = make_question("Family Hubs", text="How many hubs are there in Leeds?")
    edit(desk, question, text="How many hubs were there in Leeds?")
    before = AuditEntry.objects.count()
    page = text(desk.get(page_before_last_entry(question)))
    assert "hubs <del>were</del> <ins>are</ins> there" in page
    assert AuditEntry.objects.count() == before


def test_restoring_an_earlier_state_is_a_new_edit(desk):
    question = make_question("Family Hubs", department="Home Office")
    edit(desk, question, heading="Hubs", department=make_department("Treasury").pk)
    change = Change.objects.count()
    page = restore(desk, question)
    assert (question.heading, question.department.name) == ("Family Hubs", "Home Office")
    entry = AuditEntry.objects.first()
    assert (entry.kind, entry.by_name, entry.fields["heading"]) == ("restored", "admin", ["Hubs", "Family Hubs"])
    assert Change.objects.count() > change
    assert "restored" in text(page)
    assert page.redirect_chain == [(history_of(question), 302)]


def test_a_restored_state_is_an_editors_claim_that_outlives_older_files(desk, tmp_path):
    older = write_list(tmp_path / "2024-09-03.json", unanswered(heading="As printed"))
    import_questions(older)
    question = Question.objects.get()
    edit(desk, question, heading="Mended")
    edit(desk, question, heading="Broken")
    restore(desk, question)
    import_questions(older)
    question.refresh_from_db()
    assert question.heading == "Mended"
    assert Evidence.objects.get().question == question


def test_a_wrong_change_by_an_import_can_be_undone(desk, tmp_path):
    import_questions(write_list(tmp_path / "2024-09-03.json", unanswered(heading="Hubs")))
    import_questions(write_list(tmp_path / "2024-09-04.json", unanswered(heading="Wrong")))
    question = Question.objects.get()
    restore(desk, question)
    assert question.heading == "Hubs"


def test_the_index_and_the_topics_follow_a_restored_state(desk, client):
    topic = in_force("heading:hubs")
    question = make_question("Family Hubs")
    edit(desk, question, heading="Trains")
    assert words(topic) == {}
    restore(desk, question)
    catch_up()
    assert words(topic) == {"Family Hubs": "rule"}
    assert pages.read(client, "/questions/?q=hubs").count == 1


def test_a_deleted_answer_is_restored_with_its_attachments(desk):
    question = make_answered("Hubs", "<p>There are <strong>seven</strong>.</p>", department="Home Office")
    make_attachment(question.answers.get(), "Figures")
    edit(desk, question, **{"answers-0-DELETE": "on", "answers-0-reason": "Entered twice"})
    assert (Attachment.objects.count(), question.status) == (0, "unanswered")
    deletion = AuditEntry.objects.get(model="answer", kind="deleted")
    address = f"{history_of(question)}{deletion.pk}/restore/"
    assert "Will be added again." in text(desk.get(address))
    restore(desk, question, address)
    answer = Answer.objects.get()
    assert (answer.text, answer.attachments.get().title) == ("<p>There are <strong>seven</strong>.</p>", "Figures")
    assert question.status == "answered"


def test_restoring_deletes_an_answer_added_since(desk):
    question = make_question("Hubs")
    typed = {"answers-0-stage": "2", "answers-0-answered_on": "2023-03-30", "answers-0-text": "Yes."}
    edit(desk, question, heading="Family Hubs", **typed)
    first = AuditEntry.objects.order_by("id").first()
    restore(desk, question, f"{history_of(question)}{first.pk}/restore/")
    assert (question.heading, question.answers.count(), question.status) == ("Hubs", 0, "unanswered")


def test_restoring_keeps_an_answer_added_since_if_the_user_cannot_delete_it(tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered()))
    import_questions(write_list(tmp_path / "2.json", answered()))
    question, entry = Question.objects.get(), AuditEntry.objects.get(model="answer")
    address = f"{history_of(question)}{entry.pk}/restore/"
    editor = somebody(EDITOR)
    assert "you do not have permission to delete it" in text(editor.get(address))
    assert editor.post(address).status_code == 302
    assert question.answers.exists()


def test_an_answers_own_history_restores_only_the_answer(desk):
    question = make_answered("Hubs", "<p>Seven.</p>", department="Home Office")
    answer = question.answers.get()
    edit(desk, answer, text="<p>Eight.</p>", reason="Keyed wrong.")
    edit(desk, question, heading="Family Hubs")
    entry = AuditEntry.objects.get(model="answer")
    restore(desk, answer, f"{history_of(answer)}{entry.pk}/restore/")
    question.refresh_from_db()
    assert (answer.text, question.heading) == ("<p>Seven.</p>", "Family Hubs")


def test_restoring_a_deleted_membership_also_restores_the_party_of_its_questions(desk):
    member = make_member("Ann Example", party="Labour")
    question = make_question("Hubs", asked_by=member)
    edit(desk, member, **{"memberships-0-DELETE": "on"})
    assert Question.objects.get(asked_as=None) == question
    restore(desk, member)
    assert Question.objects.get(asked_as__party="Labour") == question


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures(index_dir.__name__)
def test_restoring_a_topics_rule_first_shows_how_many_questions_change(desk):
    question = make_question("Family Hubs")
    make_question("Trains")
    topic = in_force("heading:hubs")
    preview = desk.post(page_of(topic), {"name": topic.name, "slug": topic.slug, "rule": "heading:trains"})
    desk.post(page_of(topic), dict(preview.context["kept"]))
    assert set(words(topic)) == {"Trains"}
    address = page_before_last_entry(topic)
    preview = desk.post(address)
    assert "1 question would be added" in text(preview)
    desk.post(address, read(preview))
    assert set(words(topic)) == {question.heading}
    assert (Topic.objects.get().rule, AuditEntry.objects.first().kind) == ("heading:hubs", "restored")


def test_an_earlier_state_that_cannot_be_saved_is_shown_in_the_form(desk):
    question = make_question("Hubs", uin="1001")
    edit(desk, question, uin="1002")
    make_question("Other", uin="1001")
    page = restore(desk, question)
    assert "entered for that House and day already" in text(page)
    assert question.uin == "1002"
    assert read(page)["uin"] == ["1001"]


def test_a_change_made_since_the_preview_is_undone_too_and_that_is_recorded(desk):
    department = make_department("Home Office")
    edit(desk, department, name="Ministry")
    address = page_before_last_entry(department)
    desk.get(address)
    update(Department.objects.filter(pk=department.pk), short_name="HO")
    restore(desk, department, address)
    assert (department.name, department.short_name) == ("Home Office", "")
    assert AuditEntry.objects.first().fields["short_name"] == ["HO", ""]


def test_the_preview_says_if_nothing_has_changed(desk):
    department = make_department("Home Office")
    edit(desk, department, name="Ministry")
    edit(desk, department, name="Home Office")
    first = AuditEntry.objects.last()
    assert "Nothing has changed" in text(desk.get(f"{history_of(department)}{first.pk}/restore/"))


def test_only_users_who_can_change_a_record_can_restore_it(desk, client):
    department = make_department("Home Office")
    edit(desk, department, name="Ministry")
    reader = staff(client, "view_department")
    assert "restore" not in text(reader.get(history_of(department)))
    for ask in (reader.get, reader.post):
        assert ask(page_before_last_entry(department)).status_code == 403
    department.refresh_from_db()
    assert department.name == "Ministry"


def test_an_entry_of_another_record_cannot_be_restored(desk):
    first, other = make_department("Home Office"), make_department("Treasury")
    edit(desk, first, name="Ministry")
    entry = AuditEntry.objects.get()
    assert desk.post(f"{history_of(other)}{entry.pk}/restore/").status_code == 404
    assert desk.post(f"{history_of(other)}999999/restore/").status_code == 404
    assert desk.post(f"/admin/questions/department/999/history/{entry.pk}/restore/").status_code == 404


def test_there_is_no_state_to_restore_before_a_record_was_created(desk):
    desk.post("/admin/questions/department/add/", {"name": "Home Office"})
    assert desk.get(page_before_last_entry(Department.objects.get())).status_code == 404


def test_the_preview_makes_few_queries(desk):
    question = make_answered("Hubs", department="Home Office")
    edit(desk, question, heading="Family Hubs")
    with CaptureQueriesContext(connection) as queries:
        desk.get(page_before_last_entry(question))
    assert len(queries) <= 16
