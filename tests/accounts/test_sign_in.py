"""Signing in to the admin: the password, the code, the page requested, and how sessions end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_static.models import StaticToken
from pytest_django.fixtures import Settings

from questions.accounts import second_factor
from questions.accounts.sessions import BEGAN, SEEN
from tests.support.desk import (
    LOGIN,
    PASSWORD,
    QUESTIONS,
    VERIFY,
    code_of,
    give,
    make_app,
    make_user,
    recovery_codes,
    sign_in,
    signed_in,
    text,
    wrong_code,
)

DESK = "/admin/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes_are_not_throttled(settings: Settings) -> None:
    """Otherwise a test would have to wait after each wrong code."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


def test_a_user_without_a_second_factor_goes_straight_to_the_requested_page(client: Client) -> None:
    make_user(role="Editor")
    asked = client.get(QUESTIONS)
    assert asked.headers["Location"] == f"{LOGIN}?next={QUESTIONS}"
    response = sign_in(client, next=QUESTIONS)
    assert response.headers["Location"] == QUESTIONS
    assert client.get(QUESTIONS).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_redirects_to_another_site(client: Client, elsewhere: str) -> None:
    user = make_user(role="Publisher")
    app = make_app(user)
    assert sign_in(client, next=elsewhere).headers["Location"] == DESK
    assert give(client, code_of(app.key), next=elsewhere).headers["Location"] == DESK


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_a_wrong_password_and_an_unknown_user_get_the_same_message(client: Client, name: str) -> None:
    make_user()
    response = sign_in(client, name, "wrong password")
    assert response.status_code == 200
    assert "Please enter the correct username and password" in text(response)


def test_changing_the_password_keeps_the_session(client: Client) -> None:
    user = make_user(role="Publisher")
    signed_in(user, client)
    new = "another battery, correct"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", form).status_code == 302
    assert client.get(QUESTIONS).status_code == 200
    user.refresh_from_db()
    assert user.check_password(new)


@pytest.mark.parametrize("weak", ["short1234x", "password1234", "123456789012", "annabella-maria"])
def test_a_weak_password_is_refused(client: Client, weak: str) -> None:
    user = make_user("annabellamaria")
    signed_in(user, client)
    form = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    response = client.post("/admin/password_change/", form)
    assert "errorlist" in text(response)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_user_with_a_second_factor_needs_the_password_and_the_code(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    sign_in(client, next=QUESTIONS)
    asked = client.get(QUESTIONS, follow=True)
    assert unquote(asked.redirect_chain[-1][0]) == f"{VERIFY}?next={QUESTIONS}"
    assert 'autocomplete="one-time-code"' in text(asked)
    before = client.session.session_key
    assert give(client, code_of(app.key), next=QUESTIONS).headers["Location"] == QUESTIONS
    assert client.session.session_key != before
    assert client.get(QUESTIONS).status_code == 200


def test_a_user_who_chose_a_second_factor_must_give_the_code(client: Client) -> None:
    make_app(make_user(role="Viewer"))
    sign_in(client)
    assert client.get(DESK, follow=True).redirect_chain[-1][0].startswith(VERIFY)


def test_a_code_with_spaces_is_accepted(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    sign_in(client)
    code = code_of(app.key)
    assert give(client, f" {code[:3]} {code[3:]}").status_code == 302


def test_a_code_works_only_once(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    code = code_of(app.key)
    sign_in(client)
    assert give(client, code).status_code == 302
    other = Client()
    sign_in(other)
    assert "already used" in text(give(other, code))
    assert give(other, code_of(app.key, later=1)).status_code == 302


@pytest.mark.parametrize("typed", ["", "  ", "000", "not a code", "²²²²²²", "1" * 21, "\x00"])
def test_an_invalid_code_is_refused_with_an_error_at_its_field(client: Client, typed: str) -> None:
    make_app(make_user(role="Publisher"))
    sign_in(client)
    response = give(client, typed)
    assert response.status_code == 200
    assert 'aria-describedby="id_code_error"' in text(response)


def test_after_a_wrong_code_the_next_one_must_wait(client: Client, settings: Settings) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = 1000
    app = make_app(make_user(role="Publisher"))
    sign_in(client)
    give(client, wrong_code(app.key))
    assert "Wait until" in text(give(client, code_of(app.key)))


def test_a_recovery_code_works_only_once(client: Client) -> None:
    user = make_user(role="Publisher")
    make_app(user)
    first, *_ = second_factor.new_recovery_codes(user)
    sign_in(client)
    assert give(client, first.upper()).status_code == 302
    assert client.get(QUESTIONS).status_code == 200
    other = Client()
    sign_in(other)
    assert give(other, first).status_code == 200
    assert second_factor.recovery_codes_left(user) == 9


def test_a_user_with_few_recovery_codes_left_is_told_so(client: Client) -> None:
    user = make_user(role="Publisher")
    make_app(user)
    first, *_ = second_factor.new_recovery_codes(user)
    StaticToken.objects.exclude(token=first.replace("-", "")).delete()
    sign_in(client)
    give(client, first)
    assert "You have 0 recovery codes left" in text(client.get(DESK))


def test_new_recovery_codes_replace_the_old_ones(client: Client) -> None:
    user = make_user(role="Publisher")
    signed_in(user, client)
    old = second_factor.new_recovery_codes(user)
    new = recovery_codes(client.post("/admin/second-factor/codes/"))
    assert (len(new), set(new) & set(old)) == (10, set())
    assert second_factor.recovery_codes_left(user) == 10


def test_a_user_can_sign_out_between_the_password_and_the_code(client: Client) -> None:
    make_app(make_user(role="Publisher"))
    sign_in(client)
    assert client.post("/admin/logout/").status_code == 200
    assert client.get(VERIFY).headers["Location"].startswith(LOGIN)


@pytest.mark.parametrize(
    ("what", "seconds", "said"), [(SEEN, 3601, "60 minutes of inactivity"), (BEGAN, 43201, "12 hours")]
)
def test_an_ended_session_says_why(client: Client, what: str, seconds: int, said: str) -> None:
    signed_in(make_user(role="Editor"), client)
    session = client.session
    session[what] -= seconds
    session.save()
    page = client.get(QUESTIONS, follow=True)
    assert page.redirect_chain == [(f"{LOGIN}?next={QUESTIONS}", 302)]
    assert f"Your session ended {'after ' if what == SEEN else ''}{said}" in text(page)


def test_activity_keeps_a_session_alive(client: Client) -> None:
    signed_in(make_user(role="Editor"), client)
    session = client.session
    session[SEEN] -= 3000
    before = session[SEEN]
    session.save()
    assert client.get(QUESTIONS).status_code == 200
    assert client.session[SEEN] > before


def test_a_session_without_a_start_time_ends(client: Client) -> None:
    """Such a session is from before sessions had a limit."""
    signed_in(make_user(role="Editor"), client)
    session = client.session
    del session[BEGAN]
    session.save()
    assert client.get(QUESTIONS).status_code == 302


def test_a_user_who_is_no_longer_staff_is_signed_out_at_once(client: Client) -> None:
    user = make_user(role="Editor")
    signed_in(user, client)
    user.is_staff = False
    user.save()
    assert client.get(QUESTIONS).status_code == 302


def test_a_public_page_reads_no_session_and_sets_no_cookie_for_a_signed_in_user(client: Client) -> None:
    signed_in(make_user(role="Editor"), client)
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/about/")
    assert not [query for query in queries if re.search("session|auth_|otp_|axes_", query["sql"])]
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_page_is_shown_even_if_the_database_is_too_busy_to_note_that_the_session_is_in_use(client: Client) -> None:
    signed_in(make_user(role="Editor"), client)
    session = client.session
    session[SEEN] -= 3000
    session.save()

    def refuse(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if sql.startswith("UPDATE") and "django_session" in sql:
            raise OperationalError("database is locked")
        return execute(sql, *given)

    with connection.execute_wrapper(refuse):
        assert client.get("/admin/").status_code == 200
    assert client.session[SEEN] == session[SEEN]
    assert client.get("/admin/").status_code == 200
    assert client.session[SEEN] > session[SEEN]
