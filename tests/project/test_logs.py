"""What requests write to the log: at most one line if they are merely wrong, and no line of their own making."""

from __future__ import annotations

import logging.config
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.support.desk import make_user, signed_in

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
FORM = "application/x-www-form-urlencoded"
TOKEN = "a" * 32
MULTIPART = "multipart/form-data; boundary=X"
ENCODED = b'--X\r\nContent-Disposition: form-data; name="f"; filename="f"\r\nContent-Transfer-Encoding: base64'
FILE = ENCODED + b"\r\n\r\n!\r\n--X--"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What the site's own logging writes to stderr."""
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    logging.config.dictConfig(settings.LOGGING)
    yield written
    monkeypatch.undo()
    logging.config.dictConfig(settings.LOGGING)


@pytest.fixture
def client() -> Client:
    """A browser with a cookie against forged forms, whose forms do not fail for want of one."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = TOKEN
    return client


def post(client: Client, body: bytes, content_type: str = FORM, path: str = LOGIN) -> Any:
    return client.generic("POST", path, f"csrfmiddlewaretoken={TOKEN}&".encode() + body, content_type)


def upload(client: Client, body: bytes, content_type: str = MULTIPART) -> Any:
    return client.generic("POST", LOGIN, body, content_type)


WRONG: dict[str, tuple[int, Callable[[Client], Any]]] = {
    "another host": (400, lambda client: client.get("/", headers={"host": "elsewhere.example"})),
    "a host that is not a name": (400, lambda client: client.get("/", headers={"host": "a\nb\x1b[1m"})),
    "an unknown address": (404, lambda client: client.get("/nothing/")),
    "an address with line breaks": (404, lambda client: client.get("/a%0aERROR%0d%1b[31m%c2%85%e2%80%a8%e2%80%aeb")),
    "a page beyond the last": (404, lambda client: client.get("/members/?page=9999")),
    "an unknown method": (403, lambda client: client.generic("BREW", "/glossary/")),
    "a method that the page does not have": (405, lambda client: client.generic("TRACE", "/glossary/")),
    "a form without a token": (403, lambda client: client.post(LOGIN, {"username": "a"})),
    "a form from elsewhere": (403, lambda client: client.post(LOGIN, {}, headers={"origin": "https://a\nb\x1b"})),
    "a query with too many fields": (400, lambda client: client.get("/questions/?" + "&a=1" * 3_000)),
    "a form with too many fields": (400, lambda client: post(client, b"&a=1" * 3_000)),
    "a form that is too large": (400, lambda client: post(client, b"a" * 3_000_000)),
    "a form in another encoding": (400, lambda client: post(client, b"a=\xff", f"{FORM}; charset=latin-1")),
    "a form in another encoding at an unknown address": (
        404,
        lambda client: post(client, b"a=\xff", f"{FORM}; charset=latin-1", "/nothing/"),
    ),
    "a form without a boundary": (400, lambda client: upload(client, b"a", "multipart/form-data")),
    "a file that cannot be decoded": (400, lambda client: upload(client, FILE)),
    "an upload of too many files": (
        400,
        lambda client: client.post(LOGIN, {f"f{number}": SimpleUploadedFile("f", b"f") for number in range(101)}),
    ),
    "a value that no filter has": (400, lambda client: client.get("/questions/export.csv?tabled_after=x")),
    "a range that a file does not have": (
        416,
        lambda client: client.get("/static/css/site.css", headers={"range": "bytes=9-1"}),
    ),
}


@pytest.mark.parametrize(("status", "ask"), WRONG.values(), ids=WRONG.keys())
def test_a_request_that_is_merely_wrong_writes_one_line(
    status: int, ask: Callable[[Client], Any], client: Client, log: StringIO
) -> None:
    assert ask(client).status_code == status
    [line] = log.getvalue().split("\n")[:-1]
    assert " WARNING django." in line
    assert line.isprintable()


def test_the_line_about_a_suspicious_request_names_its_address(client: Client, log: StringIO) -> None:
    client.get("/glossary/", headers={"host": "elsewhere.example"})
    assert "elsewhere.example" in log.getvalue()
    assert log.getvalue().endswith(": /glossary/\n")


def test_a_page_that_a_role_may_not_open_writes_one_line(log: StringIO) -> None:
    assert signed_in(make_user()).get("/admin/questions/question/add/").status_code == 403
    assert log.getvalue().count("\n") == 1


@pytest.mark.parametrize("path", ["/", "/glossary/", "/healthz", "/robots.txt", "/favicon.ico", "/admin/", LOGIN])
def test_a_request_for_headers_only_writes_nothing(path: str, client: Client, log: StringIO) -> None:
    client.head(path)
    assert log.getvalue() == ""


@pytest.mark.parametrize("path", ["/members/", "/admin/"])
def test_a_request_while_the_database_is_down_writes_one_line_with_the_reason(
    path: str, client: Client, log: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("could not connect to server:\nno such host")

    client.cookies["sessionid"] = "a" * 32
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
    assert client.get(path).status_code == 503
    lines = log.getvalue().split("\n")[:-1]
    assert [line for line in lines if not line.endswith(f"{path}: could not connect to server:\\nno such host")] == []
    assert [" ERROR " in line for line in lines] == [True]


def test_a_long_address_is_cut_in_the_log(client: Client, log: StringIO) -> None:
    client.get(f"/{'a' * 8_000}/")
    assert len(log.getvalue()) < 1_100


def test_an_error_has_its_traceback_in_which_no_line_looks_like_one_of_the_log(log: StringIO) -> None:
    try:
        raise ValueError("\n2026-11-29 12:00:00 ERROR root: forged\x1b[1m")
    except ValueError:
        logging.getLogger("questions").exception("It failed for %s", "a\nb")
    first, *others = log.getvalue().split("\n")[:-1]
    assert first.endswith("ERROR questions: It failed for a\\nb")
    assert "ValueError" in log.getvalue()
    assert all(line.startswith("    ") and line.isprintable() for line in others)
