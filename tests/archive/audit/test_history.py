"""The audit history: who changed which field of which row, when and from where."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.archive.audit.entries import acting
from questions.archive.audit.recording import update
from questions.archive.importing.starting_topics import load_topics
from questions.models import Answer, AuditEntry, Department, Member, Post, Question, Topic
from tests.admin.test_admin import ADD, import_questions, post, question_form
from tests.support.factories import (
    make_answer,
    make_answered,
    make_attachment,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_topic,
)
from tests.support.forms import edit, history_of, open_form
from tests.support.records import answered, write_list
from tests.support.topic_desk import act, page_of, staff, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


def entries(**filters: Any) -> list[AuditEntry]:
    """The entries, oldest first."""
    return list(AuditEntry.objects.filter(**filters).order_by("id"))


def the_entry(**filters: Any) -> AuditEntry:
    [entry] = entries(**filters)
    return entry


def test_an_entry_has_the_user_the_source_and_the_old_and_new_value_of_each_field(desk):
    question = make_question("Family Hubs")
    edit(desk, question, heading="Family Hubs: Leeds", is_withdrawn="on")
    entry = the_entry()
    assert (entry.by_name, entry.by.username, entry.source, entry.kind) == ("admin", "admin", "admin", "changed")
    assert entry.fields == {"heading": ["Family Hubs", "Family Hubs: Leeds"], "is_withdrawn": [False, True]}


def test_saving_an_unchanged_form_adds_no_entry(desk, tmp_path):
    text = "<p>One.</p>\n<p>Two &amp; “three”:</p><ul><li>a</li></ul>"
    import_questions(write_list(tmp_path / "1.json", answered(text=text)))
    edit(desk, Question.objects.get())
    assert [entry.fields for entry in entries(source="admin")] == []


def test_a_questions_history_shows_how_an_answer_changed_and_why(desk):
    question = make_answered("Family Hubs", "<p>There are seven hubs.</p>")
    edit(desk, question, **{"answers-0-text": "<p>There are eight hubs.</p>", "answers-0-reason": "Keyed wrong."})
    assert (the_entry().model, the_entry().root_id) == ("answer", question.pk)
    page = text(desk.get(history_of(question)))
    assert "There are <del>seven</del> <ins>eight</ins> hubs." in page
    assert "answer “Answer of 30 March 2023” <p>Reason: Keyed wrong.</p>" in page


def test_a_question_and_an_answer_entered_by_hand_each_have_an_entry(desk):
    post(desk, ADD, question_form({"stage": 2, "answered_on": "2023-03-30", "text": "Yes."}))
    assert [(entry.model, entry.kind, entry.by_name) for entry in entries()] == [
        ("question", "created", "admin"),
        ("answer", "created", "admin"),
    ]


def test_an_edit_that_settling_undoes_adds_no_entry(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", answered(heading="Hubs")))
    question = Question.objects.get()
    edit(desk, question, heading="")
    assert question.heading == "Hubs"
    assert entries(source="admin") == []


def test_the_history_shows_names_for_keys_and_words_for_choices(desk):
    treasury, office = make_department("Treasury"), make_department("Home Office")
    question = make_question("Hubs", department=treasury)
    edit(desk, question, department=office.pk, is_named_day="true")
    page = text(desk.get(history_of(question)))
    assert "from “Treasury” to “Home Office”" in page
    assert "to “yes”" in page


def test_a_department_that_no_longer_exists_is_shown_as_deleted(desk):
    treasury, office = make_department("Treasury"), make_department("Home Office")
    question = make_question("Hubs", department=treasury)
    edit(desk, question, department=office.pk)
    treasury.delete()
    assert "(deleted)” to “Home Office”" in text(desk.get(history_of(question)))


@pytest.mark.parametrize(
    ("make", "typed"),
    [
        (lambda: make_topic("Hubs"), {"name": "Family hubs"}),
        (lambda: make_department("Home Office"), {"short_name": "HO"}),
        (lambda: make_member("Ann Example"), {"name": "Anne Example"}),
        (lambda: make_membership(make_member()), {"seat": "Leeds East"}),
        (lambda: make_post(make_member()), {"title": "Minister for Hubs"}),
        (lambda: make_answer(make_question()), {"answered_on": "2023-03-31"}),
        (lambda: make_attachment(make_answer(make_question())), {"title": "Figures"}),
    ],
)
def test_each_kind_of_row_has_a_history_with_its_fields(desk, make, typed):
    row = make()
    [(name, after)] = typed.items()
    before = str(getattr(row, name))
    edit(desk, row, **typed)
    entry = the_entry()
    assert (entry.model, entry.row_id, entry.fields) == (row._meta.model_name, row.pk, {name: [before, after]})
    assert after in text(desk.get(history_of(row))) or name == "answered_on"


def test_memberships_and_posts_are_in_their_members_history(desk):
    member = make_member("Ann Example")
    membership = make_membership(member, "Labour")
    edit(desk, membership, party="Green Party")
    edit(
        desk,
        member,
        **{"posts-TOTAL_FORMS": "1", "posts-0-title": "Whip", "posts-0-rank": "1", "posts-0-started_on": "2020-01-01"},
    )
    assert [(entry.model, entry.kind) for entry in entries(root="member", root_id=member.pk)] == [
        ("membership", "changed"),
        ("post", "created"),
    ]


def test_an_answer_moved_to_another_question_is_in_both_histories(desk):
    answer, other = make_answer(make_question("Hubs")), make_question("Trains")
    first = answer.question
    edit(desk, answer, question=other.pk)
    assert {entry.root_id for entry in entries(model="answer")} == {first.pk, other.pk}
    assert entries(model="answer")[0].fields == {"question_id": [first.pk, other.pk]}


def test_an_answer_kind_chosen_by_an_editor_has_an_entry_and_one_chosen_by_the_rules_has_none(desk):
    question = make_answered("Hubs", "<p>The information is not held.</p>")
    edit(desk, question, **{"answers-0-answer_kind": "substantive"})
    assert the_entry().fields == {"answer_kind": ["", "substantive"]}


def test_the_history_of_a_deleted_record_shows_its_last_state(desk):
    member = make_member("Ann Example")
    held = make_post(member, "Minister for Hubs")
    desk.post(page_of(member).replace("change", "delete"), {"post": "yes"})
    assert not Member.objects.exists()
    page = text(desk.get(history_of(member)))
    assert "This record has been deleted" in page
    assert "Minister for Hubs" in page
    assert "Ann Example →" not in page
    assert the_entry(model="post", row_id=held.pk).label == "Minister for Hubs"


def test_deleting_a_wider_topic_is_recorded_in_its_narrower_ones(desk):
    wider = make_topic("Families")
    narrow = make_topic("Hubs", parent=wider)
    act(desk, "/admin/questions/topic/", "delete_selected", wider, post="yes")
    assert the_entry(row_id=narrow.pk).fields == {"parent_id": [wider.pk, None]}


def test_merging_topics_is_recorded_in_both(desk):
    hubs, centres = make_topic("Hubs", rule="hubs"), make_topic("Centres", rule="centres")
    post(desk, "/admin/questions/topic/merge/", {"sources": hubs.pk, "target": centres.pk, "with_rules": "on"})
    assert the_entry(row_id=hubs.pk).kind == "deleted"
    assert the_entry(row_id=centres.pk).fields["rule"] == ["centres", "centres OR (hubs)"]


def test_a_post_matched_to_a_new_department_has_an_entry(desk):
    held = make_post(make_member(), department_short_name="HO")
    post(desk, "/admin/questions/department/add/", {"name": "Home Office", "short_name": "HO"})
    assert the_entry(model="post").fields == {"department_id": [None, Department.objects.get().pk]}
    assert (the_entry(model="post").root_id, the_entry(model="post").by_name) == (held.member_id, "admin")


def test_entries_of_a_command_have_the_source_command():
    load_topics()
    assert {(entry.source, entry.by_name) for entry in entries(kind="created")} == {("command", "")}
    assert len(entries(kind="created")) == Topic.objects.count()


def test_a_change_through_the_api_is_recorded_under_its_user(admin_user):
    question = make_question("Hubs")
    with acting(AuditEntry.Source.API, admin_user):
        update(Question.objects.filter(pk=question.pk), heading="Family hubs")
    assert (the_entry().source, the_entry().by) == ("api", admin_user)


def test_an_entry_keeps_the_name_of_a_deleted_user(desk, admin_user):
    edit(desk, make_topic("Hubs"), name="Family hubs")
    admin_user.delete()
    assert (the_entry().by, the_entry().by_name) == (None, "admin")


def test_a_history_can_be_filtered_by_user_and_source(desk, admin_user):
    topic = make_topic("Hubs")
    edit(desk, topic, name="By the desk")
    update(Topic.objects.filter(pk=topic.pk), name="By a command")
    other = User.objects.create_superuser("berta")
    address = history_of(topic)
    assert "By a command" in text(desk.get(address))
    assert [row.entry.by_name for row in desk.get(address, {"who": admin_user.pk}).context["rows"]] == ["admin"]
    assert [row.entry.source for row in desk.get(address, {"source": "command"}).context["rows"]] == ["command"]
    assert len(desk.get(address, {"who": other.pk, "source": "nowhere"}).context["rows"]) == 2


def test_a_long_history_is_shown_page_by_page_in_few_queries(desk):
    topic = make_topic("Hubs")
    for number in range(120):
        update(Topic.objects.filter(pk=topic.pk), name=f"Hubs {number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = desk.get(history_of(topic), {"page": 2})
    assert len(page.context["rows"]) == 50
    assert len(queries) <= 8
    assert all("LIMIT" in query["sql"] for query in queries if "COUNT(" in query["sql"])


def test_a_questions_history_makes_no_query_for_each_entry(desk):
    question = make_answered("Hubs", department="Home Office", answered_by="Max Sample")
    for number in range(8):
        update(Question.objects.filter(pk=question.pk), department_id=make_department(f"Department {number}").pk)
        update(Answer.objects.filter(question=question), answered_by_id=make_member(f"Member {number}").pk)
    with CaptureQueriesContext(connection) as queries:
        assert "Department 7" in text(desk.get(history_of(question)))
    assert len(queries) <= 10


def test_only_users_who_can_view_a_record_can_view_its_history(client):
    topic, question = make_topic("Hubs"), make_question()
    clerk = staff(client, "view_topic")
    assert clerk.get(history_of(topic)).status_code == 200
    assert clerk.get(history_of(question)).status_code == 403


def test_nobody_can_change_the_history(desk):
    edit(desk, make_topic("Hubs"), name="Family hubs")
    entry = the_entry()
    listed = text(desk.get("/admin/questions/auditentry/"))
    assert history_of(Topic.objects.get()) in listed
    assert "from “Hubs” to “Family hubs”" in text(desk.get(page_of(entry)))
    for way in ("change", "delete"):
        assert desk.post(page_of(entry).replace("change", way), {"post": "yes", "by_name": "x"}).status_code == 403
    assert desk.get("/admin/questions/auditentry/add/").status_code == 403
    assert "delete_selected" not in listed


def test_the_list_of_all_entries_can_be_filtered_by_user(desk, admin_user):
    edit(desk, make_topic("Hubs"), name="Family hubs")
    load_topics()
    found = desk.get("/admin/questions/auditentry/", {"by": admin_user.pk}).context["cl"].result_list
    assert [entry.by_name for entry in found] == ["admin"]


def test_the_history_of_an_unknown_record_redirects(desk):
    assert desk.get("/admin/questions/topic/999/history/").status_code == 302
    assert desk.get("/admin/questions/topic/x/history/").status_code == 302


def test_open_form_returns_what_a_browser_would_send(desk):
    form = open_form(desk, make_post(make_member(), "Whip"))
    assert form["title"] == ["Whip"]
    assert Post.objects.get().title == "Whip"
