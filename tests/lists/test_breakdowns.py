"""A list's questions counted by month, asker, answerer and constituency."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_member, make_membership, make_question
from tests.support.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_questions(client: Client) -> None:
    """Two questions by Iris, one of them answered by Rupert, and one without a date or an asker."""
    iris = make_member("Iris Demoworth", parliament_id=11)
    make_membership(iris, "Labour", seat="Exampleton")
    make_answered("Hubs", uin="1", asked_by=iris, answered_by=make_member("Rupert Fixtureley", parliament_id=12))
    make_question("Hubs", uin="2", asked_by=iris, tabled_on=date(2023, 6, 1))
    make_question("Rail", uin="3", tabled_on=None)


def test_askers_are_counted_with_links_that_narrow_the_list(client: Client, three_questions: None) -> None:
    page = read(client, "/questions/by/asked_by/?q=hubs")
    assert page.facet("asked_by") == {"iris-demoworth-11": 2}
    listed = read(client, page.link("Iris Demoworth"))
    assert (listed.count, listed.chips) == (2, ["q", "asked_by"])


def test_answerers_and_constituencies_are_counted_too(client: Client, three_questions: None) -> None:
    assert read(client, "/questions/by/answered_by/").facet("answered_by") == {"rupert-fixtureley-12": 1}
    assert read(client, "/questions/by/seat/").facet("seat") == {"exampleton": 2, "none": 1}
    assert read(client, "/questions/by/asked_by/").facet("asked_by") == {"iris-demoworth-11": 2, "none": 1}


def test_a_chosen_asker_does_not_narrow_the_count_of_askers_and_its_link_removes_it(
    client: Client, three_questions: None
) -> None:
    page = read(client, "/questions/by/asked_by/?asked_by=iris-demoworth-11")
    assert page.facet("asked_by") == {"iris-demoworth-11": 2, "none": 1}
    assert "asked_by" not in parse_qs(urlsplit(page.link("Iris Demoworth")).query)
    both = parse_qs(urlsplit(page.link("Not recorded")).query)["asked_by"]
    assert both == ["iris-demoworth-11", "none"]


def test_months_are_shown_as_bars_and_in_a_table_that_links_to_their_lists(
    client: Client, three_questions: None
) -> None:
    page = read(client, "/questions/by/month/")
    assert re.findall(r'data-month="([\d-]+)"><a [^>]*>(\d+)<', page.text) == [("2023-03", "1"), ("2023-06", "1")]
    assert page.text.count('class="part--whole"') == 2
    assert ">March 2023: 1</text></a>" in page.text
    assert read(client, page.link("June 2023")).uins == ["2"]
    assert "1 more question has no date tabled on record" in page.text


def test_the_list_of_a_month_has_chips_for_its_dates(client: Client, three_questions: None) -> None:
    listed = read(client, "/questions/?tabled_after=2023-06&tabled_before=2023-06&q=hubs")
    assert listed.uins == ["2"]
    assert listed.chips == ["q", "tabled_after", "tabled_before"]


def test_a_breakdown_without_questions_says_so(client: Client) -> None:
    assert "There is no chart" in read(client, "/questions/by/month/?q=nothing").text
    assert "No questions match." in read(client, "/questions/by/asked_by/?q=nothing").text


def test_an_invalid_value_shows_an_error(client: Client, three_questions: None) -> None:
    page = read(client, "/questions/by/asked_by/?tabled_after=sometime")
    assert (page.status, page.errors) == (200, ["tabled_after"])


def test_an_unknown_breakdown_is_not_found(client: Client) -> None:
    assert client.get("/questions/by/moon/").status_code == 404


def test_a_list_links_to_its_breakdowns_with_its_parameters(client: Client, three_questions: None) -> None:
    page = read(client, "/questions/?q=hubs&page=1&per_page=10&sort=oldest")
    leads = urlsplit(page.link("Who asked"))
    assert leads.path == "/questions/by/asked_by/"
    assert parse_qs(leads.query) == {"q": ["hubs"], "sort": ["oldest"]}
    member = read(client, "/members/iris-demoworth-11/?q=hubs")
    assert parse_qs(urlsplit(member.link("By month")).query) == {"q": ["hubs"], "asked_by": ["iris-demoworth-11"]}


@pytest.mark.parametrize("name", ["month", "asked_by", "answered_by", "seat"])
def test_a_breakdown_takes_at_most_five_queries(
    client: Client, three_questions: None, django_assert_max_num_queries, name: str
) -> None:
    with django_assert_max_num_queries(5):
        read(client, f"/questions/by/{name}/?q=hubs")
