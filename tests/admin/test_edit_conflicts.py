"""Two people editing one record at the same time: nobody's work is lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.archive.editing.publishing import remove
from questions.models import Answer, AuditEntry, Post, Question
from tests.support.desk import signed_in
from tests.support.factories import (
    make_answer,
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_topic,
)
from tests.support.forms import edit, open_form, read, send
from tests.support.records import answered, unanswered, write_list
from tests.support.topic_desk import page_of, text

from .test_admin import import_questions

pytestmark = pytest.mark.django_db

WHY = {"answers-0-reason": "Keyed wrong."}


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


@pytest.fixture
def other() -> Client:
    """Another user of the admin at the same time."""
    return signed_in(User.objects.create_superuser("berta"))


# Fields that both changed


def test_a_save_that_conflicts_with_another_is_stopped_and_shows_both_values(desk, other):
    question = make_question("Hubs")
    form = open_form(desk, question)
    edit(other, question, heading="Family hubs")
    page = send(desk, question, form, heading="Hubs in Leeds")
    assert question.heading == "Family hubs"
    shown = text(page)
    assert "Somebody saved this record after you opened it" in shown
    assert "changed by berta" in shown
    assert "<dt>Saved</dt><dd>Family hubs</dd> <dt>You typed</dt><dd>Hubs in Leeds</dd>" in shown
    assert read(page)["heading"] == ["Hubs in Leeds"]


def test_a_user_can_choose_to_replace_the_other_users_value(desk, other):
    question = make_question("Hubs")
    form = open_form(desk, question)
    edit(other, question, heading="Family hubs", text="Theirs?")
    stopped = send(desk, question, form, heading="Hubs in Leeds", text="Mine?")
    assert send(desk, question, read(stopped), _mine=["heading"]).status_code == 302
    assert (question.heading, question.text) == ("Hubs in Leeds", "Theirs?")
    entry = AuditEntry.objects.first()
    assert (entry.by_name, entry.fields) == ("admin", {"heading": ["Family hubs", "Hubs in Leeds"]})


def test_a_field_that_only_the_other_user_changed_is_shown_and_keeps_their_value(desk, other):
    question = make_question("Hubs", department="Home Office")
    form = open_form(desk, question)
    edit(other, question, department=make_department("Treasury").pk, is_withdrawn="on")
    stopped = send(desk, question, form, heading="Family hubs")
    assert "Home Office → Treasury" in text(stopped)
    assert read(stopped)["is_withdrawn"] == ["on"]
    assert send(desk, question, read(stopped)).status_code == 302
    assert (question.heading, question.department.name, question.is_withdrawn) == ("Family hubs", "Treasury", True)


def test_two_users_who_typed_the_same_value_do_not_conflict(desk, other):
    topic = make_topic("Hubs")
    form = open_form(desk, topic)
    edit(other, topic, name="Family hubs")
    assert send(desk, topic, form, name="Family hubs").status_code == 302


def test_another_save_in_between_stops_the_form_again(desk, other):
    department = make_department("Home Office")
    form = open_form(desk, department)
    edit(other, department, name="Ministry")
    stopped = send(desk, department, form, name="Office")
    edit(other, department, name="Department")
    again = send(desk, department, read(stopped), _mine=["name"])
    assert "<dd>Department</dd> <dt>You typed</dt><dd>Office</dd>" in text(again)
    assert department.name == "Department"
    send(desk, department, read(again), _mine=["name"])
    assert department.name == "Office"


def test_an_import_in_between_counts_as_a_conflicting_save(desk, tmp_path):
    import_questions(write_list(tmp_path / "2024-09-03.json", unanswered(heading="Hubs")))
    question = Question.objects.get()
    form = open_form(desk, question)
    import_questions(write_list(tmp_path / "2024-09-04.json", unanswered(heading="Family hubs")))
    stopped = send(desk, question, form, heading="Hubs in Leeds")
    assert "changed by an import" in text(stopped)
    assert question.heading == "Family hubs"


def test_an_import_that_changed_nothing_causes_no_conflict(desk, tmp_path):
    import_questions(write_list(tmp_path / "2024-09-03.json", unanswered(heading="Hubs")))
    question = Question.objects.get()
    form = open_form(desk, question)
    import_questions(write_list(tmp_path / "2024-09-04.json", unanswered(heading="Hubs")))
    assert send(desk, question, form, heading="Hubs in Leeds").status_code == 302


def test_texts_are_compared_word_by_word(desk, other):
    question = make_answered("Hubs", "<p>There are seven hubs in Leeds.</p>", department="Home Office")
    form = open_form(desk, question)
    edit(other, question, **{"answers-0-text": "<p>There are eight hubs in Leeds.</p>", **WHY})
    typed = {"answers-0-text": "<p>There are nine hubs in Leeds.</p>", **WHY}
    stopped = send(desk, question, form, **typed)
    assert "There are <del>eight</del> <ins>nine</ins> hubs in Leeds." in text(stopped)
    send(desk, question, read(stopped), _mine=["answers-0-text"])
    assert "nine" in Answer.objects.get().text


@pytest.mark.parametrize(
    ("make", "name", "theirs", "mine"),
    [
        (lambda: make_topic("Hubs"), "description", "Theirs", "Mine"),
        (make_member, "list_name", "Theirs", "Mine"),
        (lambda: make_membership(make_member()), "seat", "Leeds", "York"),
        (lambda: make_post(make_member()), "title", "Theirs", "Mine"),
        (lambda: make_answer(make_question(published_at=None)), "text", "<p>Theirs</p>", "<p>Mine</p>"),
    ],
)
def test_conflicts_are_detected_for_each_kind_of_record(desk, other, make, name, theirs, mine):
    row = make()
    form = open_form(desk, row)
    edit(other, row, **{name: theirs})
    assert send(desk, row, form, **{name: mine}).status_code == 200
    assert getattr(row, name) == theirs


# Rows within a form


def test_an_inline_row_added_by_another_save_is_shown_and_kept(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered(heading="Family Hubs: Leeds")))
    question = Question.objects.get()
    form = open_form(desk, question, heading="Hubs")
    import_questions(write_list(tmp_path / "2.json", answered()))
    stopped = send(desk, question, form)
    assert "<li>Answer of 10 September 2024</li>" in text(stopped)
    assert send(desk, question, read(stopped)).status_code == 302
    assert (question.heading, question.answers.count(), question.status) == ("Hubs", 1, "answered")


def test_an_edited_inline_row_that_another_user_deleted_is_saved_as_a_new_row(desk, other):
    member = make_member("Ann Example")
    first, second = make_post(member, "Whip"), make_post(member, "Minister")
    place = {"Minister": "0", "Whip": "1"}
    form = open_form(desk, member)
    assert form["posts-1-title"] in (["Whip"], ["Minister"])
    titles = {form[f"posts-{n}-title"][0]: n for n in place.values()}
    edit(other, member, **{f"posts-{titles['Whip']}-DELETE": "on"})
    stopped = send(desk, member, form, **{f"posts-{titles['Whip']}-title": "Chief Whip"})
    assert "<li>Whip</li>" in text(stopped)
    assert send(desk, member, read(stopped)).status_code == 302
    assert set(Post.objects.values_list("title", flat=True)) == {"Minister", "Chief Whip"}
    assert Post.objects.filter(pk=second.pk).exists()
    assert not Post.objects.filter(pk=first.pk).exists()


def test_an_unedited_inline_row_that_another_user_deleted_stays_deleted(desk, other):
    member = make_member("Ann Example")
    make_post(member, "Whip")
    form = open_form(desk, member)
    edit(other, member, **{"posts-0-DELETE": "on"})
    stopped = send(desk, member, form, name="Anne Example")
    send(desk, member, read(stopped))
    assert (member.name, Post.objects.count()) == ("Anne Example", 0)


def test_deleting_a_row_that_another_user_changed_asks_for_confirmation(desk, other):
    question = make_answered("Hubs", "<p>Seven.</p>", department="Home Office")
    form = open_form(desk, question, **{"answers-0-DELETE": "on"})
    edit(other, question, **{"answers-0-text": "<p>Eight.</p>", **WHY})
    stopped = send(desk, question, form)
    assert "You want to delete this, but somebody has changed it." in text(stopped)
    assert send(desk, question, read(stopped)).status_code == 302
    assert Answer.objects.get().text == "<p>Eight.</p>"


def test_a_confirmed_deletion_removes_a_row_that_another_user_changed(desk, other):
    question = make_answered("Hubs", "<p>Seven.</p>", department="Home Office")
    form = open_form(desk, question, **{"answers-0-DELETE": "on"})
    edit(other, question, **{"answers-0-text": "<p>Eight.</p>", **WHY})
    stopped = send(desk, question, form)
    send(desk, question, {**read(stopped), "answers-0-DELETE": "on", **WHY}, _mine=["answers-0-DELETE"])
    assert not Answer.objects.exists()


def test_saving_a_question_that_was_deleted_in_between_keeps_it_deleted(desk):
    question = make_question("Hubs")
    form = open_form(desk, question, heading="Family hubs")
    remove([question.pk])
    assert send(desk, question, form).status_code == 302
    assert (question.heading, question.deleted_at is None) == ("Family hubs", False)


def test_opening_a_form_makes_few_queries(desk):
    department = make_department("Home Office")
    with CaptureQueriesContext(connection) as queries:
        desk.get(page_of(department))
    assert len(queries) <= 8  # including two for the session and its second factor
