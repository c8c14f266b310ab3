"""The headers of every response: pages, refusals, files and redirects."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

Ask = Callable[..., Mapping[str, str]]

KINDS = {
    "a page": "/",
    "an unknown address": "/nothing-here/",
    "a static file": "/static/admin/css/base.css",
    "a missing static file": "/static/nothing-here.css",
    "the admin's login": "/admin/login/",
    "a redirect": "/admin/",
}

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())

pytestmark = pytest.mark.django_db


@pytest.fixture
def headers(client: Client) -> Ask:
    """Requests an address, and returns the headers of the response."""

    def ask(path: str, **how: Any) -> Mapping[str, str]:
        response = client.get(path, **how)
        response.getvalue()  # the response for a file keeps it open until it is read
        return response.headers

    return ask


def policy(headers: Mapping[str, str]) -> dict[str, str]:
    directives = headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


@every_kind
def test_browsers_run_and_load_only_what_comes_from_this_site(headers: Ask, path: str) -> None:
    directives = policy(headers(path))
    assert directives["default-src"] == "'none'"
    assert directives["style-src"] == directives["connect-src"] == "'self'"
    assert directives["script-src"] == "'self' 'inline-speculation-rules'"  # rules for prefetching, which run nothing
    assert directives["img-src"] == "'self' data:"
    assert directives["form-action"] == "'self'"
    assert directives["base-uri"] == "'none'"
    assert "unsafe" not in str(directives)


@every_kind
def test_no_site_can_show_a_response_in_a_frame(headers: Ask, path: str) -> None:
    found = headers(path)
    assert policy(found)["frame-ancestors"] == "'none'"
    assert found["X-Frame-Options"] == "DENY"


@every_kind
def test_browsers_do_not_guess_types_or_send_addresses_to_other_sites(headers: Ask, path: str) -> None:
    found = headers(path)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in found["Permissions-Policy"]


def test_caches_ask_for_a_page_again_each_time_so_that_what_is_withheld_is_gone_at_once(headers: Ask) -> None:
    assert headers("/")["Cache-Control"] == headers("/questions/export.csv")["Cache-Control"] == "no-cache"
    assert headers("/")["ETag"]
    assert headers("/search/suggest?q=a")["Cache-Control"] == "public, max-age=60"


@every_kind
def test_browsers_are_told_to_require_tls_only_over_tls(headers: Ask, path: str, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    assert headers(path, secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in headers(path)


@pytest.mark.parametrize("path", ["/", "/nothing-here/", "/static/admin/css/base.css", "/healthz"])
def test_readers_get_no_cookie(client: Client, path: str) -> None:
    client.get(path).getvalue()
    assert not client.cookies


def test_an_unknown_host_is_refused_with_the_same_headers(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert policy(response.headers)["default-src"] == "'none'"


def test_plain_requests_are_redirected_to_tls_if_it_is_on_except_health_checks(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [r"^healthz$"]
    response = client.get("/?q=a")
    assert (response.status_code, response.headers["Location"]) == (301, "https://testserver/?q=a")
    assert policy(response.headers)["default-src"] == "'none'"
    assert client.get("/healthz").status_code == 200
