"""What is shown where something is not there, or not well."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

from questions.models import Question


@pytest.mark.django_db
def test_a_missing_page_says_so_and_offers_a_search(client: Client) -> None:
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert b"Page not found" in response.content
    assert b'name="q"' in response.content


def test_the_page_of_a_fault_needs_neither_request_nor_database() -> None:
    assert "Something went wrong" in render_to_string("500.html")


def test_a_database_that_does_not_answer_is_told_as_such(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("could not connect to server")

    settings.MIDDLEWARE = with_ours(settings.MIDDLEWARE)
    monkeypatch.setattr(Question.objects, "public", refuse)
    for address in ("/", "/questions/", "/questions/commons/2023-03-22/1/"):
        response = client.get(address)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert b"not available right now" in response.content


def with_ours(middleware: list[str]) -> list[str]:
    ours = "questions.middleware.DatabaseUnavailableMiddleware"
    return middleware if ours in middleware else [*middleware, ours]


def test_robots_are_kept_from_the_admin(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert b"Disallow: /admin/" in response.content


def test_an_icon_is_found_where_browsers_look_for_one(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.headers["Location"].endswith("favicon.svg")
