"""Editors add questions to topics and exclude questions from topics."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from questions.archive.derived.topics import apply_pending
from questions.archive.editing import topics
from questions.models import Archive, Change, Question, Topic, TopicAssignment
from questions.search.index.writer import catch_up
from tests.support.factories import log, make_question, make_topic
from tests.support.indexing import index_dir
from tests.support.topic_desk import (
    ASSIGNMENTS,
    QUESTIONS,
    act,
    in_force,
    page_of,
    row_of,
    save_question,
    staff,
    text,
    words,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]


# On a question's page


def test_excluding_a_question_on_its_page_changes_only_the_assignment_to_that_topic(admin_client, admin_user) -> None:
    question = make_question("Childcare: Nurseries")
    childcare, nurseries = in_force("childcare"), in_force("nurseries", "Nurseries")
    [first], [second] = childcare.assignments.all(), nurseries.assignments.all()
    response = save_question(admin_client, question, row_of(first, is_excluded="on"), row_of(second), initial=2)
    assert response.status_code == 302
    first.refresh_from_db()
    assert (first.origin, first.is_excluded, first.assigned_by) == ("editor", True, admin_user)
    second.refresh_from_db()
    assert (second.origin, second.assigned_by) == ("rule", None)


def test_an_exclusion_survives_changes_to_the_question_and_the_rule(admin_client, admin_user) -> None:
    question = make_question("Childcare")
    topic = in_force("childcare")
    topics.exclude(topic, [question.pk], admin_user)
    log(question)
    Topic.objects.update(rule='heading:"Childcare"')
    catch_up()
    apply_pending()
    assert words(topic) == {"Childcare": "not"}


def test_a_new_row_for_the_same_topic_replaces_the_rules_assignment(admin_client, admin_user) -> None:
    question = make_question("Childcare")
    topic = in_force("childcare")
    [row] = topic.assignments.all()
    new = {"topic": topic.pk, "is_excluded": "on"}
    assert save_question(admin_client, question, row_of(row), new, initial=1).status_code == 302
    assert words(topic) == {"Childcare": "not"}


def test_two_new_rows_with_the_same_topic_are_refused(admin_client) -> None:
    question, topic = make_question("Childcare"), make_topic("Childcare")
    response = save_question(
        admin_client, question, {"topic": topic.pk}, {"topic": topic.pk, "is_excluded": "on"}, initial=0
    )
    assert "Two rows have the same topic. Remove one." in text(response)


def test_deleting_an_editors_assignment_on_the_page_restores_the_rules_assignment(admin_client, admin_user) -> None:
    question = make_question("Childcare")
    topic = in_force("childcare")
    topics.exclude(topic, [question.pk], admin_user)
    [row] = topic.assignments.all()
    save_question(admin_client, question, row_of(row, is_excluded="on", DELETE="on"), initial=1)
    assert words(topic) == {"Childcare": "rule"}


def test_a_rules_assignment_removed_while_the_page_was_open_does_not_stop_the_save(admin_client) -> None:
    question = make_question("Childcare")
    [row] = in_force("childcare").assignments.all()
    gone = row_of(row)
    row.delete()
    Topic.objects.update(rule="", rule_in_force="", fingerprint="")
    assert save_question(admin_client, question, gone, initial=1).status_code == 302
    assert not TopicAssignment.objects.exists()


def test_moving_a_row_to_another_topic_keeps_the_rules_assignment_to_the_first(admin_client) -> None:
    question = make_question("Childcare")
    childcare, schools = in_force("childcare"), make_topic("Schools")
    [row] = childcare.assignments.all()
    save_question(admin_client, question, row_of(row, topic=schools.pk), initial=1)
    assert (words(childcare), words(schools)) == ({"Childcare": "rule"}, {"Childcare": "editor"})


# In the list of assignments, and in the list of questions


def test_an_assignment_added_in_the_list_replaces_the_rules_assignment(admin_client, admin_user) -> None:
    question = make_question("Childcare")
    topic = in_force("childcare")
    response = admin_client.post(
        f"{ASSIGNMENTS}add/", {"topic": topic.pk, "question": question.pk, "is_excluded": "on"}
    )
    assert response.status_code == 302
    assert words(topic) == {"Childcare": "not"}
    assert topic.assignments.get().assigned_by == admin_user
    assert Change.objects.last().what == "topics"


def test_repeating_an_assignment_keeps_the_first_editor_on_record(admin_user) -> None:
    question, topic = make_question("Childcare"), make_topic("Childcare")
    before = User.objects.create_user("before")
    assert topics.assign(topic, [question.pk], before) == 1
    assert topics.assign(topic, [question.pk], admin_user) == 0
    assert topic.assignments.get().assigned_by == before


def test_saving_a_rules_assignment_unchanged_keeps_its_origin(admin_client) -> None:
    question = make_question("Childcare")
    [row] = in_force("childcare").assignments.all()
    admin_client.post(page_of(row), {"topic": row.topic_id, "question": question.pk})
    row.refresh_from_db()
    assert row.origin == "rule"


def test_deleting_a_rules_assignment_explains_how_to_exclude_the_question_instead(admin_client) -> None:
    make_question("Childcare")
    topic = in_force("childcare")
    response = act(admin_client, ASSIGNMENTS, "delete_selected", *topic.assignments.all(), post="yes")
    assert "tick “Excluded”" in text(response)
    assert words(topic) == {"Childcare": "rule"}


def test_an_action_of_the_list_excludes_several_assignments(admin_client) -> None:
    make_question("Childcare")
    make_question("Childcare: Wales")
    topic = in_force("childcare")
    response = act(
        admin_client, f"{ASSIGNMENTS}?topic__id__exact={topic.pk}", "exclude_these", *topic.assignments.all()
    )
    assert "2 assignments changed." in text(response)
    assert words(topic) == {"Childcare": "not", "Childcare: Wales": "not"}


def test_an_action_adds_many_questions_to_a_topic_after_asking_which(admin_client) -> None:
    questions, topic = [make_question("Nurseries"), make_question("Crèches")], make_topic("Childcare")
    asked = act(admin_client, QUESTIONS, "say_of_topic", *questions)
    assert "2 questions: add to a topic" in text(asked)
    assert words(topic) == {}
    done = act(admin_client, QUESTIONS, "say_of_topic", *questions, topic=topic.pk, word="assign")
    assert "2 questions added to “Childcare”." in text(done)
    assert words(topic) == {"Nurseries": "editor", "Crèches": "editor"}


def test_an_action_excludes_questions_from_a_topic(admin_client) -> None:
    question = make_question("Childcare")
    topic = in_force("childcare")
    done = act(admin_client, QUESTIONS, "say_of_topic", question, topic=topic.pk, word="exclude")
    assert "1 question excluded from “Childcare”." in text(done)
    assert words(topic) == {"Childcare": "not"}


def test_a_user_who_may_not_assign_topics_is_not_offered_the_action_and_cannot_use_it(client) -> None:
    question, topic = make_question("Nurseries"), make_topic("Childcare")
    clerk = staff(client, "view_question", "change_question")
    assert "Add to a topic" not in text(clerk.get(QUESTIONS))
    act(clerk, QUESTIONS, "say_of_topic", question, topic=topic.pk, word="assign")
    assert words(topic) == {}


def test_assigning_a_topic_locks_the_archive_first(admin_user, monkeypatch) -> None:
    calls = []
    monkeypatch.setattr(Archive, "lock", lambda: calls.append("lock"))
    monkeypatch.setattr(Change, "log", lambda pks, what: calls.append(what))
    topics.assign(make_topic("Childcare"), [Question.objects.create(uin="1", text="What?").pk], admin_user)
    assert calls == ["lock", "topics"]
