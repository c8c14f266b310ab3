"""Limits on failures over all addresses, and over all names; who is known is not held up by others' failures."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from questions.accounts import known, limits
from questions.models import FailedSignIns, KnownPlace
from tests.support.desk import code_of, fail, give, make_app, make_user, sign_in, signed_in, wrong_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def strangers() -> Iterator[Client]:
    """Clients at ever new addresses."""
    return (Client(REMOTE_ADDR=f"198.51.{number // 250}.{number % 250}") for number in count())


def attack(strangers: Iterator[Client], times: int, name: str = "anna") -> list[int]:
    """Give a wrong password for this name from so many new addresses; returns the status codes."""
    return [fail(next(strangers), 1, name).status_code for _ in range(times)]


def later(**time: float) -> None:
    """Let time pass since the last failures."""
    for row in FailedSignIns.objects.all():
        FailedSignIns.objects.filter(pk=row.pk).update(at=row.at - timedelta(**time))


def hold_up(strangers: Iterator[Client], name: str = "anna") -> None:
    """Fail so often, from different addresses, that this name must wait for the longest time."""
    attack(strangers, 10, name)
    FailedSignIns.objects.filter(key__startswith="name:", failures=10).update(failures=limits.LIMITS["name"].most)


def spray(times: int) -> list[int]:
    """Try so many names from one address; after 20 failures the wait is the longest. Returns the status codes."""
    answers = [fail(Client(), 1, f"name {number}").status_code for number in range(times)]
    FailedSignIns.objects.filter(key__startswith="place:", failures=20).update(failures=limits.LIMITS["place"].most)
    return answers


# One name, many addresses


def test_after_ten_failures_of_one_name_from_different_addresses_others_must_wait(strangers: Iterator[Client]) -> None:
    make_user()
    make_user("berta")
    assert attack(strangers, 12) == [200] * 9 + [429] * 3
    hold_up(strangers)
    assert sign_in(next(strangers)).status_code == 429
    assert sign_in(next(strangers), "berta").status_code == 302


def test_the_wait_doubles_with_each_failure_up_to_the_length_of_a_lockout(strangers: Iterator[Client]) -> None:
    attack(strangers, 9)
    waits = []
    for _ in range(13):
        waits.append(int(fail(next(strangers), 1).headers["Retry-After"]))
        later(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_the_owner_can_sign_in_elsewhere_after_the_wait(strangers: Iterator[Client]) -> None:
    make_user()
    hold_up(strangers)
    later(minutes=15)
    assert sign_in(next(strangers)).status_code == 302


def test_failures_are_forgotten_one_by_one(strangers: Iterator[Client]) -> None:
    attack(strangers, 10)
    later(minutes=31)
    assert attack(strangers, 3) == [200, 429, 429]


def test_the_addresses_of_wrong_codes_count_together_too(settings: Settings, strangers: Iterator[Client]) -> None:
    settings.OTP_TOTP_THROTTLE_FACTOR = 0
    app = make_app(make_user(role="Publisher"))
    answers = []
    for stranger in [next(strangers) for _ in range(10)]:
        sign_in(stranger)
        answers.append(give(stranger, wrong_code(app.key)).status_code)
    assert answers == [200] * 9 + [429]


def test_an_unknown_name_is_limited_in_the_same_way(strangers: Iterator[Client]) -> None:
    make_user()
    assert attack(strangers, 12, "nobody") == attack(strangers, 12, "anna")


# Users who are known


def known_client(**where: Any) -> Client:
    """A client in which anna has signed in before, and has signed out."""
    client = Client(**where)
    assert sign_in(client).status_code == 302
    client.post("/admin/logout/")
    return client


def test_failures_elsewhere_do_not_hold_up_the_owner_in_a_known_browser(strangers: Iterator[Client]) -> None:
    make_user()
    owner = known_client()
    KnownPlace.objects.all().delete()
    hold_up(strangers)
    assert sign_in(Client()).status_code == 429
    assert sign_in(owner).status_code == 302


def test_failures_elsewhere_do_not_hold_up_the_owner_at_a_known_place(strangers: Iterator[Client]) -> None:
    make_user()
    known_client(REMOTE_ADDR="2001:db8::1")
    hold_up(strangers)
    assert sign_in(Client(REMOTE_ADDR="2001:db8::2")).status_code == 302
    assert sign_in(Client(REMOTE_ADDR="2001:db8:0:1::2")).status_code == 429


def test_failures_of_others_at_the_owners_address_do_not_hold_up_the_owner_in_a_known_browser() -> None:
    make_user()
    owner = known_client()
    assert fail(Client(), 5).status_code == 429
    assert sign_in(owner).status_code == 302


def test_a_known_browser_has_a_limit_of_its_own() -> None:
    make_user()
    owner = known_client()
    assert [fail(owner, 1).status_code for _ in range(6)] == [200] * 4 + [429] * 2


def test_a_browser_is_known_after_the_second_factor_and_not_before() -> None:
    app = make_app(make_user(role="Publisher"))
    client = Client()
    sign_in(client)
    assert not [name for name in client.cookies if name.startswith("known-")]
    assert not KnownPlace.objects.exists()
    give(client, code_of(app.key))
    assert [name for name in client.cookies if name.startswith("known-")]
    assert KnownPlace.objects.count() == 1


def test_a_wrong_password_in_an_open_session_makes_no_place_known() -> None:
    make_user()
    client = signed_in(make_user("berta"))
    fail(client, 1)
    assert not KnownPlace.objects.exists()


def test_one_users_browser_is_not_known_for_another_name(strangers: Iterator[Client]) -> None:
    make_user()
    make_user("berta")
    cookies = known_client().cookies
    KnownPlace.objects.all().delete()
    hold_up(strangers, "berta")
    (name,) = [name for name in cookies if name.startswith("known-")]
    thief = Client()
    thief.cookies[known._cookie("berta")] = cookies[name].value
    assert sign_in(thief, "berta").status_code == 429


def test_the_cookie_of_a_known_browser_is_for_the_admin_only_and_does_not_show_the_name() -> None:
    make_user()
    cookies = known_client().cookies
    (name,) = [name for name in cookies if name.startswith("known-")]
    assert (cookies[name]["path"], cookies[name]["httponly"], cookies[name]["samesite"]) == ("/admin/", True, "Strict")
    assert "anna" not in f"{name} {cookies[name].value}"


def test_a_place_is_known_for_every_name_so_that_it_shows_nobodys_name(strangers: Iterator[Client]) -> None:
    make_user()
    known_client()
    hold_up(strangers)
    hold_up(strangers, "nobody")
    assert fail(Client(), 1, "anna").status_code == fail(Client(), 1, "nobody").status_code == 200


def test_only_a_users_latest_places_are_known() -> None:
    make_user()
    for number in range(known.MOST_PLACES + 2):
        known_client(REMOTE_ADDR=f"192.0.2.{number}")
    hashes = [known.hashed(f"192.0.2.{number}") for number in range(2, known.MOST_PLACES + 2)]
    assert set(KnownPlace.objects.values_list("place", flat=True)) == set(hashes)


def test_a_place_is_forgotten_after_half_a_year(strangers: Iterator[Client]) -> None:
    make_user()
    known_client()
    KnownPlace.objects.update(seen_at=timezone.now() - timedelta(days=181))
    hold_up(strangers)
    assert sign_in(Client()).status_code == 429
    assert known.prune() == 1


# One address, many names


def test_after_twenty_failures_of_different_names_an_address_must_wait() -> None:
    make_user()
    assert spray(20) == [200] * 19 + [429]
    assert sign_in(Client()).status_code == 429
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1")).status_code == 302


def test_names_tried_from_one_ipv6_network_count_together() -> None:
    answers = [fail(Client(REMOTE_ADDR=f"2001:db8::{n:x}:1"), 1, f"name {n}").status_code for n in range(22)]
    assert answers == [200] * 19 + [429] * 3


def test_names_tried_at_the_owners_address_do_not_hold_up_the_owner_in_a_known_browser() -> None:
    make_user()
    owner = known_client()
    spray(20)
    assert sign_in(Client()).status_code == 429
    assert sign_in(owner).status_code == 302


def test_mistakes_of_users_who_then_sign_in_do_not_add_up() -> None:
    for number in range(8):
        make_user(f"user{number}")
        client = Client()
        fail(client, 4, f"user{number}")
        assert sign_in(client, f"user{number}").status_code == 302


# The size of the table


def test_a_flood_of_names_and_addresses_does_not_fill_the_table(
    strangers: Iterator[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 60)
    monkeypatch.setattr(limits, "PRUNED_EVERY", 10)
    attack(strangers, 9)
    for number in range(100):
        attack(strangers, 1, f"name {number}")
    assert FailedSignIns.objects.count() < 60 + 10
    assert attack(strangers, 2) == [429, 429]


def test_the_latest_counts_stay_even_if_others_are_higher(
    strangers: Iterator[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 10)
    FailedSignIns.objects.bulk_create(
        FailedSignIns(key=f"name:{number}:", failures=30, at=timezone.now()) for number in range(40)
    )
    attack(strangers, 1)
    limits.prune()
    assert FailedSignIns.objects.filter(failures=1).count() == 3
    assert FailedSignIns.objects.count() <= 10


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_time_are_all_counted_and_none_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also while others delete counts."""
    monkeypatch.setattr(limits, "MOST_ROWS", 20)
    monkeypatch.setattr(limits, "PRUNED_EVERY", 2)
    make_user()

    def attempts(thread: int) -> list[int]:
        with closing(connection):
            names = [f"name {number}" if number % 3 else "anna" for number in range(thread, thread + 24)]
            return [
                fail(Client(REMOTE_ADDR=f"192.0.2.{thread + number % 2}"), 1, name).status_code
                for number, name in enumerate(names)
            ]

    with ThreadPoolExecutor(4) as pool:
        answers = [answer for thread in pool.map(attempts, range(4)) for answer in thread]
    assert len(answers) == 96
    assert set(answers) == {200, 429}
    limits.prune()
    assert FailedSignIns.objects.count() <= 20
    (name,) = FailedSignIns.objects.filter(key__startswith=f"name:{known.hashed('anna')}")
    assert name.failures >= 10
