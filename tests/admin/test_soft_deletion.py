"""Questions are deleted so that it can be undone; for good only by who may, and their history stays."""

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


def way(question: Question, name: str) -> str:
    return page_of(question).replace("change", name)


def go(desk: Client, question: Question, name: str) -> Any:
    response = desk.post(way(question, name), {"sure": "on"}, follow=True)
    question.refresh_from_db()
    return response


def erase(desk: Client, question: Question) -> Any:
    return desk.post(way(question, "delete"), {"post": "yes"})


def test_a_deleted_question_is_seen_by_the_desk_alone_and_can_come_back(desk, client):
    question = make_answered("Family Hubs")
    assert "restore it" in text(desk.get(way(question, "remove")))
    assert way(question, "restore") in text(go(desk, question, "remove"))
    assert client.get(question.get_absolute_url()).status_code == 404
    assert pages.read(client, "/questions/?q=hubs").count == 0
    assert desk.get(page_of(question)).status_code == 200
    go(desk, question, "restore")
    assert client.get(question.get_absolute_url()).status_code == 200
    assert pages.read(client, "/questions/?q=hubs").count == 1


def test_deletion_and_its_undoing_are_in_the_history_and_the_change_log(desk):
    question = make_question("Hubs")
    go(desk, question, "remove")
    go(desk, question, "restore")
    first, second = AuditEntry.objects.order_by("id")
    assert (first.by_name, list(first.fields), first.fields["deleted_at"][0]) == ("admin", ["deleted_at"], None)
    assert second.fields["deleted_at"][1] is None
    told = Change.objects.filter(question_id=question.pk).values_list("what", flat=True)
    assert {"removed", "restored"} <= set(told)


def test_publishing_and_its_undoing_are_in_the_history_with_the_reason(desk):
    question = make_question("Hubs", published_at=None)
    go(desk, question, "publish")
    desk.post(way(question, "unpublish"), {"sure": "on", "reason": "Wrong House."})
    first, second = AuditEntry.objects.order_by("id")
    assert (list(first.fields), first.fields["published_at"][0]) == (["published_at"], None)
    assert second.fields["withheld_because"] == ["", "Wrong House."]
    assert "Wrong House." in text(desk.get(history_of(question)))


def test_a_draft_that_is_saved_and_published_has_one_entry_with_both(desk):
    question = make_question("Hubs", published_at=None)
    desk.post(page_of(question), open_form(desk, question, heading="Family Hubs", _publish="on"))
    question.refresh_from_db()
    [entry] = AuditEntry.objects.all()
    assert question.is_public
    assert set(entry.fields) == {"heading", "published_at"}


def test_many_are_deleted_brought_back_and_erased(desk):
    questions = [make_question("Hubs"), make_question("Trains")]
    assert "2 questions deleted." in text(act(desk, QUESTIONS, "remove", *questions, sure="on"))
    assert "1 question restored." in text(act(desk, DELETED, "restore", questions[0]))
    act(desk, DELETED, "delete_selected", *questions, post="yes")
    assert list(Question.objects.all()) == [questions[0]]


def test_only_what_is_deleted_can_be_erased(desk):
    question = make_question("Hubs")
    assert erase(desk, question).status_code == 403
    assert way(question, "delete") not in text(desk.get(page_of(question)))
    act(desk, QUESTIONS, "delete_selected", question, post="yes")
    act(desk, DELETED, "delete_selected", question, post="yes")
    assert Question.objects.exists()


def test_an_import_goes_on_with_a_deleted_question_that_stays_deleted(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered()))
    question = Question.objects.get()
    go(desk, question, "remove")
    import_questions(write_list(tmp_path / "2.json", answered()))
    question.refresh_from_db()
    assert (question.status, question.deleted_at is None) == ("answered", False)


def test_a_topic_keeps_a_deleted_question_for_when_it_comes_back(desk, client):
    topic = in_force("heading:hubs")
    question = make_question("Family Hubs")
    go(desk, question, "remove")
    assert "Family Hubs" not in client.get(topic.get_absolute_url()).content.decode()
    publishing.restore([question.pk])
    assert words(topic) == {"Family Hubs": "rule"}
    assert "Family Hubs" in client.get(topic.get_absolute_url()).content.decode()


def test_what_is_erased_is_gone_and_its_last_state_can_be_read(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", answered(text="<p>There are seven.</p>")))
    question = Question.objects.get()
    go(desk, question, "remove")
    erase(desk, question)
    assert (Question.objects.count(), Answer.objects.count(), Evidence.objects.count()) == (0, 0, 0)
    page = text(desk.get(history_of(question)))
    assert "This record has been deleted" in page
    assert "There are seven." in page
    assert "Family Hubs: Leeds" in page


def test_what_cites_a_question_is_logged_when_it_goes_and_comes_back(desk):
    cited, citing = (
        make_question("Hubs", uin="77"),
        make_answered("Trains", text="<p>I refer to the answer to Question 77.</p>"),
    )
    derive([cited.pk, citing.pk])
    last = Change.objects.latest("pk").pk
    go(desk, cited, "remove")
    assert Reference.objects.get(question=citing).target is None
    go(desk, cited, "restore")
    assert Reference.objects.get(question=citing).target == cited
    told = Change.objects.filter(question_id=citing.pk, pk__gt=last)
    assert list(told.order_by("pk").values_list("what", flat=True)) == ["removed", "restored"]


def test_a_form_cannot_delete_or_bring_back(desk):
    question = make_question("Hubs")
    assert "deleted_at_0" not in open_form(desk, question)
    edit(desk, question, deleted_at_0="2024-01-01", deleted_at_1="09:00")
    assert question.deleted_at is None


@pytest.mark.parametrize(
    ("permission", "ways"),
    [("change_question", set()), ("remove_question", {"restore"}), ("delete_question", {"delete"})],
)
def test_each_way_needs_its_own_permission(client, permission, ways):
    question = make_question("Hubs")
    publishing.remove([question.pk])
    clerk = staff(client, "view_question", permission)
    open_to = {name for name in ("restore", "delete") if clerk.get(way(question, name)).status_code == 200}
    assert open_to == ways
    act(clerk, DELETED, "delete_selected", question, post="yes")
    assert Question.objects.exists() == ("delete" not in ways)


def test_who_may_change_a_question_may_not_delete_it(client):
    question = make_question("Hubs")
    clerk = staff(client, "view_question", "change_question")
    assert clerk.post(way(question, "remove"), {"sure": "on"}).status_code == 403
    act(clerk, QUESTIONS, "remove", question, sure="on")
    question.refresh_from_db()
    assert question.deleted_at is None
