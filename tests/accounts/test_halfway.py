"""A user who has given only the password, but needs a second factor, sees no more than any reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from questions.accounts.sessions import SEEN
from tests.support.desk import LOGIN, SET_UP, VERIFY, make_app, make_user, sign_in, signed_in
from tests.support.factories import make_question

pytestmark = pytest.mark.django_db

STYLEGUIDE = "/styleguide/"
# The pages that a user needs to give the second factor, or to sign out.
OPEN = {LOGIN, SET_UP, VERIFY, "/admin/logout/"}


@pytest.fixture(params=["with an app", "without an app"])
def halfway(request: pytest.FixtureRequest) -> Client:
    """A client of a Publisher who has given the password, and has an app or must still set one up."""
    user = make_user(role="Publisher")
    if request.param == "with an app":
        make_app(user)
    client = Client()
    assert sign_in(client).status_code == 302
    return client


def addresses(patterns: list, prefix: str = "/") -> Iterator[str]:
    """An address of each route, with 1 for each part that varies."""
    for one in patterns:
        route = prefix + re.sub(r"<[^>]*>|\(\?P.*$", "1", str(one.pattern).lstrip("^"))
        if isinstance(one, URLPattern):
            yield route
        else:
            yield from addresses(one.url_patterns, route)


def test_every_page_of_the_admin_asks_for_the_second_factor_first(halfway: Client) -> None:
    every = {address for address in addresses(get_resolver().url_patterns) if address.startswith("/admin/")}
    asked = {address: halfway.get(address).headers.get("Location", "") for address in every - OPEN}
    assert len(asked) > 150
    moved = {"/admin/questions/naturerule/1"}  # leads on to a page that asks
    assert {address for address, to in asked.items() if not to.startswith(LOGIN)} == moved


def test_every_form_of_the_admin_asks_for_the_second_factor_first(halfway: Client) -> None:
    every = {address for address in addresses(get_resolver().url_patterns) if address.startswith("/admin/")}
    sent = {address: halfway.post(address).headers.get("Location", "") for address in every - OPEN}
    assert {address for address, to in sent.items() if not to.startswith(LOGIN)} == {"/admin/questions/naturerule/1"}


def test_the_style_guide_does_not_exist_before_the_second_factor(halfway: Client) -> None:
    there, nowhere = halfway.get(STYLEGUIDE), halfway.get("/nothing-here/")
    assert there.status_code == 404
    assert there.content == nowhere.content


def test_the_style_guide_does_not_exist_after_the_session_has_ended(client: Client) -> None:
    signed_in(make_user(), client)
    session = client.session
    session[SEEN] -= 3601
    session.save()
    assert client.get(STYLEGUIDE).status_code == 404


def test_public_pages_show_no_more_than_to_a_reader(client: Client, halfway: Client) -> None:
    make_question("Public")
    draft = make_question("Secret draft", uin="2", parliament_id=2, published_at=None).get_absolute_url()
    routes = {one for one in addresses(get_resolver().url_patterns) if "1" not in one and "/admin/" not in one}
    for address in sorted({*routes, draft, "/questions/?q=secret", "/questions/export.csv?q=secret"}):
        theirs, mine = client.get(address), halfway.get(address)
        assert (address, mine.status_code, _body(mine)) == (address, theirs.status_code, _body(theirs))


def _body(response: object) -> bytes:
    return response.getvalue() if getattr(response, "streaming", False) else response.content  # type: ignore[attr-defined]
