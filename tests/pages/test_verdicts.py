"""The verdict on a question: on its page, in the filters of lists, and in shares on time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.models import Answer, Question
from tests.support.factories import make_answer, make_answered, make_member, make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

ORDINARY = "Ordinary question: must be answered within five working days, counting the date for answer as the first"
PUT_DOWN_FOR = date(2023, 3, 23)  # a Thursday: 29 March is the last of the five


def page_of(client: Client, question: Question) -> str:
    return words_of(client, question.get_absolute_url())


@pytest.mark.parametrize(
    ("answered_on", "said"),
    [
        (date(2023, 3, 22), f"Answered before the first of five working days. {ORDINARY}."),
        (date(2023, 3, 23), f"Answered on the first of five working days. {ORDINARY}."),
        (date(2023, 3, 26), f"Answered after the second of five working days. {ORDINARY}."),  # a Sunday
        (date(2023, 3, 27), f"Answered on the third of five working days. {ORDINARY}."),
        (date(2023, 3, 29), f"Answered on the fifth of five working days. {ORDINARY}."),
        (date(2023, 3, 30), f"Answered one working day late. {ORDINARY}."),
        (date(2023, 4, 11), f"Answered seven working days late. {ORDINARY}."),  # Easter was in between
        (date(2023, 4, 21), f"Answered 15 working days late. {ORDINARY}."),
        (date(2023, 3, 21), "No verdict: the answer is dated before the question."),
        (date(2103, 3, 21), f"Answered years late. {ORDINARY}."),
    ],
)
def test_the_page_shows_the_verdict_with_the_working_days_and_the_rule(
    client: Client, answered_on: date, said: str
) -> None:
    question = make_answered(is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=answered_on)
    assert said in page_of(client, question)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (23, "Answered one working day before the named day. Named day question: must be answered by the named day."),
        (24, "Answered on the named day. Named day question"),
        (25, "Answered late, before the next working day. Named day question"),
        (28, "Answered two working days late. Named day question"),
    ],
)
def test_a_named_day_question_is_judged_by_its_named_day(client: Client, day: int, said: str) -> None:
    question = make_answered(is_named_day=True, due_on=date(2023, 3, 24), answered_on=date(2023, 3, day))
    assert said in page_of(client, question)


def test_an_oral_question_answered_in_writing_has_its_own_rule(client: Client) -> None:
    asked: dict[str, Any] = {"is_named_day": True, "due_on": date(2023, 3, 28)}
    question = make_answered(uin="900001", **asked, answered_on=date(2023, 3, 28))
    page = page_of(client, question)
    assert "Type Oral question answered in writing" in page
    said = "Answered on the date for answer. Oral question answered in writing: must be answered by the date for answer"
    assert said in page


@pytest.mark.parametrize(
    ("answered_on", "said"),
    [
        (
            date(2023, 3, 22),
            "Answered before the first of ten working days. Lords written question: must be answered within ten",
        ),
        (date(2023, 3, 23), "Answered on the first of ten working days"),
        (date(2023, 4, 2), "Answered after the seventh of ten working days"),
        (date(2023, 4, 5), "Answered on the tenth of ten working days"),
        (
            date(2023, 4, 6),
            "Answered one working day late. Lords written question: must be answered within ten working days, by",
        ),
    ],
)
def test_a_lords_question_is_judged_by_its_date_for_answer(client: Client, answered_on: date, said: str) -> None:
    question = make_answered(house="lords", uin="HL1", due_on=date(2023, 4, 5), answered_on=answered_on)
    assert said in page_of(client, question)


def test_a_lords_question_with_an_unusual_date_for_answer_shows_no_working_days(client: Client) -> None:
    question = make_answered(house="lords", uin="HL1", due_on=date(2023, 4, 3), answered_on=date(2023, 3, 30))
    assert "Answered on time. Lords written question" in page_of(client, question)


def test_a_question_without_a_date_for_answer_has_no_verdict(client: Client) -> None:
    question = make_answered(is_named_day=False, due_on=None)
    assert "No verdict: the date for answer is not recorded." in page_of(client, question)


PROROGUED = "<p>It has not proved possible to respond to the hon. Member in the time available before Prorogation.</p>"


@pytest.mark.parametrize(
    ("answered_on", "verdict", "said"),
    [
        (date(2023, 3, 29), "on-time", "Answered on the fifth of five working days"),
        (date(2023, 10, 26), "lapsed", "Lapsed: the answer says only that the session ended"),
    ],
)
def test_an_answer_that_says_only_that_the_session_ended_counts_only_if_it_is_on_time(
    client: Client, answered_on: date, verdict: str, said: str
) -> None:
    question = make_answered(
        answer=PROROGUED, uin="1", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=answered_on
    )
    assert said in page_of(client, question)
    assert read(client, f"/questions/?timing={verdict}").uins == ["1"]


def test_a_question_of_unknown_type_has_no_verdict(client: Client) -> None:
    question = make_answered(is_named_day=None, due_on=date(2023, 3, 24))
    assert "No verdict: the type of question is not recorded." in page_of(client, question)


@pytest.mark.parametrize(
    ("last_seen_on", "said"),
    [
        (date(2023, 3, 29), "No verdict yet: last checked on 29 March 2023, before the deadline had passed"),
        (date(2023, 3, 31), "Two working days overdue when last seen on 31 March 2023"),
        (None, "No verdict yet: the date last checked is not recorded"),
        (date(2024, 1, 9), "Lapsed: unanswered when the session ended on 26 October 2023"),
    ],
)
def test_an_open_question_is_overdue_only_if_it_was_seen_after_the_deadline(
    client: Client, last_seen_on: date, said: str
) -> None:
    question = make_question(is_named_day=False, due_on=PUT_DOWN_FOR, last_seen_on=last_seen_on)
    assert said in page_of(client, question)


def test_a_holding_answer_does_not_stop_the_clock(client: Client) -> None:
    question = make_question(is_named_day=True, due_on=date(2023, 3, 24), last_seen_on=date(2023, 3, 28), uin="1")
    make_answer(question, stage=Answer.Stage.HOLDING, answered_on=date(2023, 3, 24))
    assert (
        "Two working days overdue when last seen on 28 March 2023, with a holding answer by the named day"
        in page_of(client, question)
    )
    assert read(client, "/questions/?overdue=1").uins == ["1"]
    make_answer(question, answered_on=date(2023, 3, 29))
    assert "Answered three working days late, after a holding answer by the named day" in page_of(client, question)
    assert read(client, "/questions/?overdue=1").uins == []


def test_a_correction_does_not_change_the_verdict(client: Client) -> None:
    question = make_answered(is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    make_answer(question, stage=Answer.Stage.CORRECTION, answered_on=date(2023, 6, 1))
    assert "Answered on the fifth of five working days" in page_of(client, question)


def test_a_withdrawn_question_has_no_verdict(client: Client) -> None:
    question = make_question(is_named_day=False, is_withdrawn=True, last_seen_on=date(2023, 6, 1))
    assert "No verdict: withdrawn." in page_of(client, question)


def test_lists_are_filtered_by_verdict(client: Client) -> None:
    make_answered(uin="1", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 29))
    make_answered(uin="2", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 30))
    make_question(uin="3", is_named_day=False, due_on=PUT_DOWN_FOR, last_seen_on=date(2023, 3, 31))
    assert read(client, "/questions/?timing=on-time").uins == ["1"]
    assert read(client, "/questions/?timing=late&timing=overdue&sort=oldest").uins == ["2", "3"]
    assert read(client, "/questions/?overdue=1").uins == ["3"]
    assert read(client, "/questions/?overdue=0&sort=oldest").uins == ["1", "2"]
    assert "“soon” is not one of the options." in words_of(client, "/questions/?timing=soon")


@pytest.mark.parametrize(
    "address", ["/departments/home-office/", "/topics/childcare/", "/members/max-sample-7/", "/members/ann-asker-8/"]
)
def test_pages_of_departments_topics_and_members_show_the_share_on_time(client: Client, address: str) -> None:
    minister = make_member("Max Sample", parliament_id=7)
    asker = make_member("Ann Asker", parliament_id=8)
    asked: dict[str, Any] = {"department": "Home Office", "topic": "Childcare", "asked_by": asker}
    asked |= {"is_named_day": False, "due_on": PUT_DOWN_FOR}
    for number, day in enumerate([24, 27, 30], start=1):
        answered_on = date(2023, 3, day)
        make_answered(uin=str(number), answered_by=minister, answered_on=answered_on, **asked)
    page = words_of(client, address)
    assert "66% of 3 questions counted were answered on time: 1 late, 0 overdue." in page
    assert read(client, read(client, address).link("1 late")).uins == ["3"]


def test_no_share_is_shown_before_any_question_counts(client: Client) -> None:
    make_question(department="Home Office")
    assert "questions counted" not in words_of(client, "/departments/home-office/")


@pytest.mark.parametrize("query", ["timing=late", "status=corrected", "overdue=1", "answered_after=2023-03-30"])
def test_the_share_on_time_ignores_filters_by_outcome(client: Client, query: str) -> None:
    make_answered(department="Home Office", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 24))
    make_answered(department="Home Office", is_named_day=False, due_on=PUT_DOWN_FOR, answered_on=date(2023, 3, 30))
    assert "50% of 2 questions counted were answered on time" in words_of(client, f"/departments/home-office/?{query}")
