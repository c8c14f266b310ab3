"""The addresses of questions: permanent, and former ones redirect."""

from datetime import date

import pytest
from django.test import Client

from questions.models import FormerAddress
from tests.support.factories import make_answered, make_question
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/questions/commons/2023-03-22/171468/"


def test_an_address_has_house_day_and_uin(client: Client) -> None:
    make_question("Family Hubs", uin="171468")
    assert "Family Hubs" in words_of(client, ADDRESS)


@pytest.mark.parametrize(
    "address",
    [
        "/questions/commons/2023-03-22/171469/",
        "/questions/lords/2023-03-22/171468/",
        "/questions/commons/2023-03-23/171468/",
        "/questions/commons/2023-02-30/171468/",
        "/questions/commons/2023-3-22/171468/",
        "/questions/senate/2023-03-22/171468/",
        "/questions/commons/answered-2009-10-26/171468/",
    ],
)
def test_another_address_is_not_found(client: Client, address: str) -> None:
    make_question(uin="171468")
    assert client.get(address).status_code == 404


def test_drafts_and_deleted_questions_are_not_found(client: Client) -> None:
    draft, deleted = make_question(published_at=None), make_question(deleted_at="2024-01-01T00:00Z")
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(deleted.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("typed", ["hl5762", "Hl5762"])
def test_other_spellings_redirect_permanently(client: Client, typed: str) -> None:
    make_question(uin="HL5762", house="lords")
    response = client.get(f"/questions/Lords/2023-03-22/{typed}/")
    assert response.status_code == 301
    assert response.headers["Location"] == "/questions/lords/2023-03-22/HL5762/"


def test_a_former_address_redirects_permanently(client: Client) -> None:
    question = make_question(uin="171468")
    FormerAddress.objects.create(question=question, tabled_on=date(2023, 3, 20), uin="171468")
    response = client.get("/questions/commons/2023-03-20/171468/")
    assert (response.status_code, response.headers["Location"]) == (301, ADDRESS)


def test_a_former_address_that_another_question_now_has_shows_that_question(client: Client) -> None:
    moved = make_question("Moved", uin="171468", tabled_on=date(2023, 4, 1))
    FormerAddress.objects.create(question=moved, tabled_on=date(2023, 3, 22), uin="171468")
    make_question("Stayed", uin="171468")
    assert "Stayed" in words_of(client, ADDRESS)


def test_a_question_without_a_day_of_tabling_is_found_by_the_day_of_its_answer(client: Client) -> None:
    make_answered("Buses", uin="294961", tabled_on=None, answered_on=date(2009, 10, 26))
    page = words_of(client, "/questions/commons/answered-2009-10-26/294961/")
    assert "Buses" in page
    assert "The date tabled is not recorded" in page


def test_a_question_without_any_day_has_an_address_too(client: Client) -> None:
    question = make_question("Undated", tabled_on=None)
    assert "Undated" in words_of(client, question.get_absolute_url())


def test_the_address_by_day_of_answer_redirects_once_the_day_of_tabling_is_known(client: Client) -> None:
    make_answered(uin="171468", answered_on=date(2023, 3, 30))
    response = client.get("/questions/commons/answered-2023-03-30/171468/")
    assert (response.status_code, response.headers["Location"]) == (301, ADDRESS)
