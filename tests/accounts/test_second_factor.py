"""Setting up the second factor, doing without it, and having lost it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django.fixtures import Settings

from questions.accounts import second_factor
from questions.accounts.views import KEY
from tests.support.desk import (
    FACTOR,
    QUESTIONS,
    SET_UP,
    VERIFY,
    code_of,
    make_app,
    make_user,
    recovery_codes,
    set_up,
    sign_in,
    signed_in,
    text,
    wrong_code,
)

DESK = "/admin/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fields", [{"role": "Publisher"}, {"role": "Administrator"}, {"is_superuser": True}])
def test_who_needs_a_second_factor_can_do_nothing_but_set_it_up(client: Client, fields: dict[str, Any]) -> None:
    make_user(**fields)
    sign_in(client)
    for address in (DESK, QUESTIONS, FACTOR, "/admin/password_change/", "/admin/questions/question/add/"):
        assert client.post(address).status_code == client.get(address).status_code == 302
        assert client.get(address, follow=True).redirect_chain[-1][0].partition("?")[0] == SET_UP


def test_setting_up_leads_through_the_codes_on_paper_to_where_one_was_going(client: Client) -> None:
    make_user(role="Publisher")
    sign_in(client, next=QUESTIONS)
    page = text(client.get(QUESTIONS, follow=True))
    assert page.count("<svg") == 2  # the admin's own icons, and the picture
    assert second_factor.in_letters(client.session[KEY]) in page
    assert 'autocomplete="one-time-code"' in page
    codes = set_up(client, next=QUESTIONS)
    assert len(set(recovery_codes(codes))) == 10
    assert f'<a href="{QUESTIONS}">' in text(codes)
    assert "no-store" in codes.headers["Cache-Control"]
    assert client.get(QUESTIONS).status_code == 200


def test_a_wrong_first_code_sets_up_nothing_and_the_error_stands_at_the_field(client: Client) -> None:
    user = make_user(role="Publisher")
    sign_in(client)
    client.get(SET_UP)
    key = client.session[KEY]
    response = client.post(SET_UP, {"code": wrong_code(key)})
    assert "does not match the secret" in text(response)
    assert 'aria-invalid="true"' in text(response)
    assert 'aria-describedby="id_code_error"' in text(response)
    assert (second_factor.is_set_up(user), client.session[KEY]) == (False, key)


def test_the_page_with_the_codes_loaded_anew_makes_no_others(client: Client) -> None:
    make_user(role="Publisher")
    sign_in(client)
    set_up(client)
    before = set(StaticToken.objects.values_list("token", flat=True))
    assert client.post(SET_UP, {"code": "123456"}).headers["Location"] == FACTOR
    assert set(StaticToken.objects.values_list("token", flat=True)) == before


def test_who_was_given_a_password_alone_replaces_nobodys_app(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    sign_in(client)
    assert client.get(SET_UP).headers["Location"] == VERIFY
    assert client.post(SET_UP, {"code": code_of(app.key)}).headers["Location"] == VERIFY
    assert TOTPDevice.objects.get() == app


def test_an_app_is_replaced_by_another(client: Client) -> None:
    user = make_user(role="Publisher")
    signed_in(user, client)
    before = TOTPDevice.objects.get()
    set_up(client)
    after = TOTPDevice.objects.get()
    assert before.key != after.key
    assert client.get(QUESTIONS).status_code == 200


def test_a_setting_leaves_it_to_everybody(client: Client, settings: Settings) -> None:
    settings.DESK_SECOND_FACTOR = "OPTIONAL"
    make_user(role="Administrator")
    sign_in(client)
    assert client.get(DESK).status_code == 200


def test_who_need_not_have_one_takes_it_away(client: Client) -> None:
    user = make_user(role="Editor")
    signed_in(user, client)
    client.post(FACTOR)
    assert not second_factor.is_set_up(user)
    assert client.get(QUESTIONS).status_code == 200


def test_who_needs_one_cannot_be_without(client: Client) -> None:
    user = make_user(role="Publisher")
    signed_in(user, client)
    assert "Your role needs a second factor" in text(client.post(FACTOR, follow=True))
    assert second_factor.is_set_up(user)


def test_a_lost_one_is_reset_by_an_administrator_and_ends_what_it_had_opened(client: Client) -> None:
    user = make_user("clerk", role="Publisher")
    theirs = signed_in(user)
    signed_in(make_user(role="Administrator"), client)
    page = client.post(f"/admin/auth/user/{user.pk}/second-factor/", follow=True)
    assert "no longer has a second factor" in text(page)
    assert theirs.get(QUESTIONS, follow=True).redirect_chain[-1][0].startswith(SET_UP)


def test_the_last_administrators_is_reset_by_a_command() -> None:
    user = make_user(role="Administrator")
    make_app(user)
    second_factor.new_recovery_codes(user)
    call_command("reset_second_factor", "anna")
    assert (second_factor.is_set_up(user), second_factor.recovery_codes_left(user)) == (False, 0)
    for name, why in (("anna", "has no second factor"), ("nobody", "there is no user called")):
        with pytest.raises(CommandError, match=why):
            call_command("reset_second_factor", name)
