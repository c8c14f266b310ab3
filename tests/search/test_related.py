"""Related questions on a question's page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_group_link, make_question
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db


def related(client: Client, address: str) -> list[str]:
    """The UINs of a page's related questions, in order."""
    content = client.get(address).content.decode()
    found = re.search(r'<section class="related".*?</section>', content, re.S)
    return re.findall(r'href="/questions/commons/2023-03-22/(\d+)/"', found[0]) if found else []


def test_the_most_similar_questions_come_first_without_the_question_itself(client: Client) -> None:
    asked = make_question("Family Hubs: Leeds", uin="1", text="To ask how many family hubs opened in Leeds.")
    make_question("Rail", uin="2", text="To ask when the railway opened in York.")
    make_question("Family Hubs: York", uin="3", text="To ask how many family hubs closed in York.")
    make_question("Family Hubs: Leeds", uin="4", text="To ask what family hubs in Leeds cost.")
    found = related(client, asked.get_absolute_url())
    assert found[:2] == ["4", "3"]
    assert "1" not in found


def test_companions_are_left_out_and_only_one_question_of_another_group_is_shown(client: Client) -> None:
    questions = [make_question("Family Hubs", uin=str(n), text="To ask about family hubs.") for n in range(1, 6)]
    asked, companion, one, two, other = questions
    make_group_link(asked, companion)
    make_group_link(one, two)
    found = related(client, asked.get_absolute_url())
    assert sorted(found) in (["3", "5"], ["4", "5"])
    assert other.uin in found


def test_drafts_are_not_related(client: Client) -> None:
    asked = make_question("Family Hubs", uin="1")
    make_question("Family Hubs", uin="2", published_at=None)
    make_question("Family Hubs", uin="3")
    assert related(client, asked.get_absolute_url()) == ["3"]


def test_a_question_that_is_like_no_other_has_no_related_questions(client: Client) -> None:
    asked = make_answered("Zebras", text="Zebras?")
    make_question("Rail", text="Railways!")
    assert "Related questions" not in words_of(client, asked.get_absolute_url())


@pytest.mark.parametrize("text", ["", "?", "🙂", "a"])
def test_a_question_without_words_still_has_a_page(client: Client, text: str) -> None:
    make_question("Family Hubs")
    asked = make_question("", text=text)
    assert related(client, asked.get_absolute_url()) == []


def test_a_question_on_the_same_subject_comes_before_one_about_the_same_place(client: Client) -> None:
    asked = make_question("Dental Services: Lewes", uin="1", text="To ask how many dentists there are in Lewes.")
    make_question("Bus Services: Lewes", uin="2", text="To ask how many buses there are in Lewes.")
    make_question("Dental Services: Fees", uin="3", text="To ask what a check-up costs.")
    for number in range(4, 9):
        make_question("Health", uin=str(number), text="To ask about dental services.")
    assert related(client, asked.get_absolute_url())[:2] == ["3", "2"]
