"""Months missing from the archive are hatched and named. Months without matching questions are not."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from questions.rules.months import MOST, Months, in_address, in_words, last_day, month_of, runs
from tests.support.factories import make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

MARCH, APRIL, JUNE = date(2023, 3, 22), date(2023, 4, 3), date(2023, 6, 1)
HATCHED = re.compile(
    r'<rect class="chart__missing" x="([\d.]+)%" y="0" width="([\d.]+)%"[^>]*><title>([^<]+): not in this arc'
)


def hatched(client: Client, address: str) -> list[tuple[str, str, str]]:
    """The position and width, in percent, and the name of each hatched part of a chart."""
    return HATCHED.findall(read(client, address).text)


def test_a_missing_month_is_hatched_and_named(client: Client) -> None:
    make_question(tabled_on=MARCH)
    make_question(tabled_on=JUNE)
    assert hatched(client, "/questions/by/month/") == [("25.0", "50.0", "April 2023 to May 2023")]
    assert "Not in this archive: April 2023 to May 2023." in words_of(client, "/questions/by/month/")


def test_a_month_without_matching_questions_is_left_empty(client: Client) -> None:
    make_question("Hubs", tabled_on=MARCH)
    make_question("Rail", tabled_on=APRIL)
    make_question("Hubs", tabled_on=JUNE)
    assert hatched(client, "/questions/by/month/?q=hubs") == [("50.0", "25.0", "May 2023")]


def test_a_month_with_questions_from_the_lords_only_is_missing_for_the_commons(client: Client) -> None:
    make_question(tabled_on=MARCH)
    make_question(tabled_on=APRIL, house="lords", uin="HL1")
    make_question(tabled_on=JUNE)
    assert hatched(client, "/questions/by/month/")[0][2] == "May 2023"
    assert hatched(client, "/questions/by/month/?house=commons")[0][2] == "April 2023 to May 2023"


def test_a_month_between_two_sessions_is_not_missing(client: Client) -> None:
    make_question(tabled_on=date(2024, 5, 1))
    make_question(tabled_on=date(2024, 7, 17))  # Parliament had been dissolved in June
    assert hatched(client, "/questions/by/month/") == []


@pytest.mark.parametrize("address", ["/topics/tax/", "/statistics/?by=month"])
def test_topic_pages_and_statistics_hatch_missing_months(client: Client, address: str) -> None:
    make_question(tabled_on=MARCH, topic="Tax")
    make_question(tabled_on=JUNE, topic="Tax")
    assert {name for _, _, name in hatched(client, address)} == {"April 2023 to May 2023"}


def test_bars_in_statistics_leave_space_for_missing_months(client: Client) -> None:
    for day in (MARCH, APRIL, JUNE):
        make_question(tabled_on=day)
    page = read(client, "/statistics/?by=month").text
    starts = re.findall(r'<rect x="([\d.]+)%" width="25.0%"', page)
    assert sorted({float(x) for x in starts}) == [0, 25, 75]


def test_a_chart_by_year_hatches_missing_months_in_proportion(client: Client) -> None:
    for year in (2011, 2014):
        make_question("Hubs", tabled_on=date(year, 3, 1))
    make_question("Rail", tabled_on=date(2012, 12, 1))
    expected = [("6.25", "41.67", "April 2011 to November 2012"), ("50.0", "29.17", "January 2013 to February 2014")]
    assert hatched(client, "/statistics/?by=year&q=hubs") == expected


def test_small_charts_in_the_list_of_topics_hatch_missing_months(client: Client) -> None:
    make_question(tabled_on=date(2025, 4, 1), topic="Tax")
    make_question(tabled_on=date(2025, 6, 1), topic="Tax")
    page = read(client, "/topics/").text
    assert re.findall(r'<path fill="url\(#hatch\)" d="([^"]*)"', page) == [
        "M0 24v-24h54v24zM60 24v-24h44v24zM110 24v-24h4v24z"
    ]  # June 2024 was between two sessions
    assert "Not in this archive: July 2023 to May 2024, July 2024 to March 2025, May 2025." in words_of(
        client, "/topics/"
    )


def test_coverage_names_missing_months_of_each_house_up_to_the_archives_last_month(client: Client) -> None:
    make_question(tabled_on=MARCH)
    make_question(tabled_on=date(2023, 9, 1))
    make_question(tabled_on=JUNE, house="lords", uin="HL1")
    page = words_of(client, "/coverage/")
    assert "Months missing from this archive House of Commons: April 2023 to August 2023" in page
    assert "House of Lords: July 2023 to September 2023" in page


def test_no_page_mentions_missing_months_if_there_are_none(client: Client) -> None:
    make_question(tabled_on=MARCH)
    for address in ("/coverage/", "/questions/by/month/", "/statistics/"):
        assert "not in this archive" not in words_of(client, address).lower()


@pytest.mark.parametrize("odd", [date(1, 1, 1), date(1023, 3, 22), date(9999, 12, 31)])
def test_a_question_in_a_distant_year_is_counted_but_not_charted(client: Client, odd: date) -> None:
    for day in (MARCH, JUNE, odd):
        make_question(tabled_on=day)
    page = read(client, "/questions/by/month/").text
    slot = re.search(r'<rect x="[\d.]+%" width="([\d.]+)%"', page)
    assert slot
    assert 100 / float(slot[1]) <= MOST
    assert "1 more question is not shown, because its date is too far from the others." in page
    for address in ("/statistics/?by=month", "/statistics/?by=year", "/topics/"):
        assert client.get(address).status_code == 200
    assert not re.search(r"House of Commons: \w+ (0001|1023)|to \w+ 9999", words_of(client, "/coverage/"))


def test_months_are_written_in_words_and_for_addresses() -> None:
    month = month_of(date(203, 2, 1))
    assert (in_words(month), in_address(month)) == ("February 0203", "0203-02")
    assert [last_day(month_of(day)).day for day in (date(2024, 2, 1), date(2023, 2, 1), date(9999, 12, 1))] == [
        29,
        28,
        31,
    ]
    assert runs([5, 3, 4, 9]) == [Months(3, 5), Months(9, 9)]
