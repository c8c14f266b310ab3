"""A list by days of tabling says which of these months the archive does not have, also if nothing matches."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests.support.factories import make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

MARCH, JUNE = date(2023, 3, 22), date(2023, 6, 1)


def note(client: Client, address: str) -> str:
    found = re.search(r'<p class="note" data-note="absent">(.*?)</p>', read(client, address).text)
    return re.sub("<[^>]+>", "", found[1]) if found else ""


@pytest.fixture(autouse=True)
def archive_without_april_and_may() -> None:
    make_question("Rail", tabled_on=MARCH, department="Home Office", topic="Tax")
    make_question("Hubs", tabled_on=JUNE, department="Home Office", topic="Tax")


def test_a_list_of_missing_months_says_so_instead_of_advice_to_remove_a_filter(client: Client) -> None:
    address = "/questions/?tabled_after=2023-04-05&tabled_before=2023-05-31"
    page = words_of(client, address)
    assert "The archive has no questions tabled from April 2023 to May 2023. See what it has." in page
    assert "No questions match. Choose other days, or clear all filters." in page
    assert "Remove a filter" not in page
    assert read(client, address).link("See what it has") == "/coverage/"


def test_the_note_stands_above_questions_that_match(client: Client) -> None:
    page = words_of(client, "/questions/?tabled_after=2023-03&tabled_before=2023-05")
    assert page.index("from April 2023 to May 2023") < page.index("1 question ")


def test_nothing_found_in_a_period_that_the_archive_has_in_part_advises_to_remove_a_filter(client: Client) -> None:
    page = words_of(client, "/questions/?q=fish&tabled_after=2023-03&tabled_before=2023-05")
    assert "from April 2023 to May 2023" in page
    assert "Remove a filter" in page


@pytest.mark.parametrize("path", ["/questions/", "/statistics/", "/departments/home-office/", "/topics/tax/"])
def test_every_list_and_the_statistics_have_the_note(client: Client, path: str) -> None:
    assert "no questions tabled in May 2023." in note(client, f"{path}?tabled_after=2023-05-01")


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        ("tabled_after=2023-05", "in May 2023"),
        ("tabled_after=2023-05&tabled_before=2023-07", "in May 2023 or in July 2023"),
        ("tabled_before=2023-04", "in April 2023"),
        ("tabled_before=2023-02", "in February 2023"),
        ("year=2022", "from January 2022 to December 2022"),
        ("year=2023", "from January 2023 to February 2023, from April 2023 to May 2023 or from July 2023"),
        ("year=2023&tabled_after=2023-03&tabled_before=2023-04-01", "in April 2023"),
        ("year=none", ""),
        ("tabled_after=2023-06&tabled_before=2023-06", ""),
        ("tabled_after=2023-03-01&tabled_before=2023-03-31", ""),
        ("tabled_after=9999-01-01", ""),
        ("year=9999", ""),
        ("tabled_after=0001-01-01&tabled_before=0001-12-31", ""),
        ("tabled_after=nonsense", ""),
        ("q=rail", ""),
        ("", ""),
    ],
)
def test_the_months_are_those_that_all_filters_by_day_allow(client: Client, asked: str, months: str) -> None:
    found = note(client, f"/questions/?{asked}")
    assert months in found
    assert bool(found) == bool(months)


@pytest.mark.parametrize("chosen", ["session=2022-05-10", "parliament=58&tabled_after=2022-05&tabled_before=2023-10"])
def test_a_session_or_parliament_of_which_months_are_missing_has_the_note(client: Client, chosen: str) -> None:
    assert "from May 2022 to February 2023, from April 2023 to May 2023 or from July 2023" in note(
        client, f"/questions/?{chosen}"
    )


def test_more_than_three_periods_are_counted_instead_of_named(client: Client) -> None:
    make_question(tabled_on=date(2022, 12, 1))
    assert "no questions tabled in 15 of the months you chose." in note(client, "/questions/?session=2022-05-10")


@pytest.mark.parametrize("path", ["/statistics/", "/departments/home-office/", "/topics/tax/"])
def test_pages_with_a_share_on_time_say_that_the_filter_counts_every_question(client: Client, path: str) -> None:
    words = "These count every question in the list. Shares on time leave some out: how we count"
    assert words in words_of(client, path)
    assert words not in words_of(client, "/questions/")
    assert read(client, path).link("how we count") == "/statistics/#rules"


def test_the_months_are_those_of_the_house_chosen(client: Client) -> None:
    make_question(tabled_on=date(2023, 4, 3), house="lords", uin="HL1")
    days = "tabled_after=2023-04&tabled_before=2023-04"
    assert note(client, f"/questions/?{days}") == ""
    assert "no House of Commons questions tabled in April 2023." in note(client, f"/questions/?house=commons&{days}")
    assert note(client, f"/questions/?house=lords&{days}") == ""


def test_months_between_two_sessions_are_not_absent(client: Client) -> None:
    make_question(tabled_on=date(2024, 5, 1))
    make_question(tabled_on=date(2024, 7, 17))  # Parliament had been dissolved in June
    assert note(client, "/questions/?tabled_after=2024-06&tabled_before=2024-06") == ""
