"""The life of a question as its page tells it: each thing with its day and its source."""

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


def told(client: Client) -> str:
    return words_of(client, ADDRESS).partition(" Timeline ")[2].partition(" Cite this ")[0]


def test_each_entry_says_where_it_is_from(client: Client) -> None:
    question = make_question(uin="171468", asked_by="Iris", provenance=PARLIAMENT)
    make_event(question, "heading", date(2023, 3, 25), before="Hubs", after="Family Hubs", source="parliament")
    make_event(question, "due", date(2023, 3, 26), before="2023-03-27", after="2023-03-29", source="editor:anna")
    make_answer(question, answered_by="Rupert", answered_on=date(2023, 3, 30))
    assert told(client) == (
        "22 March 2023 Tabled by Iris source: Parliament's API"
        " 25 March 2023 Heading changed Hubs → changed to Family Hubs first seen on this day, source: Parliament's API"
        " 26 March 2023 Date for answer changed 27 March 2023 → changed to 29 March 2023"
        " first seen on this day, source: an editor of this archive"
        " 30 March 2023 Answered by Rupert source: Parliament's API"
    )


def test_the_whole_life_of_a_question_in_its_order(client: Client) -> None:
    question = make_question(uin="171468", provenance=PARLIAMENT, is_withdrawn=True)
    make_event(question, "transferred", date(2023, 3, 24), before="Treasury", after="Home Office", source="parliament")
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 28))
    make_answer(question, answered_on=date(2023, 3, 30))
    make_answer(question, stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 20))
    make_event(question, "withdrawn", date(2023, 5, 1), source="parliament")
    titles = ["Tabled", "Transferred", "Holding answer given", "Answered", "Answer corrected", "Withdrawn"]
    places = [told(client).index(f"2023 {title}") for title in titles]
    assert places == sorted(places)
    assert told(client).count("source: Parliament's API") == 6


def test_a_question_entered_by_hand_says_so(client: Client) -> None:
    make_question(uin="171468", is_withdrawn=True)
    assert "date not recorded Withdrawn source: entered by hand" in told(client)


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
def test_sources_are_told_in_words_and_no_editor_is_named(source: str, words: str) -> None:
    assert source_in_words(source) == words


def test_a_transfer_leads_to_both_departments(client: Client) -> None:
    make_department("Treasury", slug="treasury")
    question = make_question(uin="171468", department="Home Office")
    make_event(question, "transferred", date(2023, 3, 24), before="Treasury", after="Home Office")
    page = client.get(ADDRESS).content.decode()
    change = page[page.index("Transferred to another department") :]
    assert change.index('href="/departments/treasury/"') < change.index('href="/departments/home-office/"')


def test_of_departments_of_one_name_the_one_of_that_day_is_meant(client: Client) -> None:
    make_department("Culture", started_on=date(1997, 5, 3), ended_on=date(2023, 2, 6))
    make_department("Culture", started_on=date(2023, 2, 7))
    question = make_question(uin="171468")
    make_event(question, "transferred", date(2010, 1, 1), before="Culture", after="Nobody knows")
    page = client.get(ADDRESS).content.decode()
    assert 'href="/departments/culture-1997/">Culture (1997–2023)</a>' in page
    assert "changed to Nobody knows" in words_of(client, ADDRESS)


def test_a_question_that_was_open_when_the_session_ended_has_lapsed(client: Client) -> None:
    make_question(uin="171468", last_seen_on=date(2023, 11, 7))
    assert "26 October 2023 Lapsed: the session ended source: the dates of Parliament’s sessions" in told(client)


@pytest.mark.parametrize("last_seen_on", [None, date(2023, 10, 26), date(2023, 4, 30)])
def test_one_that_nobody_saw_open_after_the_session_has_not_as_far_as_is_known(client: Client, last_seen_on) -> None:
    make_question(uin="171468", last_seen_on=last_seen_on)
    assert "Lapsed" not in told(client)


def test_one_with_an_answer_has_not_lapsed(client: Client) -> None:
    make_answered(uin="171468", last_seen_on=date(2023, 11, 7))
    assert "Lapsed" not in told(client)


def test_a_holding_answer_does_not_keep_a_question_from_lapsing(client: Client) -> None:
    question = make_question(uin="171468", last_seen_on=date(2023, 11, 7))
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 28))
    assert told(client).index("Holding answer given") < told(client).index("Lapsed")


def test_a_transfer_costs_one_query_more(client: Client, django_assert_max_num_queries) -> None:
    question = make_question(uin="171468", asked_by="Iris", party="Labour", department="Home Office", topic="Tax")
    for day in range(23, 30):
        make_event(question, "transferred", date(2023, 3, day), before=f"Office {day}", after=f"Office {day + 1}")
        make_department(f"Office {day}")
    make_answer(question, answered_by="Rupert")
    with django_assert_max_num_queries(11):
        client.get(ADDRESS)
