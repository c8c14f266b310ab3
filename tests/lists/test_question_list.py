"""The list of questions: order, facets, pages, results, and searches that lead straight to a question."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.support.factories import (
    make_answer,
    make_answered,
    make_attachment,
    make_department,
    make_member,
    make_question,
    make_topic,
    together,
)
from tests.support.pages import read

pytestmark = pytest.mark.django_db


def test_questions_are_sorted_as_requested(client: Client) -> None:
    make_answered("Buses", uin="1", tabled_on=date(2023, 1, 1), answered_on=date(2023, 9, 1))
    make_answered("Trains", uin="2", tabled_on=date(2023, 2, 1), answered_on=date(2023, 3, 1), text="Of buses too.")
    make_question("Ferries", uin="3", tabled_on=None)
    make_question("Cars", uin="4", tabled_on=date(2023, 3, 1))
    assert read(client, "/questions/").uins == ["4", "2", "1", "3"]
    assert read(client, "/questions/?sort=oldest").uins == ["1", "2", "4", "3"]
    assert read(client, "/questions/?sort=answered").uins[:2] == ["1", "2"]
    assert read(client, "/questions/?sort=relevance").uins == ["4", "2", "1", "3"]
    assert read(client, "/questions/?q=buses").uins == ["1", "2"]
    assert read(client, "/questions/?q=buses&sort=newest").uins == ["2", "1"]


@pytest.mark.parametrize(
    "words",
    [
        "171468",
        " UIN 171468 ",
        "https://questions-statements.parliament.uk/written-questions/detail/2023-03-22/171468",
        "questions-statements.parliament.uk/written-questions/detail/2023-03-22/171468/?x=1#y",
    ],
)
def test_a_uin_or_an_official_address_leads_to_its_question(client: Client, words: str) -> None:
    question = make_question(uin="171468")
    make_question("About 171468", uin="9")
    response = client.get("/questions/", {"q": words})
    assert (response.status_code, response.headers["Location"]) == (302, question.get_absolute_url())


def test_a_lords_uin_is_found_in_any_case(client: Client) -> None:
    question = make_question(uin="HL5762", house="lords")
    assert client.get("/questions/?q=hl5762").headers["Location"] == question.get_absolute_url()


def test_a_uin_that_several_questions_have_lists_them(client: Client) -> None:
    make_question(uin="500", tabled_on=date(2023, 1, 1))
    make_question(uin="500", tabled_on=date(2024, 1, 1))
    make_question(uin="1500", text="Pursuant to question 500.")
    assert read(client, "/questions/?q=500").uins == ["500", "500"]
    address = "https://questions-statements.parliament.uk/written-questions/detail/2024-01-01/500"
    assert client.get("/questions/", {"q": address}).headers["Location"] == "/questions/commons/2024-01-01/500/"


def test_a_uin_that_no_question_has_is_searched_for_as_a_word(client: Client) -> None:
    make_question(uin="1", text="Pursuant to question 500.")
    make_question(uin="77", published_at=None)
    assert read(client, "/questions/?q=500").uins == ["1"]
    assert read(client, "/questions/?q=77").uins == []


def test_facet_counts_apply_all_criteria_except_their_own(client: Client) -> None:
    make_answered(uin="1", department="Home Office", topic="Asylum", tabled_on=date(2023, 1, 1))
    make_question(uin="2", department="Home Office", tabled_on=date(2024, 1, 1))
    make_question(uin="3", department="Treasury", house="lords", tabled_on=date(2024, 1, 1), topic="Tax")
    make_question(uin="4", tabled_on=None)
    page = read(client, "/questions/?department=home-office")
    assert page.facet("department") == {"home-office": 2, "treasury": 1, "none": 1}
    assert page.facet("status") == {"answered": 1, "unanswered": 1}
    assert page.facet("house") == {"commons": 2}
    assert page.facet("year") == {"2024": 1, "2023": 1}
    assert page.facet("topic") == {"asylum": 1}
    page = read(client, "/questions/?department=home-office&status=answered&topic=tax&topic=none")
    assert page.facet("department") == {"home-office": 0}
    assert page.facet("topic") == {"asylum": 1, "tax": 0, "none": 0}
    assert read(client, "/questions/?topic=none").facet("topic") == {"none": 2, "asylum": 1, "tax": 1}


def test_a_topic_that_an_editor_removed_is_not_counted_or_listed(client: Client) -> None:
    question, topic = make_question(uin="1"), make_topic("Childcare")
    topic.assignments.create(question=question, is_excluded=True)
    assert read(client, "/questions/?topic=childcare").uins == []
    assert read(client, "/questions/?topic=none").uins == ["1"]
    assert read(client, "/questions/").facet("topic") == {}


def test_departments_with_the_same_name_are_shown_with_their_years(client: Client) -> None:
    old = make_department("Department for Education", started_on=date(1992, 1, 1), ended_on=date(1995, 1, 1))
    make_question(department=old)
    make_question(department=make_department("Department for Education", started_on=date(2010, 5, 12)))
    page = read(client, "/questions/")
    assert page.facet("department") == {"department-for-education": 1, "department-for-education-1992": 1}
    assert "Department for Education (1992–1995)" in page.text


def test_pages_keep_the_filters(client: Client) -> None:
    with together():
        for number in range(25):
            make_question(f"Hubs & spokes {number}", department="Home Office")
    page = read(client, "/questions/?department=home-office&q=hubs+%26&per_page=10&nobody=x")
    assert (len(page.uins), page.count) == (10, 25)
    following = page.link("Next")
    assert parse_qs(urlsplit(following).query)["q"] == ["hubs &"]
    second = read(client, following)
    assert (len(second.uins), second.count) == (10, 25)
    assert not set(second.uins) & set(page.uins)
    assert read(client, second.link("Oldest")).uins != second.uins
    assert "page" not in parse_qs(urlsplit(second.link("Oldest")).query)


def test_a_page_past_the_end_is_not_found(client: Client) -> None:
    make_question()
    assert client.get("/questions/?page=1").status_code == 200
    assert client.get("/questions/?page=2").status_code == 404
    assert client.get("/questions/?page=99999999999999999999").status_code == 404


def test_a_result_shows_the_question_the_answer_the_members_and_the_dates(client: Client) -> None:
    question = make_question(
        "Family Hubs", text="To ask what steps.", asked_by="Iris Demoworth", party="Labour", department="Home Office"
    )
    make_answer(question, "<p>Many <b>good</b> steps.</p>", answered_by="Rupert Fixtureley")
    page = read(client, "/questions/").text
    for words in ("Family Hubs", "To ask what steps.", "Iris Demoworth", "Labour", "Home Office", "Commons"):
        assert words in page
    assert "Many good steps." in page
    assert "Rupert Fixtureley" in page
    assert "22 March 2023" in page
    assert "30 March 2023" in page
    assert f'href="{question.get_absolute_url()}"' in page
    assert f'data-id="{question.parliament_id}"' in page


def test_an_open_question_says_when_it_was_last_seen(client: Client) -> None:
    make_question(last_seen_on=date(2025, 10, 31))
    assert "when last seen on <time" in read(client, "/questions/").text


def test_hostile_text_is_escaped(client: Client) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    make_question(hostile, text=hostile, asked_by=make_member(hostile), department=hostile, topic=hostile)
    for address in ("/", "/questions/", "/topics/", "/departments/", "/members/"):
        assert b"<script>alert" not in client.get(address).content
        assert b"<img src=x" not in client.get(address).content
    for parameter in ("q", "tabled_after", "department", "asked_by", "sort", "per_page"):
        assert b"<script>alert" not in client.get("/questions/", {parameter: hostile}).content


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=family+hubs&sort=oldest",
        "department=home-office&tabled_after=2023&answered_before=2025",
        "asked_by=iris-1&answered_by=rupert-2&department=home-office&party=labour&topic=childcare",
        "department=home-office&lineage=1&asked_by=iris-1",
    ],
)
def test_a_full_page_takes_at_most_eight_queries(client: Client, django_assert_max_num_queries, query: str) -> None:
    iris, rupert = make_member("Iris", parliament_id=1, party="Labour"), make_member("Rupert", parliament_id=2)
    with together():
        for _ in range(25):
            question = make_question(department="Home Office", asked_by=iris, topic="Childcare")
            make_attachment(make_answer(question, answered_by=rupert, answered_on=date(2023, 4, 1)))
    with django_assert_max_num_queries(8):
        page = read(client, f"/questions/?{query}")
    assert len(page.uins) == 20


def test_a_repeated_word_is_searched_for_once(client: Client) -> None:
    make_question("Family Hubs")
    assert read(client, f"/questions/?q={'hubs+' * 40}").count == 1
