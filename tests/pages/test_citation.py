"""A question's citation: who asked and answered, in which post, when, and what was corrected."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from questions.models import Answer
from tests.support.factories import make_answer, make_answered, make_member, make_post, make_question
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db
DEPARTMENT = "Department for Education"


def citation(client: Client, address: str) -> str:
    return words_of(client, address).partition("Cite this question ")[2].partition(". PQ Archive, ")[0]


def test_it_names_the_asker_the_minister_with_the_post_of_that_day_and_a_correction(client: Client) -> None:
    minister = make_member("Rupert Fixtureley")
    make_post(minister, "Minister for Hubs", department=DEPARTMENT, ended_on=date(2023, 3, 31))
    make_post(minister, "Minister for Trains", department="Department for Transport", started_on=date(2023, 4, 1))
    asked = {"uin": "101", "asked_by": "Iris Demoworth", "department": DEPARTMENT}
    question = make_answered("Family Hubs", answered_by=minister, answered_on=date(2023, 3, 30), **asked)
    make_answer(question, "Eight.", stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 5), answered_by=minister)
    assert citation(client, question.get_absolute_url()) == (
        "UK Parliament, House of Commons, written question 101, “Family Hubs”, asked by Iris Demoworth, tabled on "
        "22 March 2023, answering body: Department for Education, answered on 30 March 2023 by Rupert Fixtureley "
        "(Minister for Hubs), corrected on 5 April 2023 by Rupert Fixtureley (Minister for Trains, "
        "Department for Transport)"
    )


def test_a_correction_without_an_original_answer_is_cited_once(client: Client) -> None:
    question = make_question(uin="103", asked_by="Iris Demoworth", department=None)
    make_answer(question, "Eight.", stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 5), answered_by=None)
    assert citation(client, question.get_absolute_url()).endswith("tabled on 22 March 2023, corrected on 5 April 2023")


def test_a_withdrawn_question_is_cited_as_one(client: Client) -> None:
    question = make_question(uin="104", asked_by="Iris Demoworth", department=None, is_withdrawn=True)
    assert citation(client, question.get_absolute_url()).endswith("tabled on 22 March 2023, withdrawn")


def test_an_answer_by_another_department_names_it(client: Client) -> None:
    question = make_question(uin="105", department="HM Treasury")
    make_answer(question, answered_by="Rupert Fixtureley", department="Home Office")
    assert "by Rupert Fixtureley for the Home Office" in citation(client, question.get_absolute_url())


def test_a_holding_answer_is_cited_as_one(client: Client) -> None:
    question = make_question("", uin="102", asked_by="Iris Demoworth", department=None)
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 27), answered_by=None)
    assert citation(client, question.get_absolute_url()) == (
        "UK Parliament, House of Commons, written question 102, asked by Iris Demoworth, tabled on 22 March 2023, "
        "holding answer given on 27 March 2023"
    )
