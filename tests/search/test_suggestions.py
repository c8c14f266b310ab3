"""What the search box offers while somebody types."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.support.factories import make_department, make_member, make_question, make_topic

pytestmark = pytest.mark.django_db


def offered(client: Client, typed: str) -> list[tuple[str, str]]:
    response = client.get("/search/suggest", {"q": typed})
    assert response.status_code == 200
    return [(found["kind"], found["label"]) for found in response.json()["suggestions"]]


@pytest.fixture
def named(client: Client) -> None:
    make_question("Family Hubs: Finance")
    make_question("Family Hubs")
    make_question("Family Hubs")
    make_question("Rail")
    make_question("Family Secrets", published_at=None)
    make_topic("Family hubs")
    make_department("Department for Families")
    make_member("Élodie Familton")


def test_headings_topics_departments_and_members_are_offered(client: Client, named: None) -> None:
    assert offered(client, "fami") == [
        ("topic", "Family hubs"),
        ("department", "Department for Families"),
        ("heading", "Family Hubs"),
        ("heading", "Family Hubs: Finance"),
        ("member", "Élodie Familton"),
    ]


def test_every_word_must_match_and_the_last_may_be_incomplete(client: Client, named: None) -> None:
    assert offered(client, "family hubs fin") == [("heading", "Family Hubs: Finance")]
    assert offered(client, "fam hubs") == []
    assert offered(client, "elodie") == [("member", "Élodie Familton")]


def test_a_suggestion_leads_to_what_it_names(client: Client, named: None) -> None:
    def leads_to(typed: str) -> Any:
        return client.get(client.get("/search/suggest", {"q": typed}).json()["suggestions"][0]["url"])

    assert b"<h1>Family hubs</h1>" in leads_to("family hubs").content
    assert b'data-count="1"' in leads_to("finance").content


@pytest.mark.parametrize("typed", ["", "f", " ", "🙂", "\0", "x" * 10_000, "(", '"', "عائلة", "a" * 300 + "*"])
def test_unusual_text_gets_no_suggestions(client: Client, named: None, typed: str) -> None:
    assert offered(client, typed) == []


def test_hostile_names_are_sent_as_plain_text(client: Client) -> None:
    make_topic("<script>alert(1)</script>", slug="hostile")
    response = client.get("/search/suggest?q=script")
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["suggestions"][0]["label"] == "<script>alert(1)</script>"
