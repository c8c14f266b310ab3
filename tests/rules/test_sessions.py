"""The sessions of Parliament: their days, the filter, the desk, and what changes when one is added or deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from questions.archive.derived import sessions
from questions.models import ParliamentarySession, Reference, SessionsInForce
from questions.operations import worker
from questions.rules.sessions import Session, Sessions
from questions.search.index.writer import catch_up
from tests.support.factories import make_answer, make_answered, make_question
from tests.support.indexing import index_dir, is_complete, run
from tests.support.pages import read, words_of
from tests.support.topic_desk import text

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures(index_dir.__name__)]

FIRST = Session(date(2023, 11, 7), date(2024, 5, 24), "2023–24")
SECOND = Session(date(2024, 7, 17), None, "2024–26")
THIRD = Session(date(2026, 5, 13), None, "2026–27")
CALENDAR = Sessions([THIRD, FIRST, SECOND])
DESK = "/admin/questions/parliamentarysession/"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 11, 6), None),
        (date(2023, 11, 7), FIRST),
        (date(2024, 5, 24), FIRST),
        (date(2024, 5, 25), SECOND),  # a day after a session belongs to the next
        (date(2026, 5, 12), SECOND),
        (date(2026, 5, 13), THIRD),
        (date(2099, 1, 1), THIRD),
        (None, None),
    ],
)
def test_each_day_is_in_at_most_one_session(day: date | None, expected: Session | None) -> None:
    assert CALENDAR.of(day) == expected


def test_a_day_after_the_end_of_the_last_session_is_in_none() -> None:
    assert Sessions([FIRST]).of(date(2024, 6, 1)) is None
    assert Sessions([]).of(date(2024, 6, 1)) is None


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("2023-11-07", (date(2023, 11, 7), date(2024, 5, 24))),
        ("2024-07-17", (date(2024, 5, 25), date(2026, 5, 12))),
        ("2026-05-13", (date(2026, 5, 13), None)),
        ("2026-05-14", None),
    ],
)
def test_a_session_covers_the_days_from_the_end_of_the_previous_one_to_the_next(slug: str, expected: Any) -> None:
    assert CALENDAR.period(slug) == expected


def test_a_month_after_one_session_and_before_the_next_is_between_sessions() -> None:
    assert CALENDAR.is_between(date(2024, 6, 1), date(2024, 6, 30))
    assert not CALENDAR.is_between(date(2024, 5, 1), date(2024, 5, 31))
    assert not CALENDAR.is_between(date(2026, 5, 1), date(2026, 5, 12))  # nobody knows when the one before ended


def test_a_new_archive_has_all_sessions_up_to_the_current_one() -> None:
    newest = ParliamentarySession.objects.first()
    assert newest
    assert (newest.first_day, newest.last_day, newest.name) == (date(2026, 5, 13), None, "2026–27")
    assert ParliamentarySession.objects.count() == 23


# The list


def test_a_list_is_filtered_by_the_first_day_of_a_session_and_shows_its_name(client: Client) -> None:
    make_question(uin="1", tabled_on=date(2024, 5, 24))
    make_question(uin="2", tabled_on=date(2024, 7, 17))
    make_question(uin="3", tabled_on=date(2026, 5, 12))
    make_question(uin="4", tabled_on=date(2026, 5, 13))
    assert read(client, "/questions/?session=2024-07-17&sort=oldest").uins == ["2", "3"]
    assert read(client, "/questions/?session=2023-11-07&session=2026-05-13&sort=oldest").uins == ["1", "4"]
    page = read(client, "/questions/?session=2024-07-17")
    assert page.chips == ["session"]
    assert "Session: 2024–26" in words_of(client, "/questions/?session=2024-07-17")


def test_a_day_on_which_no_session_began_is_an_error(client: Client) -> None:
    make_question()
    page = read(client, "/questions/?session=2024-07-18")
    assert page.errors == ["session"]
    assert "“2024-07-18” is not the first day of a session on record." in page.text


# At the desk


def session_form(**changes: str) -> dict[str, str]:
    return {"name": "2027–28", "first_day": "2027-11-09", "last_day": "", **changes}


def test_questions_seen_open_in_a_newly_added_session_lapse(admin_client: Client, client: Client) -> None:
    asked: dict[str, Any] = {"is_named_day": True, "due_on": date(2027, 10, 1), "tabled_on": date(2027, 9, 20)}
    question = make_question(uin="1", **asked, last_seen_on=date(2027, 11, 20))
    assert sessions.apply_pending() == 0
    assert read(client, "/questions/?timing=overdue").uins == ["1"]
    saved = admin_client.post(f"{DESK}add/", session_form(), follow=True)
    assert "Timeliness or references changed for 1 question." in text(saved)
    assert read(client, "/questions/?timing=lapsed").uins == ["1"]
    said = "Lapsed: unanswered when the session ended, before the next one began on 9 November 2027"
    assert said in words_of(client, question.get_absolute_url())
    admin_client.post(f"{DESK}{ParliamentarySession.objects.get(name='2027–28').pk}/delete/", {"post": "yes"})
    assert read(client, "/questions/?timing=overdue").uins == ["1"]
    assert is_complete()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last_day": "2027-11-08"}, "The last day is before the first."),
        ({"first_day": "2024-07-17"}, "already exists"),
        ({"name": "2024–26"}, "already exists"),
        ({"first_day": "2024-05-01", "last_day": "2024-07-01"}, "The dates overlap with those of session 2023–24"),
        ({"first_day": "2024-06-01", "last_day": "2024-08-01"}, "The dates overlap with those of session 2024–26"),
        ({"first_day": "2022-05-11", "last_day": "2022-05-12"}, "The dates overlap with those of session 2022–23"),
        ({"first_day": "soon"}, "Enter a valid date, for example 31/12/2024 or 31 December 2024."),
        ({"first_day": "0001-01-01"}, "Year 1 means no date."),
        ({"last_day": "9999-12-31"}, "This date is more than 50 years in the future."),
    ],
)
def test_an_invalid_session_is_refused(admin_client: Client, changes: dict[str, str], said: str) -> None:
    assert said in text(admin_client.post(f"{DESK}add/", session_form(**changes)))


def test_many_questions_are_updated_in_the_background(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_question(tabled_on=date(2027, 9, 20), is_named_day=True, last_seen_on=date(2027, 11, 20))
    sessions.apply_pending()
    monkeypatch.setattr(sessions, "FEW", 0)
    saved = admin_client.post(f"{DESK}add/", session_form(), follow=True)
    assert "are being updated in the background" in text(saved)
    assert sessions.are_pending()
    assert sessions.apply_pending() == 1
    assert not sessions.are_pending()


# References without a date


def make_reference(uin: str, day: date) -> Reference:
    text = f"<p>I refer the hon. Member to the answer to Question {uin}.</p>"
    question = make_answered(answer=text, uin="20000", tabled_on=day, answered_on=day)
    return Reference.objects.get(question=question)


def test_a_uin_without_a_date_means_the_newest_question_in_the_session_and_house(client: Client) -> None:
    make_question(uin="16734", tabled_on=date(2024, 3, 1))
    second = make_question(uin="16734", tabled_on=date(2025, 2, 1))
    make_question(uin="16734", tabled_on=date(2026, 6, 1))
    make_question(uin="16734", tabled_on=date(2025, 3, 1), house="lords")
    assert make_reference("16734", date(2025, 6, 2)).target == second


def test_a_uin_that_no_question_in_the_session_has_gets_no_link(client: Client) -> None:
    make_question(uin="16734", tabled_on=date(2024, 3, 1))
    reference = make_reference("16734", date(2024, 9, 2))  # another session of the same year
    assert reference.target is None
    assert "Question 16734" in words_of(client, reference.question.get_absolute_url())


def test_a_uin_in_a_correction_means_a_question_in_the_session_of_the_first_answer(client: Client) -> None:
    first = make_question(uin="16734", tabled_on=date(2024, 3, 1))
    make_question(uin="16734", tabled_on=date(2024, 9, 1))
    question = make_answered(uin="20000", tabled_on=date(2024, 4, 2), answered_on=date(2024, 4, 12))
    text = "<p>I refer the hon. Member to the answer to Question 16734.</p>"
    make_answer(question, text, stage=3, answered_on=date(2024, 10, 8))
    assert Reference.objects.get(question=question).target == first


def test_deleting_a_session_lets_references_reach_the_one_before_it(admin_client: Client) -> None:
    before = make_question(uin="16734", tabled_on=date(2026, 4, 1))
    reference = make_reference("16734", date(2026, 6, 1))
    sessions.apply_pending()
    assert reference.target is None
    session = ParliamentarySession.objects.get(name="2026–27")
    admin_client.post(f"{DESK}{session.pk}/delete/", {"post": "yes"})
    reference.refresh_from_db()
    assert reference.target == before


@pytest.mark.parametrize("update", [lambda: run("derive"), worker.take_in])
def test_derive_and_the_index_worker_update_an_archive_made_before_there_were_sessions(
    update: Callable[[], Any],
) -> None:
    before = make_question(uin="16734", tabled_on=date(2026, 4, 1))
    reference = make_reference("16734", date(2026, 6, 1))
    Reference.objects.filter(pk=reference.pk).update(
        target=before
    )  # as earlier versions chose it, from the whole Parliament
    SessionsInForce.objects.all().delete()
    catch_up()
    assert sessions.are_pending()
    update()
    reference.refresh_from_db()
    assert (reference.target, sessions.are_pending()) == (None, False)
