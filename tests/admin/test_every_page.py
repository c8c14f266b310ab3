"""Every page, form and action of the admin, as every role. A new one is visited without being named here."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, RequestFactory

from questions.accounts.roles import ROLES, VIEWER
from tests.support.desk import make_user, signed_in
from tests.support.desk_records import make_every_kind
from tests.support.desk_tour import ODD_QUERIES, Fields, find_addresses, find_lists

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SUPERUSER, NO_ROLE, READER, STRANGER = "superuser", "staff without a role", "not staff", "not signed in"
PEOPLE = (*ROLES, SUPERUSER, NO_ROLE, READER, STRANGER)
ANSWERS = (200, 302, 400, 403, 404, 405)  # what a page may answer, whatever it is sent
RUBBISH, TOO_LARGE = "\N{SNOWMAN}\0", "9" * 20

every_person = pytest.mark.parametrize(
    "who", [who if who == SUPERUSER else pytest.param(who, marks=pytest.mark.any_engine) for who in PEOPLE]
)
lowest_and_highest = pytest.mark.parametrize("who", [VIEWER, SUPERUSER])


@pytest.fixture(autouse=True)
def records(monkeypatch: pytest.MonkeyPatch) -> None:
    make_every_kind()
    # What is posted is rolled back, so the index need not catch up.
    monkeypatch.setattr("questions.middleware.catch_up_if_free", lambda: None)


class Visitor:
    """Visits pages and posts to them. All of it is undone, signing out too, and each failure is noted."""

    def __init__(self, who: str):
        self.client = Client(raise_request_exception=False)
        self.failures: list[str] = []
        self.user: User | None = None
        if who != STRANGER:
            rights = {"is_superuser": who == SUPERUSER, "is_staff": who != READER}
            self.user = make_user("anna", role=who if who in ROLES else "", **rights)
            signed_in(self.user, self.client)

    def get(self, address: str) -> Any:
        return self._undone(address, lambda: self.client.get(address))

    def post(self, address: str, form: dict[str, Any]) -> Any:
        return self._undone(address, lambda: self.client.post(address, form), form)

    def _undone(self, address: str, ask: Callable[[], Any], form: Any = None) -> Any:
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            response = ask()
            content = b"".join(response) if response.streaming else response.content
            transaction.set_rollback(True)
        self.client.cookies = cookies
        if response.status_code not in ANSWERS:
            error = (getattr(response, "exc_info", None) or [None, content[:100]])[1]
            self.failures.append(f"{response.status_code} {address} {str(form)[:100]}: {error!r}")
        return response


@every_person
def test_no_page_fails_whatever_is_posted_to_it(who: str) -> None:
    visitor = Visitor(who)
    for address in find_addresses():
        response = visitor.get(address)
        shown = Fields(response) if response.status_code == 200 else None
        visitor.post(address, {})
        if shown:
            visitor.post(address, shown.found)
            visitor.post(address, shown.filled_with(RUBBISH))
    assert visitor.failures == []


def test_no_form_fails_if_a_number_is_too_large() -> None:
    visitor = Visitor(SUPERUSER)
    for address in find_addresses():
        fields = Fields(visitor.get(address))
        if fields.found:
            visitor.post(address, fields.filled_with(TOO_LARGE))
    assert visitor.failures == []


@lowest_and_highest
def test_no_list_fails_however_it_is_filtered_or_sorted(who: str) -> None:
    visitor = Visitor(who)
    for address, _ in find_lists():
        response = visitor.get(address)
        if response.status_code != 200:
            continue
        for query in (*find_queries(response.context["cl"]), *ODD_QUERIES):
            visitor.get(f"{address}?{query}")
    assert visitor.failures == []


def find_queries(changes: Any) -> list[str]:
    """The query of each filter's choices, of each column to sort by, and of each search."""
    choices = [one["query_string"] for spec in changes.filter_specs for one in spec.choices(changes)]
    columns = [f"o={number}" for number in range(1, len(changes.list_display) + 1)]
    return [*dict.fromkeys(choice.removeprefix("?") for choice in choices), *columns]


@lowest_and_highest
def test_no_action_of_a_list_fails(who: str) -> None:
    visitor, boss = Visitor(who), RequestFactory().get("/")
    boss.user = make_user("boss", is_superuser=True)
    for address, kind in find_lists():
        keys = list(kind.model._default_manager.order_by("-pk").values_list("pk", flat=True)[:3])
        for action in kind.get_actions(boss):
            for form in ({"_selected_action": keys}, {"_selected_action": keys, "post": "yes"}):
                visitor.post(address, {"action": action, **form})
    assert visitor.failures == []


@pytest.mark.parametrize("who", [NO_ROLE, READER, STRANGER])
def test_no_list_is_open_to_those_without_a_role(who: str) -> None:
    visitor = Visitor(who)
    refused = 403 if who == NO_ROLE else 302
    assert {visitor.get(address).status_code for address, _ in find_lists()} == {refused}
