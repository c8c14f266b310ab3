"""What a list shows if a name finds nothing: what mentions it in another way, or that no text does."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from questions.models import Member
from tests.support.factories import make_member, make_question
from tests.support.pages import read, search

pytestmark = pytest.mark.django_db


def test_a_page_without_results_says_that_no_text_mentions_the_name(client: Client, shannon: None) -> None:
    page = search(client, "Jim Shannon")
    assert page.count == 0
    assert "No text mentions “Jim Shannon”" in page.text
    assert "Did you mean" not in page.text
    assert "fewer or different words" not in page.text


@pytest.mark.parametrize(
    "typed",
    [
        "Jim Shannon MP",
        "Mr Jim Shannon",
        "Rt Hon Jim Shannon MP",
        "JIM SHANNON",
        "questions by Jim Shannon",
        "Jim Shannon Strangford",
        "J Shannon",
        "James Shannon",
    ],
)
def test_the_questions_that_mention_a_name_follow_however_it_is_typed(
    client: Client, shannon: None, typed: str
) -> None:
    Member.objects.filter(name="Jim Shannon").update(other_names="James Shannon", folded=" jim james shannon ")
    make_question("Visits", uin="9", text="To ask when Jim Shannon was last received.")
    page = search(client, typed)
    assert (page.count, page.uins) == (0, [])
    assert 'data-closest="9"' in page.text
    assert "No text mentions" not in page.text
    assert "1 question mentions “J" in " ".join(re.sub("<[^>]+>", "", page.text).split())
    assert read(client, page.link("1 question")).uins == ["9"]


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("Peter Sample", ["Lord Sample"]),
        ("Ann Example", ["Ann Former"]),
        ("Ann Former", ["Ann Example"]),
        ("A Example", ["Ann Example", "Ann Former"]),
    ],
)
def test_the_names_that_texts_may_have_instead_are_looked_for_too(
    client: Client, typed: str, others: list[str]
) -> None:
    make_member("Lord Sample", other_names="Mr Peter Sample")
    make_member("Ann Example", other_names="Mrs Ann Former\nJoan Example")
    names = " or ".join(f"“{name}”" for name in (typed, *others))
    assert f"No text mentions {names}." in search(client, typed).text
    make_question("Visits", text=f"To ask when {others[0]} was last received.")
    assert f"1 question</a> mentions {names}" in search(client, typed).text


def test_the_name_of_a_constituency_s_member_is_not_looked_for(client: Client, shannon: None) -> None:
    make_question("Visits", uin="9", text="To ask when Jim Shannon was last received.")
    assert "No text mentions “Strangford”." in search(client, "MP for Strangford").text


def test_a_list_with_filters_says_only_that_none_of_its_questions_mentions_the_name(
    client: Client, shannon: None
) -> None:
    make_question("Visits", uin="9", text="To ask when Jim Shannon was last received.", department="Home Office")
    for typed in ("Jim Shannon", "Mr Jim Shannon MP"):
        page = search(client, typed, "&house=lords")
        assert "No question in this list mentions “Jim Shannon”" in page.text
        assert "No text mentions" not in page.text


def test_texts_that_mention_the_name_are_listed_below(client: Client, shannon: None) -> None:
    make_question("Visits", uin="9", text="To ask when Jim Shannon was last received.")
    page = search(client, "Jim Shannon")
    assert page.uins == ["9"]
    assert page.text.index('class="named"') < page.text.index('id="results"')
    assert "No text mentions" not in page.text
