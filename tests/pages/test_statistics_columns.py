"""The tables of /statistics/: few columns at first, long ones folded, no days where few are answered yet."""

import csv
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_question
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db


def headings(page: str, table: str) -> list[str]:
    section = page.split(f'id="by-{table}"', 1)[1].split("</section>", 1)[0]
    return re.findall(r'<th scope="col">([^<]+)</th>', section)


def test_tables_have_the_columns_that_matter_most_and_say_how_to_see_the_others(client: Client) -> None:
    make_answered(department="Home Office")
    page = read(client, "/statistics/?by=year&house=commons").text
    assert headings(page, "department") == ["Department", "Tabled", "Late", "Overdue", "Share on time", "Median days"]
    assert "5 of 13 columns." in page
    assert 'href="/statistics/?by=year&house=commons&columns=department#by-department"' in page


def test_one_table_can_be_shown_with_all_columns(client: Client) -> None:
    make_answered(department="Home Office")
    page = read(client, "/statistics/?columns=department").text
    assert len(headings(page, "department")) == 14
    assert "All 13 columns. Scroll sideways to see them." in page
    assert len(headings(page, "year" if 'id="by-year"' in page else "month")) == 6
    assert '<input type="hidden" name="columns" value="department">' in page
    assert "columns=" not in re.findall(r'<a href="([^"]*)">See this question</a>', page)[0]


def test_a_file_has_all_columns(client: Client) -> None:
    make_answered(department="Home Office")
    file = b"".join(client.get("/statistics/by-department.csv")).decode()
    assert file.count(",", 0, file.index("Home Office")) >= 13


def test_a_long_table_is_folded_below_its_chart_and_a_short_one_is_not(client: Client) -> None:
    for number in range(9):
        make_question(uin=str(number), department=f"Department {number}")
    page = read(client, "/statistics/").text
    assert "<summary>Table by department: 9 rows</summary>" in page
    assert "<summary>Table by type" not in page
    assert page.index("Questions tabled, by outcome") < page.index('<table class="figures-table"')
    assert '<details class="folded" open>' in read(client, "/statistics/?columns=department").text


def answered_and_waiting(month: int, answered: int, waiting: int) -> None:
    asked: dict[str, Any] = {"tabled_on": date(2023, month, 6), "department": "Home Office"}
    for number in range(answered):
        make_answered(uin=f"{month}0{number}", answered_on=date(2023, month, 8), **asked)
    for number in range(waiting):
        make_question(uin=f"{month}1{number}", **asked)


def test_a_month_of_which_fewer_than_half_are_answered_has_no_days_and_the_page_says_why(client: Client) -> None:
    answered_and_waiting(3, answered=2, waiting=2)
    answered_and_waiting(4, answered=1, waiting=2)
    page = read(client, "/statistics/?columns=month").text
    days = dict(re.findall(r'<tr data-value="([^"]+)">.*?data-figure="median" data-count="(\d*)"', page, re.S))
    assert (days["2023-03"], days["2023-04"]) == ("2", "")
    assert "No days are given for a month of which fewer than half of the questions have an answer." in page


def test_the_median_says_how_many_answers_it_counts_and_how_many_are_to_come(client: Client) -> None:
    answered_and_waiting(3, answered=3, waiting=2)
    page = words_of(client, "/statistics/")
    assert "half of the 3 answers so far came within this many days of tabling. 2 questions have no answer yet" in page
    assert "fewer than half of the questions have an answer." not in page.partition("How we count")[0]


def test_no_row_total_or_file_gives_days_if_fewer_than_half_are_answered(client: Client) -> None:
    answered_and_waiting(3, answered=1, waiting=2)
    page = read(client, "/statistics/?columns=all").text
    days = re.findall(r'data-figure="(median|ninetieth)" data-count="([^"]*)"', page)
    assert len(days) == 8  # of the total, the month, the department and the type
    assert {number for _, number in days} == {""}
    for table in ("month", "department", "type"):
        file = b"".join(client.get(f"/statistics/by-{table}.csv")).decode("utf-8-sig")
        figures = next(csv.DictReader(file.splitlines()))
        assert figures["Median days"] == figures["90% answered within (days)"] == ""


def test_the_total_says_why_it_gives_no_days(client: Client) -> None:
    answered_and_waiting(3, answered=1, waiting=2)
    page = words_of(client, "/statistics/")
    assert "Median days Fewer than half are answered yet, so no days are given" in page
    assert "90% answered within (days) – Fewer than half are answered yet" in page
    assert "No days are given for a department of which fewer than half of the questions have an answer." in page
