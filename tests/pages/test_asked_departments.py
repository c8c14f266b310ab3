"""“Asked before?” tells what the department of a draft was asked from what others were asked."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.models import Department, DepartmentLink
from tests.support.factories import make_answered, make_question, together

from .test_asked_before import ask

pytestmark = pytest.mark.django_db(transaction=True)
TRANSPORT, HOME, EDUCATION = "Department for Transport", "Home Office", "Department for Education"


def ask_departments(*names: str) -> None:
    """The same question to each, each answered in other words, a month after the one before."""
    with together():
        for number, name in enumerate(names, 1):
            make_answered(
                "Meetings",
                uin=str(number),
                text="To ask what meetings were held with Demo Partners.",
                department=name,
                answer=f"There were {number} meetings.",
                tabled_on=f"2024-0{number}-01",
                answered_on=f"2024-0{number}-20",
            )


def test_what_other_departments_were_asked_is_told_apart(client: Client) -> None:
    ask_departments(TRANSPORT, HOME, EDUCATION)
    listed = ask(client, "To ask the Secretary of State for Transport, what meetings were held with Demo Partners.")
    assert "Asked once, on 1 January 2024; answered on 20 January 2024; also put to 2 other departments" in listed.text
    assert "Nearly the same words, put to the Home Office" in listed.text
    assert "Overtaken" not in listed.text


def test_a_draft_that_only_others_were_asked_is_said_not_to_have_been_put_to_its_department(client: Client) -> None:
    make_question("Fares", uin="9", text="To ask what bus fares cost.", department=TRANSPORT)
    ask_departments(HOME)
    listed = ask(client, "To ask the Secretary of State for Transport, what meetings were held with Demo Partners.")
    assert "Not put to the Department for Transport in these words, but to another department" in listed.text


def test_a_draft_without_a_department_says_how_many_were_asked(client: Client) -> None:
    ask_departments(TRANSPORT, HOME)
    listed = ask(client, "What meetings were held with Demo Partners?")
    assert "Asked twice since 2024, of 2 departments; last answered on 20 February 2024" in listed.text


def test_a_department_that_was_renamed_is_still_the_one_that_was_asked(client: Client) -> None:
    ask_departments("Department for Roads")
    old = Department.objects.get(name="Department for Roads")
    new = Department.objects.create(name=TRANSPORT, slug="transport")
    DepartmentLink.objects.create(predecessor=old, successor=new, kind="name change", day="2024-06-01")
    draft = "To ask the Secretary of State for Transport, what meetings were held with Demo Partners."
    assert "Asked once, on 1 January 2024; answered" in ask(client, draft).text


def test_two_departments_with_one_name_are_not_taken_for_each_other(client: Client) -> None:
    ask_departments(EDUCATION, TRANSPORT)
    former = Department.objects.create(name=EDUCATION, slug="education-1992", ended_on="1995-07-05")
    DepartmentLink.objects.create(
        predecessor=former, successor=Department.objects.get(name=TRANSPORT), kind="demerger", day="1995-07-05"
    )
    draft = "To ask the Secretary of State for Transport, what meetings were held with Demo Partners."
    assert (
        "Asked once, on 1 February 2024; answered on 20 February 2024; also put to another" in ask(client, draft).text
    )


def test_a_question_without_a_department_is_not_counted_as_one(client: Client) -> None:
    ask_departments(TRANSPORT)
    make_question("Meetings", uin="5", text="To ask what meetings were held with Demo Partners.", department=None)
    assert "of 2 departments" not in ask(client, "What meetings were held with Demo Partners?").text
    draft = "To ask the Secretary of State for Transport, what meetings were held with Demo Partners."
    assert "also put to a department that is not recorded" in ask(client, draft).text
