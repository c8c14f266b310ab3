"""“Asked before?” at the desk: what is most like the question being typed, and nothing is saved."""

from __future__ import annotations

import pytest
from django.test import Client

from questions.accounts.roles import VIEWER
from questions.models import Department, Question
from questions.search.index.writer import catch_up
from tests.support.desk import somebody, text
from tests.support.factories import make_answered, make_question, together

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/admin/questions/question/asked-before/"


@pytest.fixture
def archive() -> None:
    with together():
        make_answered("Hubs", uin="1", tabled_on="2024-03-01", text="To ask how many family hubs have opened in Leeds.")
        make_question("Hubs", uin="2", text="To ask how many family hubs have closed.", department="Home Office")
        make_question("Hubs", uin="3", text="To ask how many family hubs have closed.", department="Treasury")
    catch_up()


def ask(client: Client, **form: str | int) -> str:
    return text(client.post(ADDRESS, form))


def test_the_form_of_a_new_question_has_the_button_after_those_that_save(admin_client: Client) -> None:
    page = admin_client.get("/admin/questions/question/add/").content.decode()
    assert page.index('name="_save"') < page.index(f'formaction="{ADDRESS}"')


def test_the_question_that_is_typed_is_compared_and_not_saved(admin_client: Client, archive: None) -> None:
    page = ask(admin_client, text="To ask how many family hubs have opened in Leeds.", uin="99", heading="Hubs")
    assert "Asked once, on 1 March 2024; answered on" in page
    assert "(nearly the same words)" in page
    assert '<a href="/questions/commons/2024-03-01/1/">' in page
    assert not Question.objects.filter(uin="99").exists()


@pytest.mark.parametrize(("name", "first"), [("Home Office", "UIN 2"), ("Treasury", "UIN 3")])
def test_questions_to_the_same_department_come_first(
    admin_client: Client, archive: None, name: str, first: str
) -> None:
    page = ask(admin_client, text="Will family hubs have closed?", department=Department.objects.get(name=name).pk)
    assert min(("UIN 1", "UIN 2", "UIN 3"), key=page.index) == first


@pytest.mark.parametrize(("typed", "message"), [("", "There is no text to compare yet"), ("hubs?", "too few words")])
def test_a_text_that_says_too_little_gets_a_message(admin_client: Client, typed: str, message: str) -> None:
    assert message in ask(admin_client, text=typed, department="none")


def test_those_who_may_not_add_questions_are_refused(archive: None) -> None:
    assert somebody(VIEWER).post(ADDRESS, {"text": "How many family hubs?"}).status_code == 403


def test_drafts_that_are_too_many_or_too_long_are_said_to_be(admin_client: Client, archive: None) -> None:
    many = "\n\n".join(f"How many family hubs have opened in Leeds in {year}?" for year in range(2000, 2025))
    assert "These are the first 20 of your 25 drafts." in ask(admin_client, text=many)
    assert "must be 20,000 characters or fewer" in ask(admin_client, text="hubs " * 4_001)


def test_the_questions_that_the_text_refers_to_are_linked(admin_client: Client, archive: None) -> None:
    page = ask(admin_client, text="Pursuant to the Answer of 2 May 2024 to Question 10765, how many hubs have opened.")
    assert '<a href="/questions/?q=10765">question 10765</a>' in page


def test_who_comes_without_a_text_is_led_to_the_form(admin_client: Client) -> None:
    assert admin_client.get(ADDRESS).headers["Location"] == "/admin/questions/question/add/"
