"""The list of topics, and the page of one."""

import pytest
from django.test import Client

from tests.factories import assign_topic, make_answered, make_question, make_topic
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db


def test_topics_are_listed_with_what_they_are_and_how_many_questions_they_have(client: Client) -> None:
    make_topic("Childcare", description="Nurseries and early years.")
    make_question(topic="Childcare")
    make_question(topic="Childcare", deleted_at="2024-01-01T00:00Z")
    assign_topic(make_question(), "Childcare", is_excluded=True)
    assert "Childcare Nurseries and early years. 1 question" in words_of(client, "/topics/")


def test_a_topics_page_lists_its_questions_and_takes_the_lists_filters(client: Client) -> None:
    make_topic("Childcare", description="Nurseries and early years.")
    make_answered(uin="1", topic="Childcare")
    make_question(uin="2", topic="Childcare", house="lords")
    make_question(uin="3", topic="Tax")
    assign_topic(make_question(uin="4"), "Childcare", is_excluded=True)
    page = read(client, "/topics/childcare/")
    assert sorted(page.uins) == ["1", "2"]
    assert "Nurseries and early years." in page.text
    assert page.facet("house") == {"commons": 1, "lords": 1}
    assert page.facet("topic") == {}
    assert read(client, "/topics/childcare/?house=lords").uins == ["2"]


def test_one_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/topics/unheard-of/").status_code == 404


def test_without_topics_the_page_says_so(client: Client) -> None:
    assert "No topics yet." in words_of(client, "/topics/")


def test_it_takes_eight_queries_at_most(client: Client, django_assert_max_num_queries) -> None:
    for _ in range(25):
        make_answered(department="Home Office", asked_by="Iris", party="Labour", answered_by="Rupert", topic="Tax")
    with django_assert_max_num_queries(8):
        assert len(read(client, "/topics/tax/").uins) == 20
