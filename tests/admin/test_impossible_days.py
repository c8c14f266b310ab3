"""Impossible days in the admin: its forms, spreadsheets and fetched records refuse them, as imports do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from questions.models import Answer, Department, ListedQuestion, Membership, Post, Question, RefusedRow
from tests.support.factories import (
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
)
from tests.support.forms import open_form
from tests.support.new_question_desk import ADD, confirm, fetch, filled
from tests.support.pages import words_of
from tests.support.records import answered
from tests.support.spreadsheets import NEW, as_csv, as_xlsx, counted, errors, take, upload
from tests.support.standin import StandIn
from tests.support.syncing import parliament, sync
from tests.support.topic_desk import page_of, text

from .test_admin import question_form
from .test_correcting_answers import correct
from .test_new_question import PAGE
from .test_new_question_pasted import PASTED
from .test_refused_rows import error, refused, repaired, try_again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(parliament.__name__)]

NO_DATE = "Year 1 means no date. Enter the date, or leave the field empty."
IN_THE_FUTURE = "This date is in the future."
TOO_FAR = "This date is more than 50 years in the future."


def field_errors(response: Any, name: str) -> list[str]:
    """The errors of a field of the form, or of its first inline row. None if the form was saved."""
    if response.status_code == 302:
        return []
    inline, _, field = name.rpartition("-0-")
    formsets = {one.formset.prefix: one.formset for one in response.context["inline_admin_formsets"]}
    form = formsets[inline].forms[0] if inline else response.context["adminform"].form
    return form.errors.get(field, [])


NO_DAY = "Enter a valid date, for example 31/12/2024 or 31 December 2024."


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        *[("tabled_on", "0001-01-01", [NO_DATE]), ("tabled_on", "2055-01-01", [IN_THE_FUTURE])],
        *[("tabled_on", "9999-12-31", [IN_THE_FUTURE]), ("tabled_on", "2023-02-30", [NO_DAY])],
        *[("due_on", "9999-12-31", [TOO_FAR]), ("due_on", "2055-01-01", []), ("due_on", "10000-01-01", 1)],
        *[("answers-0-answered_on", "0001-01-01", 1), ("answers-0-answered_on", "2055-01-01", [IN_THE_FUTURE])],
        *[("answers-0-answered_on", "0000-00-00", [NO_DAY])],
    ],
)
def test_the_question_form_says_what_is_wrong_with_a_date(admin_client, name, typed, said) -> None:
    question = make_answered(answered_on=date(2023, 3, 30))
    found = field_errors(admin_client.post(page_of(question), open_form(admin_client, question, **{name: typed})), name)
    assert len(found) == said if isinstance(said, int) else found == said


@pytest.mark.parametrize("day", ["2055-01-01", "9999-12-31"])
def test_a_correction_dated_in_the_future_is_refused(admin_client, day: str) -> None:
    question = make_answered("Hubs", "<p>There are seven.</p>", answered_by="Max Sample")
    assert IN_THE_FUTURE in text(correct(admin_client, question, answered_on=day))
    assert Answer.objects.count() == 1


def test_an_end_typed_far_in_the_future_is_saved_as_no_end(admin_client) -> None:
    member = make_member()
    make_membership(member, ended_on=date(2010, 1, 1))
    make_post(member, ended_on=date(2010, 1, 1))
    ends = dict.fromkeys(("memberships-0-ended_on", "posts-0-ended_on"), "9999-12-31")
    assert admin_client.post(page_of(member), open_form(admin_client, member, **ends)).status_code == 302
    department = make_department(started_on=date(2010, 1, 1), ended_on=date(2011, 1, 1))
    form = open_form(admin_client, department, ended_on="9999-12-31")
    assert admin_client.post(page_of(department), form).status_code == 302
    for model in (Membership, Post, Department):
        assert model.objects.get().ended_on is None


@pytest.mark.parametrize(("typed", "said"), [("0001-01-01", [NO_DATE]), ("9999-12-31", [TOO_FAR])])
def test_an_impossible_start_is_reported_at_its_field(admin_client, typed: str, said: list[str]) -> None:
    make_post(member := make_member())
    name = "posts-0-started_on"
    assert (
        field_errors(admin_client.post(page_of(member), open_form(admin_client, member, **{name: typed})), name) == said
    )


# Spreadsheets


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("tabled", "2055-01-01", "“2055-01-01”: This date is in the future."),
        ("tabled", "31/12/9999", "“31/12/9999”: This date is in the future."),
        ("tabled", "0001-01-01", "This is required for a new record."),
        ("answered", "9999-12-31", "“9999-12-31”: This date is in the future."),
        ("due", "9999-12-31", "“9999-12-31”: This date is more than 50 years in the future."),
        ("due", "30/02/2023", "“30/02/2023” is not a valid date. Write it as 2023-03-22 or 22/03/2023."),
    ],
)
@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_cell_with_an_impossible_date_is_refused(admin_client, write, column: str, cell: str, said: str) -> None:
    page = upload(admin_client, write({**NEW, column: cell}), name=f"rows.{write.__name__[3:]}")
    assert errors(page)[column] == said


def test_a_cell_with_a_date_in_year_1_changes_nothing(admin_client) -> None:
    question = make_question(due_on=date(2023, 3, 27))
    row = {"id": question.reference, "due": "0001-01-01", "heading": "Lamps"}
    take(admin_client, row)
    question.refresh_from_db()
    assert (question.heading, question.due_on) == ("Lamps", date(2023, 3, 27))
    assert counted(upload(admin_client, as_csv(row))) == {"unchanged": 1}


def test_a_cell_with_an_end_far_in_the_future_is_saved_as_no_end(admin_client) -> None:
    post = make_post(make_member("Max Sample"), ended_on=date(2010, 1, 1))
    take(admin_client, {"id": str(post.pk), "ended": "31/12/9999"}, kind="post")
    post.refresh_from_db()
    assert post.ended_on is None
    new = {"member": "Max Sample", "title": "Whip", "started": "2013-01-01", "ended": "9999-12-31"}
    take(admin_client, new, kind="post")
    assert Post.objects.get(title="Whip").ended_on is None


# Fetched, pasted and repaired records

FUTURE = "dateAnswered is in the future: 2055-01-01"


def test_a_sync_refuses_an_answer_dated_in_the_future_and_the_question_stays_due(parliament: StandIn) -> None:
    parliament.questions = [answered(id=1, uin="1", dateAnswered="2055-01-01T00:00:00"), answered(id=2, uin="2")]
    sync()
    assert Question.objects.get().uin == "2"
    assert RefusedRow.objects.get().reason == FUTURE
    assert ListedQuestion.objects.get(is_due=True).parliament_id == 1


def test_a_fetched_question_answered_in_the_future_is_refused_with_the_same_reason(
    admin_client, parliament: StandIn
) -> None:
    parliament.questions = [answered(dateAnswered="2055-01-01T00:00:00")]
    assert f"API: {FUTURE}." in text(fetch(admin_client, address=PAGE))
    assert not Question.objects.exists()


def test_a_pasted_page_with_future_dates_fills_the_form_and_the_form_refuses_them(admin_client) -> None:
    review = fetch(admin_client, text=PASTED.replace("February 2024", "February 2055"))
    form = confirm(admin_client, review, **{"asker-member": "nobody", "answer-0-member": "nobody"})
    question, (answer,) = filled(form)
    assert (question["tabled_on"], answer["answered_on"]) == ("2055-02-05", "2055-02-12")
    response = admin_client.post(ADD, question_form(answer, uin="4711", tabled_on=question["tabled_on"]))
    assert field_errors(response, "tabled_on") == field_errors(response, "answers-0-answered_on") == [IN_THE_FUTURE]
    assert not Question.objects.exists()


def test_a_repaired_row_with_a_future_date_is_refused_again(admin_client: Client, tmp_path: Path) -> None:
    row = refused(tmp_path, uin="2001", dateAnswered="9999-12-31T00:00:00")
    assert row.reason == "dateAnswered is in the future: 9999-12-31"
    assert error(try_again(admin_client, row, repaired(admin_client, row, dateAnswered="2055-01-01"))) == f"{FUTURE}."
    assert try_again(admin_client, row, repaired(admin_client, row, dateAnswered="2024-09-10")).status_code == 302
    assert "Family Hubs: Leeds" in words_of(Client(), Question.objects.get().get_absolute_url())


@pytest.mark.parametrize("typed", ["22/3/2023", "22 March 2023", "2023-03-22", "the 22nd of March 2023"])
def test_a_day_can_be_typed_as_people_write_it(admin_client, typed: str) -> None:
    question = make_answered(tabled_on="2023-03-20", answered_on=date(2023, 3, 30))
    response = admin_client.post(page_of(question), open_form(admin_client, question, tabled_on=typed))
    assert field_errors(response, "tabled_on") == []
    question.refresh_from_db()
    assert question.tabled_on == date(2023, 3, 22)


@pytest.mark.parametrize("typed", ["22/3/97", "March 2023", "2023", "soon"])
def test_what_may_be_another_day_is_not_taken_for_one(admin_client, typed: str) -> None:
    question = make_answered()
    response = admin_client.post(page_of(question), open_form(admin_client, question, tabled_on=typed))
    assert field_errors(response, "tabled_on") == [NO_DAY]


def test_one_wrong_date_has_one_message(admin_client: Any) -> None:
    form = {"uin": "1", "tabled_on": "31/02/2024"}
    errors = admin_client.post("/admin/questions/question/add/", form).context["adminform"].form.errors
    assert len(errors["tabled_on"]) == 1
