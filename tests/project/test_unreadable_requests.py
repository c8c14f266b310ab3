"""Requests that no server should pass on: the application answers them with a page, not with an error of its own."""

from __future__ import annotations

from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from pq_archive.refusals import refusing_unreadable

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
GOOD = {
    "REQUEST_METHOD": "POST",
    "SCRIPT_NAME": "",
    "PATH_INFO": "/admin/login/",
    "QUERY_STRING": "",
    "CONTENT_TYPE": FORM,
    "CONTENT_LENGTH": "5",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_COOKIE": f"csrftoken={'a' * 32}",
    "wsgi.url_scheme": "http",
}
UNREADABLE = {
    "a length that is no number": {"CONTENT_LENGTH": "x"},
    "a negative length": {"CONTENT_LENGTH": "-5"},
    "a length of 5,000 digits": {"CONTENT_LENGTH": "9" * 5_000},
    "a body in an unknown encoding of its name": {"CONTENT_TYPE": f"{FORM}; charset*=utf-9''x"},
    "no method": {"REQUEST_METHOD": ""},
    "a method that no server can have received": {"REQUEST_METHOD": "G T"},
    "an address that was never bytes": {"PATH_INFO": "/departments/€/"},
    "a query that was never bytes": {"REQUEST_METHOD": "GET", "QUERY_STRING": "q=€"},
    "a cookie that was never bytes": {"REQUEST_METHOD": "GET", "HTTP_COOKIE": "sessionid=€"},
}
REFUSED_BY_DJANGO = {
    "an unknown method": ({"REQUEST_METHOD": "BREW"}, 403),
    "a body longer than any": ({"CONTENT_LENGTH": "9" * 18}, 400),
    "a form without a boundary": ({"CONTENT_TYPE": "multipart/form-data"}, 400),
    "a host of strange bytes": ({"REQUEST_METHOD": "GET", "PATH_INFO": "/glossary/", "HTTP_HOST": "\xff"}, 400),
}
READ = {
    "broken cookies": {"HTTP_COOKIE": 'sessionid=\xff\xfe;;;=;csrftoken=\x00;a="\\777'},
    "a query of strange bytes": {"QUERY_STRING": "q=\xff\xfe\x00&%00=%ED%A0%80&house=%"},
    "an empty length": {"CONTENT_LENGTH": ""},
}


def ask(environ: dict[str, Any]) -> tuple[int, dict[str, str], str]:
    """The status, headers and text of the answer of Django's own handler, as our application wraps it."""
    answered: list[Any] = []
    streams = {"wsgi.input": BytesIO(b"a=1&b"), "wsgi.errors": StringIO()}
    parts = refusing_unreadable(WSGIHandler())({**GOOD, **streams, **environ}, lambda *given: answered.append(given))
    text = b"".join(parts).decode()
    [(status, headers)] = answered
    return int(status.split()[0]), dict(headers), text


@pytest.mark.parametrize("environ", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_request_that_cannot_be_read_gets_a_page_that_says_so(environ: dict[str, str]) -> None:
    status, headers, text = ask(environ)
    assert status == 400
    assert "<h1>This request could not be read</h1>" in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_request_without_a_method_gets_the_same_page() -> None:
    application = refusing_unreadable(WSGIHandler())
    answered: list[Any] = []
    assert b"could not be read" in b"".join(application({"PATH_INFO": "/"}, lambda *given: answered.append(given)))
    assert answered[0][0] == "400 Bad Request"


@pytest.mark.parametrize(("environ", "status"), REFUSED_BY_DJANGO.values(), ids=REFUSED_BY_DJANGO.keys())
def test_what_only_django_can_tell_is_refused_with_a_page_of_the_site(environ: dict[str, str], status: int) -> None:
    answered, headers, text = ask(environ)
    assert answered == status
    assert "<h1" in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("environ", READ.values(), ids=READ.keys())
def test_a_page_is_served_whatever_cookies_and_query_say(environ: dict[str, str]) -> None:
    status, _, text = ask({"REQUEST_METHOD": "GET", "PATH_INFO": "/glossary/", **environ})
    assert status == 200
    assert "Glossary" in text
