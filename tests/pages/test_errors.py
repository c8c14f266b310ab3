"""What is shown where something is not there, or not well."""

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.template.loader import render_to_string
from django.test import Client

from questions.search.index.writer import catch_up
from tests.support.factories import make_question


@pytest.mark.django_db
def test_a_missing_page_says_so_and_offers_a_search(client: Client) -> None:
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert b"Page not found" in response.content
    assert b'name="q"' in response.content


def test_the_page_of_a_fault_needs_neither_request_nor_database() -> None:
    assert "Something went wrong" in render_to_string("500.html")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    make_question(uin="1")
    catch_up()

    def refuse(*_: object) -> None:
        raise OperationalError("could not connect to server")

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
    for address in ("/", "/questions/", "/questions/commons/2023-03-22/1/"):
        response = Client().get(address)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert b"not available right now" in response.content


def test_robots_are_kept_from_the_admin(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert b"Disallow: /admin/" in response.content


def test_an_icon_is_found_where_browsers_look_for_one(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.headers["Location"].endswith("favicon.svg")


def test_a_request_that_cannot_be_read_gets_a_page_of_ours(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "There is a problem with this request" in response.content.decode()


def test_a_form_from_elsewhere_gets_a_page_of_ours() -> None:
    response = Client(enforce_csrf_checks=True).post("/questions/")
    assert response.status_code == 403
    assert "This form could not be sent" in response.content.decode()
