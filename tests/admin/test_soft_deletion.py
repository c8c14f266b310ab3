"""Deleting, restoring and permanently deleting questions. The history of a deleted question stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questions.archive.derived.steps import derive
from questions.archive.editing import publishing
from questions.models import Answer, AuditEntry, Change, Evidence, Question, Reference
from tests.support import pages
from tests.support.factories import make_answered, make_question
from tests.support.forms import edit, history_of, open_form
from tests.support.records import answered, unanswered, write_list
from tests.support.topic_desk import QUESTIONS, act, in_force, page_of, staff, text, words

from .test_admin import import_questions

pytestmark = pytest.mark.django_db

DELETED = f"{QUESTIONS}?stands=deleted"


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


def action_page(question: Question, name: str) -> str:
    return page_of(question).replace("change", name)


def run_action(desk: Client, question: Question, name: str) -> Any:
    response = desk.post(action_page(question, name), {"sure": "on"}, follow=True)
    question.refresh_from_db()
    return response


def erase(desk: Client, question: Question) -> Any:
    return desk.post(action_page(question, "delete"), {"post": "yes"})


def test_a_deleted_question_is_visible_only_in_the_admin_and_can_be_restored(desk, client):
    question = make_answered("Family Hubs")
    assert "restore it" in text(desk.get(action_page(question, "remove")))
    assert action_page(question, "restore") in text(run_action(desk, question, "remove"))
    assert client.get(question.get_absolute_url()).status_code == 404
    assert pages.read(client, "/questions/?q=hubs").count == 0
    assert desk.get(page_of(question)).status_code == 200
    run_action(desk, question, "restore")
    assert client.get(question.get_absolute_url()).status_code == 200
    assert pages.read(client, "/questions/?q=hubs").count == 1


def test_deleting_and_restoring_are_in_the_history_and_the_change_log(desk):
    question = make_question("Hubs")
    run_action(desk, question, "remove")
    run_action(desk, question, "restore")
    first, second = AuditEntry.objects.order_by("id")
    assert (first.by_name, list(first.fields), first.fields["deleted_at"][0]) == ("admin", ["deleted_at"], None)
    assert second.fields["deleted_at"][1] is None
    told = Change.objects.filter(question_id=question.pk).values_list("what", flat=True)
    assert {"removed", "restored"} <= set(told)


def test_publishing_and_unpublishing_are_in_the_history_with_the_reason(desk):
    question = make_question("Hubs", published_at=None)
    run_action(desk, question, "publish")
    desk.post(action_page(question, "unpublish"), {"sure": "on", "reason": "Wrong House."})
    first, second = AuditEntry.objects.order_by("id")
    assert (list(first.fields), first.fields["published_at"][0]) == (["published_at"], None)
    assert second.fields["withheld_because"] == ["", "Wrong House."]
    assert "Wrong House." in text(desk.get(history_of(question)))


def test_saving_and_publishing_a_draft_makes_one_entry_in_the_history(desk):
    question = make_question("Hubs", published_at=None)
    desk.post(page_of(question), open_form(desk, question, heading="Family Hubs", _publish="on"))
    question.refresh_from_db()
    [entry] = AuditEntry.objects.all()
    assert question.is_public
    assert set(entry.fields) == {"heading", "published_at"}


def test_actions_delete_restore_and_permanently_delete_many_questions(desk):
    questions = [make_question("Hubs"), make_question("Trains")]
    assert "2 questions deleted." in text(act(desk, QUESTIONS, "remove", *questions, sure="on"))
    assert "1 question restored." in text(act(desk, DELETED, "restore", questions[0]))
    act(desk, DELETED, "delete_selected", *questions, post="yes")
    assert list(Question.objects.all()) == [questions[0]]


def test_only_a_deleted_question_can_be_permanently_deleted(desk):
    question = make_question("Hubs")
    assert erase(desk, question).status_code == 403
    assert action_page(question, "delete") not in text(desk.get(page_of(question)))
    act(desk, QUESTIONS, "delete_selected", question, post="yes")
    act(desk, DELETED, "delete_selected", question, post="yes")
    assert Question.objects.exists()


def test_an_import_updates_a_deleted_question_and_it_stays_deleted(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered()))
    question = Question.objects.get()
    run_action(desk, question, "remove")
    import_questions(write_list(tmp_path / "2.json", answered()))
    question.refresh_from_db()
    assert (question.status, question.deleted_at is None) == ("answered", False)


def test_a_restored_question_is_shown_in_its_topic_again(desk, client):
    topic = in_force("heading:hubs")
    question = make_question("Family Hubs")
    run_action(desk, question, "remove")
    assert "Family Hubs" not in client.get(topic.get_absolute_url()).content.decode()
    publishing.restore([question.pk])
    assert words(topic) == {"Family Hubs": "rule"}
    assert "Family Hubs" in client.get(topic.get_absolute_url()).content.decode()


def test_the_history_of_a_permanently_deleted_question_shows_its_last_state(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", answered(text="<p>There are seven.</p>")))
    question = Question.objects.get()
    run_action(desk, question, "remove")
    erase(desk, question)
    assert (Question.objects.count(), Answer.objects.count(), Evidence.objects.count()) == (0, 0, 0)
    page = text(desk.get(history_of(question)))
    assert "This record has been deleted" in page
    assert "There are seven." in page
    assert "Family Hubs: Leeds" in page


def test_deleting_or_restoring_a_question_logs_a_change_of_the_question_that_cites_it(desk):
    cited, citing = (
        make_question("Hubs", uin="77"),
        make_answered("Trains", text="<p>I refer to the answer to Question 77.</p>"),
    )
    derive([cited.pk, citing.pk])
    last = Change.objects.latest("pk").pk
    run_action(desk, cited, "remove")
    assert Reference.objects.get(question=citing).target is None
    run_action(desk, cited, "restore")
    assert Reference.objects.get(question=citing).target == cited
    told = Change.objects.filter(question_id=citing.pk, pk__gt=last)
    assert list(told.order_by("pk").values_list("what", flat=True)) == ["removed", "restored"]


def test_the_question_form_cannot_delete_a_question(desk):
    question = make_question("Hubs")
    assert "deleted_at_0" not in open_form(desk, question)
    edit(desk, question, deleted_at_0="2024-01-01", deleted_at_1="09:00")
    assert question.deleted_at is None


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [("change_question", set()), ("remove_question", {"restore"}), ("delete_question", {"delete"})],
)
def test_restoring_and_permanently_deleting_need_separate_permissions(client, permission, allowed):
    question = make_question("Hubs")
    publishing.remove([question.pk])
    clerk = staff(client, "view_question", permission)
    open_to = {name for name in ("restore", "delete") if clerk.get(action_page(question, name)).status_code == 200}
    assert open_to == allowed
    act(clerk, DELETED, "delete_selected", question, post="yes")
    assert Question.objects.exists() == ("delete" not in allowed)


def test_a_user_who_may_only_change_questions_cannot_delete_them(client):
    question = make_question("Hubs")
    clerk = staff(client, "view_question", "change_question")
    assert clerk.post(action_page(question, "remove"), {"sure": "on"}).status_code == 403
    act(clerk, QUESTIONS, "remove", question, sure="on")
    question.refresh_from_db()
    assert question.deleted_at is None
