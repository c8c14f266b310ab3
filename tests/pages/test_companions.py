"""A question that is grouped with others, few or very many."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from questions.archive.derived.groups import resolve_groups
from questions.models import GroupLink, Question
from tests.support.factories import make_question

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 2)


def group_of(number: int) -> Question:
    """A question that names so many others, none of them in the archive."""
    question = make_question("Lamps", uin="1", tabled_on=DAY)
    GroupLink.objects.bulk_create(
        GroupLink(question=question, uin=str(n), tabled_on=DAY) for n in range(1001, 1001 + number)
    )
    return question


def uins_on(client: Client, question: Question, page: int = 1) -> list[str]:
    shown = client.get(question.get_absolute_url(), {"page": page}).content.decode()
    return re.findall(r"<li>(?:<a[^>]*>)?(\d+)(?:</a>)? <span", shown)


def test_a_small_group_is_not_paged(client: Client) -> None:
    question = group_of(3)
    assert uins_on(client, question) == ["1001", "1002", "1003"]
    assert b'class="pagination"' not in client.get(question.get_absolute_url()).content


@pytest.mark.parametrize("number", [60, 130])
def test_a_group_of_more_than_fifty_is_paged_and_shows_each_question_once(client: Client, number: int) -> None:
    question = group_of(number)
    shown = [uin for page in range(1, -(-number // 50) + 1) for uin in uins_on(client, question, page)]
    assert shown == [str(n) for n in range(1001, 1001 + number)]
    assert f"Grouped with {number} other questions" in client.get(question.get_absolute_url()).content.decode()


def test_questions_that_only_name_this_one_come_last_and_mutual_links_count_once(client: Client) -> None:
    question = group_of(130)
    named = make_question("Named", uin="1001", tabled_on=DAY)
    naming = make_question("Naming", uin="7", tabled_on=DAY - timedelta(days=1))
    for other in (named, naming):
        GroupLink.objects.create(question=other, other=question, uin="1", tabled_on=DAY)
    resolve_groups([named, question])
    assert uins_on(client, question)[0] == "1001"
    assert uins_on(client, question, 3)[-1] == "7"
    assert "Grouped with 131 other" in client.get(question.get_absolute_url()).content.decode()


def test_a_page_past_the_last_is_not_found_and_an_invalid_page_shows_the_first(client: Client) -> None:
    address = group_of(130).get_absolute_url()
    assert client.get(address, {"page": 4}).status_code == 404
    assert client.get(address, {"page": "x"}).status_code == 200


def test_a_big_group_takes_three_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = group_of(500).get_absolute_url()
    with django_assert_max_num_queries(13):
        client.get(address)


def test_links_of_a_big_group_are_resolved_in_batches(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    question, other = group_of(2500), make_question("Other", uin="3400", tabled_on=DAY)
    with django_assert_max_num_queries(40):
        resolve_groups([question])
    assert GroupLink.objects.get(uin="3400").other == other
