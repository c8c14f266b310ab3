"""Questions are deleted so that it can be undone; for good only by who may, and their history stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questions.archive import deletion
from questions.models import Answer, AuditEntry, Change, Evidence, Question, Reference
from tests import pages
from tests.factories import make_answered, make_question
from tests.forms import edit, history_of, open_form
from tests.records import answered, unanswered, write_list
from tests.test_admin import import_questions
from tests.topic_desk import QUESTIONS, act, in_force, page_of, staff, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


def way(question: Question, name: str) -> str:
    return page_of(question).replace("change", name)


def delete(desk: Client, question: Question) -> Any:
    response = desk.post(way(question, "delete"), {"post": "yes"}, follow=True)
    question.refresh_from_db()
    return response


def test_a_deleted_question_is_seen_by_the_desk_alone_and_can_come_back(desk, client):
    question = make_answered("Family Hubs")
    assert "it can be undone" in text(desk.get(way(question, "delete")))
    page = delete(desk, question)
    assert way(question, "undelete") in text(page)
    assert client.get(question.get_absolute_url()).status_code == 404
    assert pages.read(client, "/questions/?q=hubs").count == 0
    assert desk.get(page_of(question)).status_code == 200
    desk.post(way(question, "undelete"), {"sure": "1"})
    assert client.get(question.get_absolute_url()).status_code == 200
    assert pages.read(client, "/questions/?q=hubs").count == 1


def test_a_draft_comes_back_as_a_draft(desk, client):
    question = make_question("Hubs", published_at=None)
    delete(desk, question)
    desk.post(way(question, "undelete"), {"sure": "1"})
    question.refresh_from_db()
    assert (question.published_at, question.deleted_at) == (None, None)


def test_deletion_and_its_undoing_are_in_the_history_and_the_change_log(desk):
    question = make_question("Hubs")
    delete(desk, question)
    desk.post(way(question, "undelete"), {"sure": "1"})
    first, second = AuditEntry.objects.order_by("id")
    assert (first.by_name, list(first.fields), first.fields["deleted_at"][0]) == ("admin", ["deleted_at"], None)
    assert second.fields["deleted_at"][1] is None
    told = Change.objects.filter(question_id=question.pk).values_list("what", flat=True)
    assert {"deleted", "undeleted"} <= set(told)


def test_nothing_is_asked_twice_of_who_is_not_sure(desk):
    question = make_question("Hubs")
    delete(desk, question)
    assert "Hubs" in text(desk.get(way(question, "undelete")))
    assert "Hubs" in text(desk.post(way(question, "erase")))
    question.refresh_from_db()
    assert question.deleted_at


def test_many_are_deleted_brought_back_and_erased(desk):
    questions = [make_question("Hubs"), make_question("Trains")]
    assert "2 questions deleted." in text(act(desk, QUESTIONS, "delete", *questions, sure="1"))
    assert "1 question there again." in text(act(desk, QUESTIONS, "undelete", questions[0], sure="1"))
    page = text(act(desk, QUESTIONS, "erase", *questions, sure="1"))
    assert "1 question erased." in page
    assert "1 question left alone: there was nothing to be done." in page
    assert list(Question.objects.all()) == [questions[0]]


def test_djangos_own_deletion_of_many_is_not_offered(desk):
    question = make_question("Hubs")
    act(desk, QUESTIONS, "delete_selected", question, post="yes")
    question.refresh_from_db()
    assert question.deleted_at is None


def test_an_import_goes_on_with_a_deleted_question_that_stays_deleted(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered()))
    question = Question.objects.get()
    delete(desk, question)
    import_questions(write_list(tmp_path / "2.json", answered()))
    question.refresh_from_db()
    assert (question.status, question.deleted_at is None) == ("answered", False)


def test_a_topic_keeps_a_deleted_question_for_when_it_comes_back(desk, client):
    topic = in_force("heading:hubs")
    question = make_question("Family Hubs")
    delete(desk, question)
    assert "Family Hubs" not in client.get(topic.get_absolute_url()).content.decode()
    deletion.undelete([question.pk])
    assert words(topic) == {"Family Hubs": "rule"}
    assert "Family Hubs" in client.get(topic.get_absolute_url()).content.decode()


def test_what_is_erased_is_gone_and_its_last_state_can_be_read(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", answered(text="<p>There are seven.</p>")))
    question = Question.objects.get()
    delete(desk, question)
    desk.post(way(question, "erase"), {"sure": "1"})
    assert (Question.objects.count(), Answer.objects.count(), Evidence.objects.count()) == (0, 0, 0)
    page = text(desk.get(history_of(question)))
    assert "This record is gone" in page
    assert "There are seven." in page
    assert "Family Hubs: Leeds" in page


def test_only_what_is_deleted_can_be_erased(desk):
    question = make_question("Hubs")
    assert "there was nothing to be done" in text(desk.post(way(question, "erase"), {"sure": "1"}, follow=True))
    assert Question.objects.exists()


def test_what_cites_a_question_is_logged_when_it_goes_and_comes_back(desk):
    cited, citing = make_question("Hubs"), make_question("Trains")
    Reference.objects.create(question=citing, uin=cited.uin, target=cited)
    delete(desk, cited)
    assert Change.objects.filter(question_id=citing.pk, what="cited").exists()


def test_a_form_cannot_delete_or_bring_back(desk):
    question = make_question("Hubs")
    assert "deleted_at_0" not in open_form(desk, question)
    edit(desk, question, deleted_at_0="2024-01-01", deleted_at_1="09:00")
    assert question.deleted_at is None


def test_deleted_questions_are_listed(desk):
    question = make_question("Hubs")
    make_question("Trains")
    deletion.delete([question.pk])
    found = {choice: desk.get(QUESTIONS, {"deleted": choice}).context["cl"].result_list for choice in ("1", "0")}
    assert {choice: [q.heading for q in rows] for choice, rows in found.items()} == {"1": ["Hubs"], "0": ["Trains"]}


@pytest.mark.parametrize(
    ("permission", "ways"),
    [("change_question", set()), ("delete_question", {"undelete"}), ("erase_question", {"erase"})],
)
def test_each_way_needs_its_own_permission(client, permission, ways):
    question = make_question("Hubs")
    deletion.delete([question.pk])
    clerk = staff(client, "view_question", permission)
    open_to = {name for name in ("undelete", "erase") if clerk.get(way(question, name)).status_code == 200}
    assert open_to == ways
    offered = text(clerk.get(page_of(question)))
    assert {name for name in ("undelete", "erase") if way(question, name) in offered} == ways
    act(clerk, QUESTIONS, "erase", question, sure="1")
    assert Question.objects.exists() == ("erase" not in ways)


def test_who_may_change_a_question_may_not_delete_it(client):
    question = make_question("Hubs")
    clerk = staff(client, "view_question", "change_question")
    assert clerk.post(way(question, "delete"), {"post": "yes"}).status_code == 403
    act(clerk, QUESTIONS, "delete", question, sure="1")
    question.refresh_from_db()
    assert question.deleted_at is None
