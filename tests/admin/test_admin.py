"""The admin: entering, editing and listing records."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questions.admin.base import ReadOnlyAdmin
from questions.archive.editing import publishing
from questions.models import (
    Answer,
    Change,
    Department,
    Evidence,
    Member,
    Membership,
    Post,
    Question,
    RefusedRow,
    Topic,
    TopicAssignment,
)
from questions.search.index.writer import catch_up
from tests.support.records import answered, corrected, unanswered, write_list

pytestmark = pytest.mark.django_db

ADD = "/admin/questions/question/add/"
NO_ROWS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}


@pytest.fixture
def desk(admin_client: Client) -> Client:
    return admin_client


def rows(prefix: str, *given: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The fields of an inline in a form. The first `initial` rows are already saved."""
    form: dict[str, Any] = {f"{prefix}-{name}": value for name, value in NO_ROWS.items()}
    form |= {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    for place, row in enumerate(given):
        form |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return form


def question_form(*answers: dict[str, Any], topics: tuple = (), initial: int = 0, **changes: Any) -> dict[str, Any]:
    form = {
        "house": "commons",
        "uin": "171468",
        "tabled_on": "2023-03-22",
        "heading": "Family Hubs",
        "text": "To ask the Secretary of State for Education, what she will do.",
        "published_at_0": "2023-03-23",
        "published_at_1": "09:00:00",
    }
    return form | rows("answers", *answers, initial=initial) | rows("topic_assignments", *topics) | changes


def errors_of(response) -> str:
    form = response.context["adminform"].form
    inline = [error for formset in response.context["inline_admin_formsets"] for error in formset.formset.errors]
    return f"{form.errors.as_text()} {inline}"


def post(desk: Client, address: str, form: dict[str, Any]) -> None:
    response = desk.post(address, form)
    assert response.status_code == 302, errors_of(response)


def import_questions(*paths: str) -> None:
    call_command("import_questions", *paths, stdout=StringIO(), stderr=StringIO())


def test_a_question_entered_with_its_answer_and_topic_is_shown_on_its_page(desk, client):
    department = Department.objects.create(name="Department for Education")
    asker, minister = Member.objects.create(name="Ann Example"), Member.objects.create(name="Max Sample")
    Membership.objects.create(member=asker, house="commons", party="Labour", started_on=date(2019, 12, 12))
    Post.objects.create(member=minister, title="Minister for Hubs", department=department, started_on=date(2022, 10, 1))
    topic = Topic.objects.create(name="Family hubs", slug="family-hubs")
    answer = {
        "stage": 2,
        "answered_on": "2023-03-30",
        "answered_by": minister.pk,
        "text": "There are seven.\n\nAll open.",
    }
    form = question_form(
        answer, topics=({"topic": topic.pk},), asked_by=asker.pk, department=department.pk, is_named_day="true"
    )
    post(desk, ADD, form)
    page = client.get("/questions/commons/2023-03-22/171468/").content.decode()
    for part in ("Family Hubs", "Ann Example", "Labour", "Max Sample", "Minister for Hubs", "<p>All open.</p>"):
        assert part in page
    question = Question.objects.get()
    assert (question.status, question.answered_on) == ("answered", date(2023, 3, 30))
    assert question.topic_assignments.get().assigned_by.username == "admin"
    assert Change.objects.filter(question_id=question.pk).exists()


def test_an_older_file_keeps_an_edit_and_a_newer_file_replaces_it(desk, tmp_path):
    older = write_list(tmp_path / "2023-03-25.json", unanswered(heading="As printed"))
    import_questions(older)
    question = Question.objects.get()
    form = question_form(uin="2001", tabled_on="2024-09-02", heading="Mended", parliament_id=101)
    post(desk, reverse("admin:questions_question_change", args=[question.pk]), form)
    import_questions(older)
    question.refresh_from_db()
    assert question.heading == "Mended"
    import_questions(write_list(tmp_path / "1.json", answered(heading="Family Hubs: Leeds")))
    question.refresh_from_db()
    assert (question.heading, question.status) == ("Family Hubs: Leeds", "answered")


def test_the_last_of_several_edits_on_one_day_counts(desk):
    post(desk, ADD, question_form(heading="Family Hubs"))
    question = Question.objects.get()
    for heading in ("Trains", "Buses", "Trains"):
        post(desk, reverse("admin:questions_question_change", args=[question.pk]), question_form(heading=heading))
        question.refresh_from_db()
        assert question.heading == heading


def test_deleting_the_only_answer_makes_the_question_unanswered_again(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", answered()))
    question, answer = Question.objects.get(), Answer.objects.get()
    row = {"id": answer.pk, "question": question.pk, "stage": 2, "answered_on": "2024-09-10", "DELETE": "on"}
    row["reason"] = "Entered twice"
    form = question_form(row, initial=1, uin="2001", tabled_on="2024-09-02", parliament_id=101)
    post(desk, reverse("admin:questions_question_change", args=[question.pk]), form)
    question.refresh_from_db()
    assert (question.status, question.answered_on, question.answers.count()) == ("unanswered", None, 0)


def test_an_emptied_field_that_a_source_has_on_record_is_kept_with_a_message(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered(heading="Family Hubs")))
    question = Question.objects.get()
    form = question_form(uin="2001", tabled_on="2024-09-02", heading="", parliament_id=101)
    response = desk.post(reverse("admin:questions_question_change", args=[question.pk]), form, follow=True)
    assert "because a source other than an editor has it on record" in response.content.decode()
    question.refresh_from_db()
    assert question.heading == "Family Hubs"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"uin": "not one"}, "Enter a UIN"),
        ({"tabled_on": ""}, "part of the question"),
        ({"due_on": "2023-03-01"}, "before the date tabled"),
    ],
)
def test_an_invalid_question_form_says_what_is_wrong(desk, changes, message):
    response = desk.post(ADD, question_form(**changes))
    assert message in errors_of(response)
    assert Question.objects.count() == 0


def test_an_answer_dated_before_its_question_is_refused(desk):
    response = desk.post(ADD, question_form({"stage": 2, "answered_on": "2023-03-01", "text": "x"}))
    assert "before the date tabled" in errors_of(response)


def test_a_second_question_at_the_same_address_is_refused(desk):
    post(desk, ADD, question_form())
    assert "already in the archive" in errors_of(desk.post(ADD, question_form()))


def test_typed_html_is_cleaned(desk):
    post(desk, ADD, question_form({"stage": 2, "answered_on": "2023-03-30", "text": "<p>Yes</p><script>x</script>"}))
    assert Answer.objects.get().text == "<p>Yes</p>"


def test_a_draft_is_not_public(desk, client):
    post(desk, ADD, question_form(published_at_0="", published_at_1=""))
    assert client.get("/questions/commons/2023-03-22/171468/").status_code == 404


def test_a_search_finds_a_question_by_its_uin_or_by_words_of_its_heading(desk):
    post(desk, ADD, question_form())
    catch_up()
    for term in ("171468", "PQ 171468", "171468 of 22 March 2023", "family", "hubs"):
        assert "171468" in desk.get(f"/admin/questions/question/?q={term}").content.decode()
    assert "0 questions" in desk.get("/admin/questions/question/?q=999999").content.decode()


def test_a_search_finds_a_member_by_other_names_that_an_editor_added(desk):
    member = Member.objects.create(name="Ann Sample", list_name="Sample, Ann")
    form = {"name": "Ann Demo", "list_name": "Demo, Ann", "other_names": "Ann O'Sample\r\nNan Trial"}
    post(desk, f"/admin/questions/member/{member.pk}/change/", form | rows("memberships") | rows("posts"))
    for term in ("ann osample", "ann O’Sample", "demo", "nan"):
        assert "Ann Demo" in desk.get(f"/admin/questions/member/?q={term}").content.decode(), term
    assert "0 members" in desk.get("/admin/questions/member/?q=other").content.decode()


def test_a_post_entered_by_hand_is_shown_with_the_answers_given_while_it_was_held(desk):
    minister = Member.objects.create(name="Max Sample")
    post(
        desk, ADD, question_form({"stage": 2, "answered_on": "2023-03-30", "answered_by": minister.pk, "text": "Yes."})
    )
    held = {"member": minister.pk, "title": "Minister for Hubs", "rank": 4, "started_on": "2022-10-01"}
    post(desk, "/admin/questions/post/add/", held)
    assert Answer.objects.get().answered_as.title == "Minister for Hubs"
    desk.post(f"/admin/questions/post/{Post.objects.get().pk}/delete/", {"post": "yes"})
    assert Answer.objects.get().answered_as is None


def test_a_post_moved_to_another_member_is_no_longer_shown_with_the_first_members_answers(desk):
    first, other = Member.objects.create(name="Max Sample"), Member.objects.create(name="Ann Example")
    post(desk, ADD, question_form({"stage": 2, "answered_on": "2023-03-30", "answered_by": first.pk, "text": "Yes."}))
    held = {"member": first.pk, "title": "Minister for Hubs", "rank": 4, "started_on": "2022-10-01"}
    post(desk, "/admin/questions/post/add/", held)
    assert Answer.objects.get().answered_as.member == first
    post(desk, f"/admin/questions/post/{Post.objects.get().pk}/change/", held | {"member": other.pk})
    assert Answer.objects.get().answered_as is None


def test_a_period_that_ends_before_it_starts_is_refused(desk):
    member = Member.objects.create(name="Ann Example")
    held = {
        "member": member.pk,
        "house": "lords",
        "party": "Labour",
        "started_on": "2022-10-01",
        "ended_on": "2022-01-01",
    }
    response = desk.post("/admin/questions/membership/add/", held)
    assert "The end is before the start." in response.content.decode()


def test_deleting_a_question_permanently_adds_a_row_to_the_change_log(desk):
    post(desk, ADD, question_form())
    question = Question.objects.get()
    publishing.remove([question.pk])
    desk.post(reverse("admin:questions_question_delete", args=[question.pk]), {"post": "yes"})
    assert Question.objects.count() == 0
    assert Change.objects.filter(question_id=question.pk, what="deleted").exists()


def test_refused_rows_are_listed_with_their_reason(desk, tmp_path):
    import_questions(write_list(tmp_path / "1.json", unanswered(uin=None)))
    runs = desk.get("/admin/questions/importrun/").content.decode()
    run = RefusedRow.objects.get().run
    assert f"run__id__exact={run.pk}" in runs
    assert "uin is not a UIN" in desk.get(f"/admin/questions/refusedrow/?run__id__exact={run.pk}").content.decode()


def test_evidence_can_be_read_in_the_admin(desk, tmp_path):
    import_questions(write_list(tmp_path / "2024-09-21.json", corrected()))
    page = desk.get(reverse("admin:questions_evidence_change", args=[Evidence.objects.get().pk])).content.decode()
    assert "2024-09-21" in page
    assert "parliament" in page


MODELS = [model for model in admin.site._registry if model._meta.app_label == "questions"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_list_makes_few_queries_and_never_counts_a_whole_table(desk, tmp_path, model):
    values = [answered(id=n, uin=str(n), askingMemberId=n, answeringMemberId=900 + n) for n in range(1, 30)]
    import_questions(write_list(tmp_path / "1.json", *values))
    topic = Topic.objects.create(name="Hubs", slug="hubs")
    TopicAssignment.objects.bulk_create(TopicAssignment(topic=topic, question=q) for q in Question.objects.all())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = desk.get(reverse(f"admin:questions_{model._meta.model_name}_changelist"))
    assert response.status_code == 200
    assert len(queries) <= 8
    counts = [q["sql"] for q in queries if "COUNT(" in q["sql"]]
    assert all("LIMIT" in sql for sql in counts)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_form_has_a_select_that_lists_every_row(model):
    many = {"question", "member", "asked_by", "answered_by", "answer", "other"}
    for field in model._meta.fields:
        is_chosen = field.name in many and field.is_relation and field.editable
        if is_chosen and not isinstance(admin.site._registry[model], ReadOnlyAdmin):
            assert field.name in admin.site._registry[model].autocomplete_fields
