"""The figures on timeliness take the search and every filter of lists."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_department, make_question, make_topic
from tests.support.indexing import index_dir
from tests.support.pages import read

from .test_statistics import figures, statistics

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]


def test_the_page_accepts_the_filters_of_lists(client: Client) -> None:
    make_topic("Childcare")
    make_question("Nurseries", topic="Childcare")
    make_question("Trains")
    assert statistics(client, "?topic=childcare")["all"]["tabled"] == 1
    assert statistics(client, "?q=trains")["all"]["tabled"] == 1


def test_the_form_shows_what_is_chosen(client: Client) -> None:
    make_department("Home Office")
    page = read(client, "/statistics/?department=home-office&house=lords&tabled_after=2023").text
    assert 'name="department" value="home-office" checked' in page
    assert 'name="house" value="lords" checked' in page
    assert 'value="2023"' in page


def test_the_page_has_the_search_box_and_every_filter_of_lists(client: Client) -> None:
    make_topic("Childcare")
    make_answered("Nurseries", topic="Childcare", department="Home Office", party="Labour")
    fields = re.compile(r'name="(\w+)"')
    on_list, here = (set(fields.findall(read(client, path).text)) for path in ("/questions/", "/statistics/"))
    assert {"q", "timing", "status", "party", "kind", "session", "answered_after"} <= on_list
    assert on_list <= here


def test_a_list_leads_to_its_figures_and_these_lead_back(client: Client) -> None:
    make_answered("SEND places", department="Home Office", is_named_day=False, due_on=date(2023, 3, 23))
    make_answered("Trains", department="Home Office")
    asked = "q=SEND&department=home-office"
    assert f'href="/statistics/?{asked}"' in read(client, "/questions/?q=SEND&department=home-office").text
    page = read(client, "/statistics/?q=SEND&department=home-office").text
    assert f'<a href="/questions/?{asked}">See this question</a>' in page
    assert figures(page)["all"]["tabled"] == 1


def test_a_search_without_letters_counts_nothing(client: Client) -> None:
    make_question()
    assert statistics(client, "?q=%3F%3F")["all"]["tabled"] == 0


def test_how_periods_are_shown_stays_when_a_filter_changes(client: Client) -> None:
    assert '<input type="hidden" name="by" value="year">' in read(client, "/statistics/?by=year").text


def test_departments_with_few_questions_are_not_drawn_beside_those_with_many(client: Client) -> None:
    for number in range(20):
        make_answered(uin=str(number), department="Home Office", is_named_day=False, due_on=date(2023, 3, 23))
    make_answered(uin="20", department="Wales Office", is_named_day=False, due_on=date(2023, 3, 23))
    page = read(client, "/statistics/").text
    drawn = page.partition("ranking--shares")[2].partition("</figure>")[0]
    assert "Home Office" in drawn
    assert "Wales Office" not in drawn
    assert "Departments with fewer than 20 are only in the table." in page
    assert figures(page)["wales-office"]["tabled"] == 1


def test_a_month_of_which_fewer_than_half_are_counted_has_a_hollow_point(client: Client) -> None:
    asked: dict[str, Any] = {"department": "Home Office", "is_named_day": False}
    for number, month in ((1, 3), (2, 4)):
        days: dict[str, Any] = {
            "tabled_on": date(2023, month, 3),
            "due_on": date(2023, month, 5),
            "answered_on": date(2023, month, 6),
        }
        make_answered(uin=str(number), **asked, **days)
    for number in (3, 4):  # last seen before the deadline
        make_question(uin=str(number), **asked, tabled_on=date(2023, 4, 4), due_on=date(2023, 4, 6))
    page = read(client, "/statistics/").text
    points = re.findall(r'<circle class="part--(\w+)".*?>(\w+) 2023: ', page)
    assert points == [("whole", "March"), ("few", "April")]
    assert "columns__join" not in page
