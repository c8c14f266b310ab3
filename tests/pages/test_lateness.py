"""Lists of late answers: the facet, by how much each is late, and the slowest first."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_question
from tests.support.indexing import index_dir
from tests.support.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

NAMED: dict[str, Any] = {"tabled_on": date(2023, 3, 20), "due_on": date(2023, 3, 23), "is_named_day": True}


@pytest.fixture(autouse=True)
def _questions() -> None:
    """Four questions for Thursday 23 March 2023."""
    make_answered("Prompt", uin="1", **NAMED, answered_on=date(2023, 3, 23))
    make_answered("Late", uin="2", **NAMED, answered_on=date(2023, 3, 27))
    make_answered("Later", uin="3", **NAMED, answered_on=date(2023, 4, 20))
    make_question("Overdue", uin="4", **NAMED, last_seen_on=date(2023, 3, 30))


def lateness(client: Client, query: str) -> dict[str, str]:
    """What a list says about each question's lateness, by UIN."""
    text = read(client, f"/questions/?{query}").text
    rows = re.findall(r'data-uin="(\d+)">(.*?)</article>', text, re.S)
    return {uin: found[1] for uin, row in rows if (found := re.search(r'class="result__lateness">(.*?)<', row))}


def test_on_time_late_and_overdue_are_a_facet_with_counts(client: Client) -> None:
    text = read(client, "/questions/").text
    facet = text.partition('data-facet="timing"')[2].partition("</fieldset>")[0]
    values = re.findall(r'data-value="([\w-]+)" data-count="(\d+)"', facet)
    assert values == [("on-time", "1"), ("late", "2"), ("overdue", "1")]


def test_each_row_of_a_late_list_says_by_how_much(client: Client) -> None:
    assert lateness(client, "timing=late") == {
        "2": "Answered two working days late",
        "3": "Answered 18 working days late",
    }
    overdue = {"4": "Five working days overdue when last seen on 30 March 2023"}
    assert lateness(client, "timing=overdue") == lateness(client, "overdue=1") == overdue


def test_other_lists_do_not(client: Client) -> None:
    assert lateness(client, "") == lateness(client, "timing=on-time") == lateness(client, "overdue=0") == {}


def test_the_slowest_come_first_with_their_days_and_open_ones_by_how_long_they_had_waited(client: Client) -> None:
    assert read(client, "/questions/?sort=slowest").uins == ["3", "4", "2", "1"]
    assert lateness(client, "sort=slowest") == {
        "1": "Answered on the named day, 3 days after it was tabled",
        "2": "Answered two working days late, 7 days after it was tabled",
        "3": "Answered 18 working days late, 31 days after it was tabled",
        "4": "Five working days overdue when last seen on 30 March 2023",
    }


def test_questions_that_never_had_an_answer_do_not_count_as_slow(client: Client) -> None:
    make_question("Withdrawn", uin="5", **NAMED, last_seen_on=date(2024, 3, 30), is_withdrawn=True)
    make_question("Undated", uin="6", tabled_on=None, last_seen_on=date(2024, 3, 30))
    assert read(client, "/questions/?sort=slowest").uins[:4] == ["3", "4", "2", "1"]


def test_a_question_without_a_verdict_says_only_how_long_it_took(client: Client) -> None:
    make_answered("Unknown", uin="7", tabled_on=date(2023, 3, 20), answered_on=date(2023, 3, 21), is_named_day=None)
    assert lateness(client, "sort=slowest&q=unknown") == {"7": "Answered 1 day after it was tabled"}
