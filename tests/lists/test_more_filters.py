"""On time or late is also found under "More filters", as links beside the fields."""

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.support.factories import make_answered, make_department, make_question, make_topic
from tests.support.pages import Listed, read

pytestmark = pytest.mark.django_db

CHOICES = ["Answered on time", "Answered late", "Overdue when last checked"]


@pytest.fixture
def late(client: Client) -> None:
    """Of two named day questions for 15 March, "1" was answered a day late; "2" was unanswered when last checked."""
    days: dict[str, Any] = {"tabled_on": date(2023, 3, 10), "due_on": date(2023, 3, 15), "is_named_day": True}
    department = make_department("Department for Bridges")
    make_topic("Bridges")
    make_answered(uin="1", department=department, topic="Bridges", answered_on=date(2023, 3, 16), **days)
    make_question(uin="2", department=department, topic="Bridges", last_seen_on=date(2023, 3, 20), **days)


def more(page: Listed) -> str:
    return re.search(r'<details class="more".*?</details>', page.text, re.S)[0]  # type: ignore[index]


def links(page: Listed) -> list[str]:
    found = re.findall(r'id="more-timing-[^"]+".*?</a>', more(page), re.S)
    return [re.sub("<[^>]*>", "", one.partition(">")[2]) for one in found]


def address(page: Listed, value: str) -> str:
    return re.search(rf'id="more-timing-{value}" href="([^"]*)"', more(page))[1]  # type: ignore[index]


def test_every_list_with_more_filters_has_them(client: Client, late: None) -> None:
    for path in (
        "/questions/",
        "/statistics/",
        "/corrections/",
        "/departments/department-for-bridges/",
        "/topics/bridges/",
    ):
        assert links(read(client, path)) == CHOICES, path


def test_a_link_adds_its_choice_to_the_other_filters_and_starts_at_the_first_page(client: Client, late: None) -> None:
    page = read(client, "/questions/?house=commons&timing=overdue&sort=oldest&page=1")
    wider = address(page, "late")
    assert parse_qs(urlsplit(wider).query) == {"house": ["commons"], "timing": ["overdue", "late"], "sort": ["oldest"]}
    assert read(client, address(read(client, "/questions/"), "late")).uins == ["1"]
    assert read(client, wider).uins == ["1", "2"]
    assert read(client, address(read(client, "/questions/"), "on-time")).uins == []


def test_the_link_of_a_chosen_one_is_marked_and_takes_it_away(client: Client, late: None) -> None:
    page = read(client, "/statistics/?timing=overdue&timing=late&by=year")
    assert '<details class="more" open>' in page.text
    assert re.findall(r'id="more-timing-(\S+)" \S+ aria-current="true"', more(page)) == ["late", "overdue"]
    assert links(page) == [CHOICES[0], f"Remove {CHOICES[1]}", f"Remove {CHOICES[2]}"]
    left = parse_qs(urlsplit(address(page, "late")).query)
    assert left == {"timing": ["overdue"], "by": ["year"]}


def test_the_form_has_each_choice_once(client: Client, late: None) -> None:
    page = read(client, "/questions/?timing=late")
    assert page.text.count('name="timing" value="late"') == 1
