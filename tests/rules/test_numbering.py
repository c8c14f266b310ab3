"""A sudden fall in the UINs of questions shows that a session is missing from the archive."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from questions.models import ParliamentarySession
from questions.search.index.writer import catch_up
from tests.accounts.test_work_lists import numbers
from tests.support.factories import make_question, together
from tests.support.indexing import index_dir
from tests.support.pages import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

SAID = "A session of Parliament seems to be missing from this archive."
BEFORE, AFTER = date(2027, 10, 26), date(2027, 11, 9)


def make_questions(first: date, *uins: str, house: str = "commons") -> None:
    """Make one question a day, from the first day on."""
    with together():
        for number, uin in enumerate(uins):
            make_question(uin=uin, tabled_on=first + timedelta(days=number), house=house)


def test_a_session_is_missing_if_the_highest_uin_of_a_day_falls_by_half(client: Client) -> None:
    make_questions(BEFORE, "90000", "90400")
    make_questions(AFTER, "312", "900", "2100")
    page = words_of(client, "/coverage/")
    assert f"{SAID} The numbering of questions starts again at 1 in each session." in page
    assert "In the House of Commons, the highest number in a day fell from 90,400 on 27 October 2027" in page
    assert "to 312 on 9 November 2027" in page


def test_a_fall_by_exactly_half_counts(client: Client) -> None:
    make_questions(BEFORE, "20000", "20500", "20900")
    make_questions(AFTER, "10450", "10449", "10200")
    assert SAID in words_of(client, "/coverage/")


def test_the_letters_of_lords_uins_are_ignored(client: Client) -> None:
    make_questions(BEFORE, "HL9000", house="lords")
    make_questions(AFTER, "HL12", house="lords")
    assert "In the House of Lords, the highest number in a day fell from 9,000" in words_of(client, "/coverage/")


@pytest.mark.parametrize(
    ("uins", "what"),
    [
        (("90000", "60000"), "a fall by less than half"),
        (("90000", "911639", "90100"), "oral questions, which have their own series"),
        (("90000", "17", "90100"), "one question with a low UIN"),
        (("300", "90000", "700"), "one question with a high UIN"),
        (("90000", "X7"), "a UIN that is not a number"),
        (("12345678901234567890", "5"), "a UIN that is too long for a number"),
    ],
)
def test_no_session_is_reported_as_missing(client: Client, uins: tuple[str, ...], what: str) -> None:
    make_questions(BEFORE, *uins)
    assert SAID not in words_of(client, "/coverage/"), what


def test_the_report_disappears_once_the_session_is_on_record(client: Client) -> None:
    make_questions(BEFORE, "90000")
    make_questions(AFTER, "312")
    assert SAID in words_of(client, "/coverage/")
    ParliamentarySession.objects.create(first_day=AFTER, name="2027–28")
    assert SAID not in words_of(client, "/coverage/")


def test_the_sessions_of_a_new_archive_explain_the_falls_in_real_data(client: Client) -> None:
    make_questions(date(2024, 5, 23), "27000")
    make_questions(date(2024, 7, 17), "588")
    make_questions(date(2026, 4, 16), "126000")
    make_questions(date(2026, 5, 13), "410")
    assert SAID not in words_of(client, "/coverage/")


def test_the_desk_counts_a_missing_session_in_its_work_lists(admin_client: Client) -> None:
    make_questions(BEFORE, "90000")
    make_questions(AFTER, "312")
    catch_up()
    assert numbers(admin_client)["sessions"] == 1
