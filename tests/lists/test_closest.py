"""What a page offers when no question, or hardly any, has all the words of a search."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import quote_plus

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_question, together
from tests.support.pages import Listed, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive() -> None:
    """Enough questions for common words to say little."""
    with together():
        question = "To ask how many NHS dentists there are in Leeds."
        make_question("Dental Services", uin="1", text=question, house="lords")
        make_question("Dentists: Training", uin="2", text="To ask how many dentists have trained.")
        make_answered("NHS: Pay", "<p>There is a lack of staff.</p>", uin="3", text="To ask what the NHS pays.")
        for number in range(10, 22):
            make_question("Roads", uin=str(number), text="To ask how many roads there are of stone.")


def closest(page: Listed) -> list[str]:
    """The UINs of the closest matches."""
    return re.findall(r'data-closest="([^"]+)"', page.text)


def test_words_that_no_question_has_together_show_the_questions_that_have_most_of_them(
    client: Client, archive: None
) -> None:
    page = read(client, "/questions/?q=lack+of+NHS+dentists")
    assert (page.count, page.uins) == (0, [])
    assert "No question has all these words. Closest matches:" in page.text
    assert set(closest(page)) == {"1", "2", "3"}  # not those that only have "of"
    assert closest(page)[0] == "1"
    assert "<mark>NHS</mark> <mark>dentists</mark>" in page.text


def test_the_closest_matches_come_after_the_few_that_have_all_words(client: Client, archive: None) -> None:
    page = read(client, "/questions/?q=dentists+trained")
    assert page.uins == ["2"]
    assert "Few questions have all these words. Closest matches:" in page.text
    assert closest(page) == ["1"]


def test_the_link_below_them_searches_for_any_of_the_words(client: Client, archive: None) -> None:
    page = read(client, "/questions/?q=lack+of+NHS+dentists")
    assert set(read(client, page.link("Search for any of these words")).uins) == {"1", "2", "3"}


def test_filters_hold_for_the_closest_matches_too(client: Client, archive: None) -> None:
    assert closest(read(client, "/questions/?q=lack+of+NHS+dentists&house=lords")) == ["1"]


@pytest.mark.parametrize(
    "query",
    [
        "dentists",  # found
        "how many roads",  # enough of them
        "unheard",  # nothing is like it
        '"lack of NHS dentists"',  # a phrase
        "lack OR unheard",
        "lack AND of AND dentists",  # all of them, or nothing
        "heading:lack",
    ],
)
def test_other_searches_show_none(client: Client, archive: None, query: str) -> None:
    page = read(client, f"/questions/?q={query}")
    assert closest(page) == []
    assert "Closest matches" not in page.text


def test_operators_stay_strict(client: Client, archive: None) -> None:
    assert closest(read(client, "/questions/?q=lack+of+dentists+-training")) == ["1", "3"]
    assert closest(read(client, '/questions/?q=lack+of+nhs+"roads+of+gold"')) == []


@pytest.mark.parametrize(
    ("query", "alone", "uins"),
    [
        ('"NHS dentists" unheard', '"NHS dentists"', ["1"]),
        ("heading:dental unheard", "heading:dental", ["1"]),
        ("dent* unheard", "dent*", ["1", "2"]),
        ("(dental OR dentists) unheard", "dental OR dentists", ["1", "2"]),
    ],
)
def test_questions_with_a_phrase_are_shown_if_none_has_the_word_beside_it(
    client: Client, archive: None, query: str, alone: str, uins: list[str]
) -> None:
    page = read(client, f"/questions/?q={quote_plus(query)}")
    assert (page.count, sorted(closest(page))) == (0, uins)
    assert read(client, page.link(f"Search only for {alone}")).count == len(uins)


def test_the_closest_matches_with_a_word_as_typed_come_first(client: Client) -> None:
    with together():
        make_question("Staff: Training", uin="1", text="To ask about training in the north.")
        make_question("Rail: Trains", uin="2", text="To ask about trains in the north.")
        for number in range(10, 22):
            make_question("Roads", uin=str(number), text="To ask how many roads there are.")
    assert closest(read(client, "/questions/?q=late+trains+north")) == ["2", "1"]
    assert closest(read(client, "/questions/?q=late+training+north")) == ["1", "2"]


def test_a_second_page_shows_none(client: Client, archive: None) -> None:
    assert closest(read(client, "/questions/?q=dentists+trained&per_page=10")) == ["1"]
    assert read(client, "/questions/?q=dentists+trained&page=2").status == 404


@pytest.mark.parametrize("typed", ["UIN 171468", "Question 171468", "HL 5762", "171468 of 22 March 2023", "PQ: 171468"])
def test_a_question_that_the_archive_does_not_have_is_reported_instead(client: Client, typed: str) -> None:
    make_question("Question of UINs in HL and PQ", uin="1", text="To ask about 22 of March.")
    page = read(client, f"/questions/?q={typed}")
    assert "The archive has no question with this UIN or address." in page.text
    assert closest(page) == []


def test_texts_that_cite_a_question_that_the_archive_does_not_have_are_listed_alone(client: Client) -> None:
    make_question("Question 171468", uin="1")
    make_question("A question", uin="2")
    page = read(client, "/questions/?q=Question+171468")
    assert "The archive has no question with this UIN or address." in page.text
    assert (page.uins, closest(page)) == (["1"], [])
    assert "has no question with this UIN" not in read(client, "/questions/?q=171468").text, "it may be any number"


def test_removing_a_filter_is_suggested_only_if_there_is_one(client: Client, archive: None) -> None:
    assert "Remove a filter" not in read(client, "/questions/?q=unheard").text
    assert "Remove a filter" in read(client, "/questions/?q=unheard&house=lords").text


# Either of two things


def test_either_side_of_and_is_offered_where_few_questions_have_both(client: Client, archive: None) -> None:
    page = read(client, "/questions/?q=dentists+and+NHS+pay")
    assert "<code>dentists OR NHS pay</code>" in page.text
    assert set(read(client, page.link("Search for either of these")).uins) == {"1", "2", "3"}


def test_the_offer_counts_what_either_side_finds(client: Client) -> None:
    with together():
        for uin, heading in enumerate(["SEND and Family Hubs", "SEND", "SEND: Schools", "Family Hubs", "Roads"], 1):
            make_question(heading, uin=str(uin), text="To ask what is planned.")
    page = read(client, "/questions/?q=SEND+and+family+hubs")
    assert page.count == 1
    link = page.link("Search for either of these")
    assert "<code>SEND OR family hubs</code> (4 questions)" in page.text
    assert set(read(client, link).uins) == {"1", "2", "3", "4"}


@pytest.mark.parametrize("query", ["lack and pay and trained", "lack, pay and trained"])
def test_each_of_several_things_is_offered(client: Client, archive: None, query: str) -> None:
    page = read(client, f"/questions/?q={query}")
    assert "<code>lack OR pay OR trained</code> (2 questions)" in page.text


def test_two_letters_with_and_between_them_are_one_thing(client: Client, archive: None) -> None:
    make_question("A and E: Waiting", uin="98", text="How long is it?")
    assert "either of these" not in read(client, "/questions/?q=A+and+E+waiting").text


def test_either_side_is_not_offered_if_that_would_find_nothing_more(client: Client, archive: None) -> None:
    assert "either of these" not in read(client, "/questions/?q=and+dentists").text
    assert "either of these" not in read(client, "/questions/?q=gold+and+silver").text
    assert "either of these" not in read(client, "/questions/?q=dentists+AND+NHS").text


def test_either_side_is_not_offered_if_many_questions_have_both(client: Client) -> None:
    with together():
        for number in range(20):
            make_question("Roads and Rail", uin=str(number), tabled_on=date(2024, 1, 1))
        make_question("Roads", uin="99")
    assert "either of these" not in read(client, "/questions/?q=roads+and+rail").text
