"""The lockout after repeated failures to sign in, with passwords or codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.support.desk import LOGIN, QUESTIONS, code_of, give, make_app, make_user, sign_in, text, wrong_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes_are_not_throttled(settings: Settings) -> None:
    """Otherwise a test would have to wait after each wrong code."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


def fail(client: Client, times: int, **how: Any) -> Any:
    """Give a wrong password so many times, and return the last response."""
    return [client.post(LOGIN, {"username": "anna", "password": "wrong password"}, **how) for _ in range(times)][-1]


def test_after_five_failures_the_right_password_is_refused_until_the_time_shown(client: Client) -> None:
    make_user(role="Editor")
    assert fail(client, 4).status_code == 200
    locked = fail(client, 1)
    until = AccessAttempt.objects.get().attempt_time + timedelta(minutes=15)
    assert locked.status_code == 429
    assert f"{timezone.localtime(until):%H:%M}" in text(locked)
    assert 0 < int(locked.headers["Retry-After"]) <= 900
    assert sign_in(client).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_attempts_during_a_lockout_do_not_prolong_it(client: Client) -> None:
    make_user()
    fail(client, 5)
    before = AccessAttempt.objects.get().attempt_time
    fail(client, 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_a_lockout_does_not_affect_another_user_or_another_address(client: Client) -> None:
    make_user()
    make_user("berta")
    fail(client, 5)
    assert sign_in(client, "berta").status_code == 302
    assert fail(Client(REMOTE_ADDR="192.0.2.9"), 1).status_code == 200


def test_a_lockout_applies_to_every_browser_at_the_address(client: Client) -> None:
    make_user()
    for number in range(5):
        fail(client, 1, headers={"user-agent": f"browser {number}"})
    assert sign_in(client).status_code == 429


def test_wrong_codes_count_like_wrong_passwords(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    fail(client, 2)
    sign_in(client)
    answers = [give(client, wrong_code(app.key)).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert give(client, code_of(app.key)).status_code == 429
    assert client.get(QUESTIONS).status_code == 302


def test_giving_the_password_again_does_not_reset_the_count_of_wrong_codes(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    answers = []
    for _ in range(5):
        sign_in(client)
        answers.append(give(client, wrong_code(app.key)).status_code)
    assert answers == [200, 200, 200, 200, 429]


def test_signing_in_completely_resets_the_count_of_failures(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    fail(client, 4)
    sign_in(client)
    give(client, code_of(app.key))
    assert not AccessAttempt.objects.exists()


def test_passwords_and_codes_are_not_kept_with_failed_attempts(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    fail(client, 1)
    sign_in(client)
    code = wrong_code(app.key)
    give(client, code)
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert "********" in kept
    assert code not in kept
    assert "wrong password" not in kept
