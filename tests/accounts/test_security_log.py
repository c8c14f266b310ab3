"""The security log: what it records, and that nobody can change it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.accounts import second_factor
from questions.accounts.security_log import MOST_PLACES
from questions.accounts.sessions import SEEN
from questions.models import SecurityEvent
from tests.support.desk import (
    FACTOR,
    LOGIN,
    PASSWORD,
    QUESTIONS,
    code_of,
    events,
    give,
    make_app,
    make_user,
    set_up,
    sign_in,
    signed_in,
    somebody,
    text,
    wrong_code,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(REMOTE_ADDR="192.0.2.7", headers={"user-agent": "Browser " + "x" * 300})


def clear_log() -> None:
    """Delete the events logged so far, which come from making users."""
    SecurityEvent.objects.all().delete()


def test_signing_in_and_out_is_logged_with_the_address_and_the_browser(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    clear_log()
    sign_in(client)
    give(client, code_of(app.key))
    client.post("/admin/logout/")
    assert events() == [(kind, "anna", "anna") for kind in ("signed-in", "verified", "signed-out")]
    assert set(SecurityEvent.objects.values_list("address", "user__username")) == {("192.0.2.7", "anna")}
    assert SecurityEvent.objects.first().user_agent == f"Browser {'x' * 192}"


def test_failures_and_the_lockout_are_logged_but_not_attempts_after_it(client: Client, settings: Settings) -> None:
    settings.AXES_FAILURE_LIMIT = 2
    make_user()
    clear_log()
    for _ in range(4):
        sign_in(client, password="wrong")
    assert events() == [("failed", "", "anna"), ("locked-out", "", "anna")]
    assert list(SecurityEvent.objects.values_list("times", flat=True)) == [1, 2]


def test_failures_of_one_day_and_address_are_one_event_with_the_last_time(client: Client) -> None:
    make_user()
    clear_log()
    for _ in range(3):
        sign_in(client, password="wrong")
    event = SecurityEvent.objects.get()
    assert (event.times, event.address) == (3, "192.0.2.7")
    assert event.last_at
    assert event.at < event.last_at
    SecurityEvent.objects.update(at=timezone.now() - timedelta(days=1))
    sign_in(client, password="wrong")
    assert sorted(SecurityEvent.objects.values_list("times", flat=True)) == [1, 3]


def test_failures_from_addresses_of_one_ipv6_network_are_one_event() -> None:
    for number in (1, 2):
        sign_in(Client(REMOTE_ADDR=f"2001:db8::{number}"), "nobody")
    sign_in(Client(REMOTE_ADDR="2001:db8:0:1::1"), "nobody")
    assert list(SecurityEvent.objects.values_list("address", "times")) == [("2001:db8:0:1::1", 1), ("2001:db8::1", 2)]


def test_failures_of_different_users_and_kinds_are_different_events(client: Client) -> None:
    for name in ("anna", "berta"):
        make_user(name)
    app = make_app(make_user("clara", role="Publisher"))
    clear_log()
    for name in ("anna", "berta", "nobody", "noone"):
        sign_in(client, name, "wrong")
    sign_in(client, "clara")
    give(client, wrong_code(app.key))
    failures = [event for event in events() if event[0] != "signed-in"]
    assert failures == [
        ("failed", "", "anna"),
        ("failed", "", "berta"),
        ("failed", "", "an unknown user name"),
        ("code-failed", "clara", "clara"),
    ]


def test_many_addresses_and_names_do_not_fill_the_log_nor_hide_a_users_failures() -> None:
    make_user()
    clear_log()
    for number in range(120):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{number}"), f"name {number}")
    assert SecurityEvent.objects.count() == MOST_PLACES + 1
    others = SecurityEvent.objects.get(address=None)
    assert (others.on, others.times) == ("an unknown user name", 120 - MOST_PLACES)
    sign_in(Client(REMOTE_ADDR="198.51.100.200"), password="wrong")
    assert SecurityEvent.objects.get(on="anna").address == "198.51.100.200"


def test_an_unknown_user_name_is_not_logged_because_it_may_be_a_password(client: Client) -> None:
    sign_in(client, "my secret password", "anna")
    assert events() == [("failed", "", "an unknown user name")]


def test_wrong_codes_and_recovery_codes_are_logged(client: Client) -> None:
    user = make_user(role="Publisher")
    app = make_app(user)
    on_paper, *_ = second_factor.new_recovery_codes(user)
    sign_in(client)
    clear_log()
    give(client, wrong_code(app.key))
    give(client, on_paper)
    assert events() == [("code-failed", "anna", "anna"), ("recovered", "anna", "anna")]


def test_changes_to_a_second_factor_are_logged(client: Client) -> None:
    make_user(role="Editor")
    sign_in(client)
    clear_log()
    set_up(client)
    client.post("/admin/second-factor/codes/")
    client.post(FACTOR)
    kinds = ["factor-set-up", "codes-made", "codes-made", "factor-removed"]
    assert events() == [(kind, "anna", "anna") for kind in kinds]


def test_a_reset_is_logged_with_who_did_it_and_for_whom(client: Client) -> None:
    user = make_user("clerk", role="Publisher")
    make_app(user)
    boss = signed_in(make_user("boss", role="Administrator"))
    clear_log()
    boss.post(f"/admin/auth/user/{user.pk}/second-factor/")
    assert events() == [("factor-reset", "boss", "clerk")]
    make_app(user)
    call_command("reset_second_factor", "clerk")
    assert events()[-1] == ("factor-reset", "", "clerk")


def test_the_end_of_a_session_is_logged() -> None:
    client = somebody("Editor")
    session = client.session
    session[SEEN] -= 100_000
    session.save()
    clear_log()
    client.get(QUESTIONS)
    assert events() == [("ended", "editor", "editor")]


def test_a_new_password_is_logged_but_not_a_new_hash_of_the_same_password(client: Client, settings: Settings) -> None:
    user = make_user(role="Editor")
    signed_in(user, client)
    clear_log()
    new = {"new_password1": "another battery, correct", "new_password2": "another battery, correct"}
    client.post("/admin/password_change/", {"old_password": PASSWORD, **new})
    assert events() == [("password", "anna", "anna")]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    clear_log()
    Client().post(LOGIN, {"username": "anna", "password": "another battery, correct"})
    assert [kind for kind, _, _ in events()] == ["signed-in"]


def test_changes_to_a_user_are_logged_field_by_field() -> None:
    user = make_user("clerk", role="Viewer")
    boss = signed_in(make_user("boss", role="Administrator"))
    clear_log()
    form = {"username": "clerk", "email": "c@archive.example", "is_staff": "on", "groups": [_role("Editor").pk]}
    assert boss.post(f"/admin/auth/user/{user.pk}/change/", form).status_code == 302
    assert details() == [
        ("user-changed", "boss", "clerk", "email:  → c@archive.example; is_active: True → False"),
        ("allowed", "boss", "clerk", "removed: Viewer"),
        ("allowed", "boss", "clerk", "added: Editor"),
    ]


def _role(name: str) -> Group:
    return Group.objects.get(name=name)


def details() -> list[tuple[str, ...]]:
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", "by", "on", "detail"))


def test_adding_changing_and_deleting_users_and_groups_is_logged() -> None:
    user = User.objects.create_superuser("root", password=PASSWORD)
    group = Group.objects.create(name="Interns")
    group.name = "Trainees"
    group.save()
    group.permissions.add(Permission.objects.get(codename="view_question"))
    group.user_set.add(user)
    user.groups.clear()
    group.delete()
    user.delete()
    assert details() == [
        ("user-made", "", "root", "is_staff, is_superuser"),
        ("group-made", "", "Interns", ""),
        ("group-changed", "", "Trainees", "name: Interns → Trainees"),
        ("allowed", "", "Trainees", "added: Parliamentary questions | question | Can view question"),
        ("allowed", "", "Trainees", "added: root"),
        ("allowed", "", "root", "removed every group"),
        ("group-deleted", "", "Trainees", ""),
        ("user-deleted", "", "root", ""),
    ]


def test_events_of_a_deleted_user_keep_the_users_name(client: Client) -> None:
    user = make_user()
    sign_in(client)
    user.delete()
    assert ("signed-in", "anna", "anna") in events()
    assert SecurityEvent.objects.filter(by="anna", user=None).exists()


def test_a_transaction_that_is_rolled_back_logs_nothing() -> None:
    with transaction.atomic():
        make_user(role="Editor")
        transaction.set_rollback(True)
    assert events() == []


def test_old_events_are_deleted_when_somebody_signs_in(client: Client, settings: Settings) -> None:
    make_user()
    SecurityEvent.objects.update(at=timezone.now() - timedelta(days=31))
    settings.SECURITY_LOG_DAYS = 31
    sign_in(client)
    assert events() == [("signed-in", "anna", "anna")]


def test_an_administrator_can_search_the_log_for_a_user() -> None:
    make_user("clerk")
    boss = somebody("Administrator")
    page = text(boss.get("/admin/questions/securityevent/?q=clerk"))
    assert "user added" in page
    assert "1 security event" in page


@pytest.mark.parametrize("who", ["Administrator", "a superuser"])
def test_nobody_can_change_or_delete_an_event(who: str, admin_client: Client) -> None:
    client = admin_client if who == "a superuser" else somebody(who)
    event = SecurityEvent.objects.first()
    before = SecurityEvent.objects.count()
    address = f"/admin/questions/securityevent/{event.pk}/"
    chosen: dict[str, Any] = {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"}
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{address}change/", {"by": "another"}).status_code == 403
    assert client.post("/admin/questions/securityevent/add/", {"by": "another"}).status_code == 403
    client.post("/admin/questions/securityevent/", chosen)
    assert SecurityEvent.objects.count() == before
    assert SecurityEvent.objects.get(pk=event.pk).by == event.by
