"""That a session is missing from the list, which the archive tells by the numbers of its questions."""

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


def questions(first: date, *uins: str, house: str = "commons") -> None:
    """One a day, from the first day on."""
    with together():
        for number, uin in enumerate(uins):
            make_question(uin=uin, tabled_on=first + timedelta(days=number), house=house)


def test_where_the_highest_number_of_a_day_falls_by_half_a_session_began(client: Client) -> None:
    questions(BEFORE, "90000", "90400")
    questions(AFTER, "312", "900", "2100")
    page = words_of(client, "/coverage/")
    assert f"{SAID} The numbering of questions starts again at 1 in each session." in page
    assert "In the House of Commons, the highest number in a day fell from 90,400 on 27 October 2027" in page
    assert "to 312 on 9 November 2027" in page


def test_a_fall_by_just_half_is_one(client: Client) -> None:
    questions(BEFORE, "20000", "20500", "20900")
    questions(AFTER, "10450", "10449", "10200")
    assert SAID in words_of(client, "/coverage/")


def test_the_lords_number_theirs_with_letters(client: Client) -> None:
    questions(BEFORE, "HL9000", house="lords")
    questions(AFTER, "HL12", house="lords")
    assert "In the House of Lords, the highest number in a day fell from 9,000" in words_of(client, "/coverage/")


@pytest.mark.parametrize(
    ("uins", "what"),
    [
        (("90000", "60000"), "a fall by less than half"),
        (("90000", "911639", "90100"), "oral questions, which are a series of their own"),
        (("90000", "17", "90100"), "one question of a day that has a low number"),
        (("300", "90000", "700"), "one that has a high number"),
        (("90000", "X7"), "what is no number"),
        (("12345678901234567890", "5"), "what is too long for one"),
    ],
)
def test_nothing_is_said_of(client: Client, uins: tuple[str, ...], what: str) -> None:
    questions(BEFORE, *uins)
    assert SAID not in words_of(client, "/coverage/"), what


def test_once_the_session_is_on_record_nothing_is_said(client: Client) -> None:
    questions(BEFORE, "90000")
    questions(AFTER, "312")
    assert SAID in words_of(client, "/coverage/")
    ParliamentarySession.objects.create(first_day=AFTER, name="2027–28")
    assert SAID not in words_of(client, "/coverage/")


def test_those_on_record_from_the_start_explain_the_falls_of_the_real_archive(client: Client) -> None:
    questions(date(2024, 5, 23), "27000")
    questions(date(2024, 7, 17), "588")
    questions(date(2026, 4, 16), "126000")
    questions(date(2026, 5, 13), "410")
    assert SAID not in words_of(client, "/coverage/")


def test_the_desks_first_page_counts_it(admin_client: Client) -> None:
    questions(BEFORE, "90000")
    questions(AFTER, "312")
    catch_up()
    assert numbers(admin_client)["sessions"] == 1
