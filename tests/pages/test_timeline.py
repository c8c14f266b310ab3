"""The timeline on a question's page: each event with its date and its source."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from questions.models import Answer, Question
from questions.pages.timeline import source_in_words
from tests.support.factories import make_answer, make_answered, make_department, make_event, make_question
from tests.support.pages import words_of

pytestmark = pytest.mark.django_db

ADDRESS = "/questions/commons/2023-03-22/171468/"
PARLIAMENT = Question.Provenance.PARLIAMENT


def timeline_of(client: Client) -> str:
    return words_of(client, ADDRESS).partition(" Timeline ")[2].partition(" Cite this ")[0]


def test_each_entry_names_its_source(client: Client) -> None:
    question = make_question(uin="171468", asked_by="Iris", provenance=PARLIAMENT)
    make_event(question, "heading", date(2023, 3, 25), before="Hubs", after="Family Hubs", source="parliament")
    make_event(question, "due", date(2023, 3, 26), before="2023-03-27", after="2023-03-29", source="editor:anna")
    make_answer(question, answered_by="Rupert", answered_on=date(2023, 3, 30))
    assert timeline_of(client) == (
        "22 March 2023 Tabled by Iris source: Parliament's API"
        " 25 March 2023 Heading changed Hubs → changed to Family Hubs first seen on this day, source: Parliament's API"
        " 26 March 2023 Date for answer changed 27 March 2023 → changed to 29 March 2023"
        " first seen on this day, source: an editor of this archive"
        " 30 March 2023 Answered by Rupert source: Parliament's API"
    )


def test_all_events_of_a_question_are_in_order(client: Client) -> None:
    question = make_question(uin="171468", provenance=PARLIAMENT, is_withdrawn=True)
    make_event(question, "transferred", date(2023, 3, 24), before="Treasury", after="Home Office", source="parliament")
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 28))
    make_answer(question, answered_on=date(2023, 3, 30))
    make_answer(question, stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 20))
    make_event(question, "withdrawn", date(2023, 5, 1), source="parliament")
    titles = ["Tabled", "Transferred", "Holding answer given", "Answered", "Answer corrected", "Withdrawn"]
    places = [timeline_of(client).index(f"2023 {title}") for title in titles]
    assert places == sorted(places)
    assert timeline_of(client).count("source: Parliament's API") == 6


def test_a_question_entered_by_hand_says_so(client: Client) -> None:
    make_question(uin="171468", is_withdrawn=True)
    assert "date not recorded Withdrawn source: entered by hand" in timeline_of(client)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("parliament", "Parliament's API"),
        ("editor", "an editor of this archive"),
        ("editor:anna", "an editor of this archive"),
        ("demo", "demo archive"),
        ("somewhere else", "somewhere else"),
        ("", ""),
    ],
)
def test_sources_are_described_in_words_and_editors_are_not_named(source: str, words: str) -> None:
    assert source_in_words(source) == words


def test_a_transfer_links_to_both_departments(client: Client) -> None:
    make_department("Treasury", slug="treasury")
    question = make_question(uin="171468", department="Home Office")
    make_event(question, "transferred", date(2023, 3, 24), before="Treasury", after="Home Office")
    page = client.get(ADDRESS).content.decode()
    change = page[page.index("Transferred to another department") :]
    assert change.index('href="/departments/treasury/"') < change.index('href="/departments/home-office/"')


def test_a_transfer_links_to_the_department_that_had_the_name_on_that_day(client: Client) -> None:
    make_department("Culture", started_on=date(1997, 5, 3), ended_on=date(2023, 2, 6))
    make_department("Culture", started_on=date(2023, 2, 7))
    question = make_question(uin="171468")
    make_event(question, "transferred", date(2010, 1, 1), before="Culture", after="Nobody knows")
    page = client.get(ADDRESS).content.decode()
    assert 'href="/departments/culture-1997/">Culture (1997–2023)</a>' in page
    assert "changed to Nobody knows" in words_of(client, ADDRESS)


def test_a_question_that_was_open_when_the_session_ended_has_lapsed(client: Client) -> None:
    make_question(uin="171468", last_seen_on=date(2023, 11, 7))
    assert "26 October 2023 Lapsed: the session ended source: the dates of Parliament’s sessions" in timeline_of(client)


@pytest.mark.parametrize("last_seen_on", [None, date(2023, 10, 26), date(2023, 4, 30)])
def test_a_question_that_was_not_seen_open_after_the_session_is_not_shown_as_lapsed(
    client: Client, last_seen_on
) -> None:
    make_question(uin="171468", last_seen_on=last_seen_on)
    assert "Lapsed" not in timeline_of(client)


def test_an_answered_question_has_not_lapsed(client: Client) -> None:
    make_answered(uin="171468", last_seen_on=date(2023, 11, 7))
    assert "Lapsed" not in timeline_of(client)


def test_a_question_with_only_a_holding_answer_can_lapse(client: Client) -> None:
    question = make_question(uin="171468", last_seen_on=date(2023, 11, 7))
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 28))
    assert timeline_of(client).index("Holding answer given") < timeline_of(client).index("Lapsed")


def test_transfers_take_one_more_query(client: Client, django_assert_max_num_queries) -> None:
    question = make_question(uin="171468", asked_by="Iris", party="Labour", department="Home Office", topic="Tax")
    for day in range(23, 30):
        make_event(question, "transferred", date(2023, 3, day), before=f"Office {day}", after=f"Office {day + 1}")
        make_department(f"Office {day}")
    make_answer(question, answered_by="Rupert")
    with django_assert_max_num_queries(11):
        client.get(ADDRESS)
