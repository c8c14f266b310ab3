"""The pages for missing addresses, bad requests and failures."""

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


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "There is a problem with this request"),
        ("403.html", "You cannot do this"),
        ("403_csrf.html", "This form could not be sent"),
        ("500.html", "Something went wrong"),
        ("503.html", "The archive is not available right now"),
        ("503_read_only.html", "The archive can only be read right now"),
        ("search/not_saved.html", "Search is being rebuilt"),
    ],
)
def test_the_page_for_a_failure_needs_neither_request_nor_database(template: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in render_to_string(template)


@pytest.mark.django_db
def test_pages_return_503_if_the_database_does_not_respond(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_robots_txt_disallows_the_admin(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert b"Disallow: /admin/" in response.content


def test_browsers_find_an_icon_at_its_usual_address(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.headers["Location"].endswith("favicon.svg")


def test_a_bad_request_gets_the_sites_own_page(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "There is a problem with this request" in response.content.decode()


def test_a_form_from_another_site_gets_the_sites_own_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/questions/")
    assert response.status_code == 403
    assert "This form could not be sent" in response.content.decode()
