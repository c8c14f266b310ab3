"""The headers that every answer carries, whatever it is: a page, a refusal, a file, a redirect."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

Ask = Callable[..., Mapping[str, str]]

KINDS = {
    "a page": "/",
    "an address that nothing has": "/nothing-here/",
    "a static file": "/static/admin/css/base.css",
    "a static file that is not there": "/static/nothing-here.css",
    "the admin's login": "/admin/login/",
    "a redirect": "/admin/",
}

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())

pytestmark = pytest.mark.django_db


@pytest.fixture
def headers(client: Client) -> Ask:
    """Asks for an address, and gives the answer's headers."""

    def ask(path: str, **how: Any) -> Mapping[str, str]:
        response = client.get(path, **how)
        response.getvalue()  # a file's answer holds the file open until it is read
        return response.headers

    return ask


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    directives = headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


@every_kind
def test_nothing_runs_or_loads_but_from_the_site_itself(headers: Ask, path: str) -> None:
    directives = policy(headers(path))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == directives["connect-src"] == "'self'"
    assert directives["script-src"] == "'self' 'inline-speculation-rules'"  # what may be prefetched, which runs nothing
    assert directives["img-src"] == "'self' data:"
    assert directives["form-action"] == "'self'"
    assert directives["base-uri"] == "'none'"
    assert "unsafe" not in str(directives)


@every_kind
def test_no_site_can_frame_it(headers: Ask, path: str) -> None:
    found = headers(path)
    assert policy(found)["frame-ancestors"] == "'none'"
    assert found["X-Frame-Options"] == "DENY"


@every_kind
def test_what_it_is_and_where_it_came_from_are_not_guessed_or_leaked(headers: Ask, path: str) -> None:
    found = headers(path)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in found["Permissions-Policy"]


@every_kind
def test_browsers_are_told_to_insist_on_tls_only_over_tls(headers: Ask, path: str, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    assert headers(path, secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in headers(path)


@pytest.mark.parametrize("path", ["/", "/nothing-here/", "/static/admin/css/base.css", "/healthz"])
def test_a_reader_is_given_no_cookie(client: Client, path: str) -> None:
    client.get(path).getvalue()
    assert not client.cookies


def test_a_name_that_is_not_the_sites_is_refused_with_the_same_headers(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert policy(response.headers)["default-src"] == "'none'"


def test_plain_requests_are_sent_to_tls_where_it_is_on_but_not_the_machines_own(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [r"^healthz$"]
    response = client.get("/?q=a")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/?q=a")
    assert policy(response.headers)["default-src"] == "'none'"
    assert client.get("/healthz").status_code == 200
