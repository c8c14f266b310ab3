"""Departments in an uploaded spreadsheet: by a name or short name in force on the day the row's question was tabled."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.accounts.roles import EDITOR
from questions.models import Department, Question
from tests.support.desk import somebody
from tests.support.factories import make_department, make_question
from tests.support.spreadsheets import NEW, as_csv, counted, errors, take, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return somebody(EDITOR)


@pytest.fixture(autouse=True)
def _departments() -> None:
    """Those that have looked after schools since 1992, and both that were called DCMS on 3 July 2017."""
    make("Department for Education", "DfE", "1992-04-11", "1995-07-05", key="dfe-1992")
    make("Department for Education and Employment", "DfEE", "1995-07-05", "2001-06-11", key="dfee-1995")
    make("Department for Education", "DfE", "2010-05-12", parliament_id=60)
    make("Department for Culture, Media and Sport", "DCMS", "1997-05-03", "2017-07-03", key="dcms-1997")
    make("Department for Digital, Culture, Media and Sport", "DCMS", "2017-07-03", parliament_id=10)
    make("Department of Transport", "DoTr", "", "1997-05-02", key="dotr")
    make("Department for Transport", "DfT", "2002-05-29", parliament_id=27)


def make(name: str, short: str, since: str, until: str = "", **fields: Any) -> Department:
    days = {"started_on": since, "ended_on": until}
    fields |= {field: date.fromisoformat(day) if day else None for field, day in days.items()}
    return make_department(name, short_name=short, **fields)


def refusal(editor: Client, name: str, tabled: str) -> str:
    return errors(upload(editor, as_csv({**NEW, "tabled": tabled, "department": name})))["department"]


@pytest.mark.parametrize(
    ("name", "tabled", "expected"),
    [
        ("DfE", "2024-03-20", "Department for Education (60)"),
        ("dfe", "2024-03-20", "Department for Education (60)"),
        ("department for EDUCATION", "2024-03-20", "Department for Education (60)"),
        ("DfE", "1994-03-22", "Department for Education (a"),
        ("Department for Education", "1994-03-22", "Department for Education (a"),
        ("DfEE", "1999-03-22", "Department for Education and Employment (a"),
        ("DCMS", "2017-07-02", "Department for Culture, Media and Sport (a"),
        ("DCMS", "2017-07-04", "Department for Digital, Culture, Media and Sport (10)"),
        ("Transport", "2024-03-20", "Department for Transport (27)"),
        ("DfE (60)", "1999-03-22", "Department for Education (60)"),
        ("60", "1999-03-22", "Department for Education (60)"),
    ],
)
def test_a_name_or_short_name_means_the_department_that_had_it_on_the_day_tabled(
    editor: Client, name: str, tabled: str, expected: str
) -> None:
    shown = upload(editor, as_csv({**NEW, "tabled": tabled, "department": name}))
    [(verdict, _)] = shown.context["rows"]
    assert verdict.target.changes["department"].after.startswith(expected), verdict.errors


def test_the_question_is_saved_with_that_department(editor: Client) -> None:
    take(editor, {**NEW, "tabled": "1999-03-22", "department": "DfEE"})
    assert Question.objects.get().department.name == "Department for Education and Employment"


def test_the_day_on_record_counts_if_the_file_gives_none(editor: Client) -> None:
    make_question(parliament_id=1, tabled_on=date(1999, 3, 22))
    make_question(parliament_id=2, tabled_on=None, answered_on=date(1994, 3, 22))
    rows = [{"id": "1", "department": "DfEE"}, {"id": "2", "department": "DfE"}]
    assert counted(upload(editor, as_csv(*rows))) == {"changed": 2}
    assert (
        "No department had the name" in errors(upload(editor, as_csv({"id": "1", "department": "DfE"})))["department"]
    )


def test_a_name_of_another_day_is_refused_with_the_department_that_had_it_and_when(editor: Client) -> None:
    said = refusal(editor, "DfEE", "2024-03-20")
    assert "No department had the name “DfEE” on 20 March 2024." in said
    assert "It is a name of Department for Education and Employment (a" in said
    assert "from 5 July 1995 to 11 June 2001. Correct the name or the day tabled." in said


def test_a_name_between_two_periods_is_refused_with_both(editor: Client) -> None:
    said = refusal(editor, "DfE", "1999-03-22")
    assert "Department for Education (60), from 12 May 2010 until now; Department for Education (a" in said
    assert "from 11 April 1992 to 5 July 1995" in said


def test_a_name_that_two_departments_had_on_the_day_is_refused_with_both(editor: Client) -> None:
    said = refusal(editor, "DCMS", "2017-07-03")
    assert said.startswith(
        "On 3 July 2017, more than one department had the name “DCMS”. Enter the name with the number"
    )
    assert "Department for Digital, Culture, Media and Sport (10), from 3 July 2017 until now" in said
    assert "Department for Culture, Media and Sport (a" in said


def test_a_former_name_is_refused_with_the_department_that_has_a_similar_one_on_the_day(editor: Client) -> None:
    said = refusal(editor, "Department of Transport", "2024-03-20")
    assert "until 2 May 1997" in said
    assert "Did you mean Department for Transport (27)?" in said


def test_without_a_day_a_name_of_several_departments_is_refused(editor: Client) -> None:
    said = errors(upload(editor, as_csv({**NEW, "tabled": "soon", "department": "DfE"})))
    assert said["department"].startswith("More than one department has or had the name “DfE”.")
    assert "is not a valid date" in said["tabled"]


def test_an_unknown_name_or_number_is_refused(editor: Client) -> None:
    assert "There is no department called “Ministry of Magic”" in refusal(editor, "Ministry of Magic", "2024-03-20")
    assert "no department with the number 999" in refusal(editor, "DfE (999)", "2024-03-20")
    assert "Number 60 is Department for Education, not Home Office" in refusal(editor, "Home Office (60)", "2024-03-20")
