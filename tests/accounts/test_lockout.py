"""The lockout after repeated failures to sign in by one user in one place, with passwords or codes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.models import FailedSignIns
from tests.support.desk import (
    QUESTIONS,
    code_of,
    fail,
    give,
    make_app,
    make_user,
    sign_in,
    signed_in,
    text,
    wrong_code,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes_are_not_throttled(settings: Settings) -> None:
    """Otherwise a test would have to wait after each wrong code."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


def here() -> Any:
    """The count of one user in one place."""
    return FailedSignIns.objects.get(key__startswith="pair:")


def test_after_five_failures_the_right_password_is_refused_until_the_time_shown(client: Client) -> None:
    make_user(role="Editor")
    assert fail(client, 4).status_code == 200
    locked = fail(client, 1)
    until = here().at + timedelta(minutes=15)
    assert locked.status_code == 429
    assert f"{timezone.localtime(until):%H:%M}" in text(locked)
    assert 0 < int(locked.headers["Retry-After"]) <= 900
    assert sign_in(client).status_code == 429
    FailedSignIns.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client).status_code == 302


def test_after_a_lockout_the_count_starts_again(client: Client) -> None:
    make_user()
    fail(client, 5)
    FailedSignIns.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert fail(client, 4).status_code == 200


def test_attempts_during_a_lockout_do_not_prolong_it(client: Client) -> None:
    make_user()
    fail(client, 5)
    before = list(FailedSignIns.objects.values_list())
    fail(client, 3)
    assert list(FailedSignIns.objects.values_list()) == before


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


def test_a_lockout_applies_to_every_address_of_an_ipv6_network() -> None:
    make_user()
    for number in range(5):
        fail(Client(REMOTE_ADDR=f"2001:db8::{number}:1"), 1)
    assert sign_in(Client(REMOTE_ADDR="2001:db8::ffff:ffff:1")).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="2001:db8:0:1::1")).status_code == 302


def test_an_ipv4_address_within_ipv6_is_the_ipv4_address() -> None:
    make_user()
    fail(Client(REMOTE_ADDR="::ffff:192.0.2.1"), 5)
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="::ffff:192.0.2.2")).status_code == 302


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
    assert not FailedSignIns.objects.filter(failures__gt=0).exists()


def test_an_unknown_name_is_locked_out_in_the_same_way(client: Client) -> None:
    make_user()
    there, missing = ([fail(client, 1, name) for _ in range(6)] for name in ("anna", "nobody"))
    assert [answer.status_code for answer in there] == [200, 200, 200, 200, 429, 429]
    assert [answer.status_code for answer in missing] == [answer.status_code for answer in there]
    assert text(missing[0]).replace("nobody", "anna").split("csrf")[0] == text(there[0]).split("csrf")[0]


def test_the_right_password_of_a_user_who_is_not_staff_counts_as_wrong(client: Client) -> None:
    make_user(is_staff=False)
    answers = [sign_in(client) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429]


def test_neither_names_nor_passwords_nor_codes_are_kept_with_the_counts(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    fail(client, 1, "my secret password")
    sign_in(client)
    code = wrong_code(app.key)
    give(client, code)
    kept = " ".join(map(str, FailedSignIns.objects.values_list()))
    assert kept
    assert not [word for word in ("anna", "secret", "127.0.0.1", code) if word in kept]


@pytest.mark.parametrize(
    ("command", "given"),
    [("axes_reset", []), ("axes_reset_username", ["anna"]), ("axes_reset_ip", ["127.0.0.1"])],
)
def test_a_command_ends_a_lockout(client: Client, command: str, given: list[str]) -> None:
    make_user()
    fail(client, 5)
    call_command(command, *given)
    assert sign_in(client).status_code == 302


def test_signing_in_deletes_what_no_longer_counts(client: Client) -> None:
    make_user()
    fail(client, 1)
    AccessAttempt.objects.create(username="anna", failures_since_start=1)  # as earlier releases wrote them
    long_ago = timezone.now() - timedelta(days=2)
    AccessAttempt.objects.update(attempt_time=long_ago)
    FailedSignIns.objects.update(at=long_ago)
    sign_in(client)
    assert not AccessAttempt.objects.exists()
    assert not FailedSignIns.objects.exists()


# The waits between codes, over all places


def test_waits_after_wrong_codes_stop_growing(client: Client, settings: Settings) -> None:
    app = make_app(make_user(role="Publisher"))
    type(app).objects.update(throttling_failure_count=40)
    sign_in(client)
    give(client, wrong_code(app.key))
    settings.OTP_TOTP_THROTTLE_FACTOR = 1
    app.refresh_from_db()
    _, why = app.verify_is_allowed()
    assert why["locked_until"] < timezone.now() + timedelta(minutes=35)


def test_wrong_codes_elsewhere_do_not_hold_up_a_user_in_a_known_browser(client: Client, settings: Settings) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = 1000
    user = make_user(role="Publisher")
    app = make_app(user)
    sign_in(client)
    assert give(client, code_of(app.key, later=-1)).status_code == 302
    stranger = Client(REMOTE_ADDR="192.0.2.9")
    sign_in(stranger)
    give(stranger, wrong_code(app.key))
    assert "Wait until" in text(give(stranger, wrong_code(app.key)))
    client.post("/admin/logout/")
    sign_in(client)
    give(client, wrong_code(app.key))
    assert "Wait until" in text(give(stranger, wrong_code(app.key)))
    assert give(client, code_of(app.key)).status_code == 302
    assert signed_in(user).get(QUESTIONS).status_code == 200
