"""The error pages need nothing that may have failed: no static files, database or index; and keep what was typed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from questions import templating
from questions.accounts.roles import VIEWER
from questions.models import MistakeReport
from questions.search.index.store import IndexUnavailable
from questions.views import errors
from tests.support.desk import LOGIN, make_user, sign_in, somebody
from tests.support.factories import make_question

pytestmark = pytest.mark.django_db

REPORT = "/questions/commons/2023-03-22/1/report/"


def refuse(*_: object, **named: object) -> None:
    raise OperationalError("could not connect to server")


def fail(error: Exception, request: HttpRequest | None = None) -> Any:
    """The page for an error that nothing has handled."""
    try:
        raise error
    except type(error):
        return errors.server_error(request or RequestFactory().get("/"))


def lock_out() -> Any:
    make_user()
    return [sign_in(Client(), password="wrong") for _ in range(5)][-1]


PAGES: dict[str, tuple[int, Callable[[], Any]]] = {
    "a bad request": (400, lambda: Client().get("/", headers={"host": "elsewhere.example"})),
    "a forged form": (403, lambda: Client(enforce_csrf_checks=True).post(LOGIN)),
    "a page for other roles": (403, lambda: somebody(VIEWER).get("/admin/questions/question/add/")),
    "an unknown address": (404, lambda: Client().get("/nothing/")),
    "a lockout": (429, lock_out),
    "an error": (500, lambda: fail(ValueError())),
    "a database that is down": (503, lambda: fail(OperationalError())),
}
WITHOUT_DATABASE = ("a bad request", "a forged form", "an unknown address", "an error", "a database that is down")


@pytest.fixture
def no_static_files(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "pq_archive.statics.Storage"}}
    templating.static.cache_clear()
    yield
    templating.static.cache_clear()


@pytest.mark.usefixtures("no_static_files")
@pytest.mark.parametrize(("status", "ask"), PAGES.values(), ids=PAGES.keys())
def test_each_error_page_is_shown_although_no_static_files_were_collected(status: int, ask: Callable[[], Any]) -> None:
    response = ask()
    assert response.status_code == status
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("name", WITHOUT_DATABASE)
def test_an_error_page_is_shown_without_database_and_index(
    name: str, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.INDEX_DIR = tmp_path
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
    status, ask = PAGES[name]
    assert ask().status_code == status


def test_middleware_that_fails_on_the_database_gets_the_page_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
    response = client.get("/admin/")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "no-store" in response.headers["Cache-Control"]


# What was typed


def typed(**changes: str) -> dict[str, str]:
    """A reader's report as a browser sends it."""
    page = Client().get(REPORT).content.decode()
    [token] = re.findall(r'name="token" value="([^"]+)"', page)
    return {"token": token, "what": "The day is <wrong>.", "where": "answer", "email": "", "website": "", **changes}


def read_form(page: str) -> tuple[str, dict[str, str]]:
    """The address and the fields of the form that sends what was typed again."""
    [address] = re.findall(r'<form class="report__form" method="post" action="([^"]*)"', page)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    shown = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page)
    return html.unescape(address), {name: html.unescape(value) for name, value in (*hidden, *shown)}


def test_a_report_that_was_not_saved_is_kept_on_the_page_and_can_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_question(uin="1")
    report = typed()
    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
        response = Client().post(REPORT, report)
    page = response.content.decode()
    assert response.status_code == 503
    assert "Nothing has been lost" not in page
    assert "It may not have been saved" in page
    assert read_form(page) == (REPORT, report)
    assert not MistakeReport.objects.exists()
    assert Client().post(*read_form(page)).status_code == 302
    assert MistakeReport.objects.get().what == "The day is <wrong>."


def test_a_page_that_was_only_opened_promises_nothing_and_has_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", refuse)
    page = Client().get(REPORT).content.decode()
    assert "not responding" in page
    assert "Nothing has been lost" not in page
    assert "<form" not in page


@pytest.mark.parametrize("error", [ValueError("a mistake of ours"), OperationalError("could not connect to server")])
def test_a_form_of_the_desk_that_failed_is_kept_on_the_page(error: Exception) -> None:
    sent = {"csrfmiddlewaretoken": "t", "answers-TOTAL_FORMS": "0", "heading": "Family Hubs", "text": "To ask."}
    page = fail(error, RequestFactory().post("/admin/questions/question/add/?a=1", sent)).content.decode()
    assert read_form(page) == ("/admin/questions/question/add/?a=1", sent)


def test_a_form_that_needs_the_index_is_kept_while_that_is_being_rebuilt(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise IndexUnavailable("there is no index yet")

    monkeypatch.setattr("questions.views.mistakes.save_report", gone)
    make_question(uin="1")
    response = client.post(REPORT, report := typed())
    assert response.status_code == 503
    assert "Search is being rebuilt" in response.content.decode()
    assert read_form(response.content.decode()) == (REPORT, report)


def test_a_password_or_code_is_never_shown_again() -> None:
    for secret in ("password", "password1", "code"):
        page = fail(OperationalError(), RequestFactory().post(LOGIN, {"username": "anna", secret: "correct horse"}))
        assert b"correct horse" not in page.content
        assert b"<form" not in page.content


def test_a_form_with_a_file_says_that_the_file_must_be_chosen_again() -> None:
    sent = {"name": "Iris Demoworth", "portrait": SimpleUploadedFile("iris.png", b"png")}
    page = fail(OperationalError(), RequestFactory().post("/admin/questions/member/add/", sent)).content.decode()
    assert "Iris Demoworth" in page
    assert "choose the file again" in page
    assert "Send it again" not in page


def test_a_forged_form_can_be_copied_from_the_page_but_not_sent_again() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/admin/questions/question/add/", {"text": "To ask."}).content.decode()
    assert "To ask." in page
    assert "Send it again" not in page


def test_what_cannot_be_read_leaves_the_page_as_it_is() -> None:
    sent = RequestFactory().generic("POST", LOGIN, b"a", "multipart/form-data")
    assert b"<form" not in fail(OperationalError(), sent).content


def test_a_report_from_another_sites_page_is_not_saved_and_its_form_is_shown_again(client: Client) -> None:
    make_question(uin="1")
    response = client.post(REPORT, typed(), headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert "The day is &lt;wrong&gt;." in response.content.decode()
    assert "Your report is still here" in response.content.decode()
    assert not MistakeReport.objects.exists()


def test_a_session_that_a_locked_database_did_not_save_is_not_called_deleted(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = rf.get("/admin/")
    request.COOKIES["sessionid"] = somebody(VIEWER).session.session_key or ""
    monkeypatch.setattr(Session, "save", refuse)
    with pytest.raises(SessionInterrupted) as raised:
        SessionMiddleware(change_session)(request)
    assert errors.bad_request(request, raised.value).status_code == 503


def change_session(request: Any) -> HttpResponse:
    request.session["changed"] = True
    return HttpResponse()


def test_a_number_that_is_too_large_for_a_key_is_refused(admin_client: Client) -> None:
    """SQLite cannot look for one, so it is a bad request; PostgreSQL does not find it, so the form says so."""
    response = admin_client.post("/admin/auth/group/add/", {"name": "Interns", "permissions": ["9" * 20]})
    assert response.status_code in (200, 400)
    assert not Group.objects.filter(name="Interns").exists()
