"""The second factor: setting it up, removing it, and resetting a lost one."""

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
def test_a_user_who_needs_a_second_factor_can_only_set_it_up(client: Client, fields: dict[str, Any]) -> None:
    make_user(**fields)
    sign_in(client)
    for address in (DESK, QUESTIONS, FACTOR, "/admin/password_change/", "/admin/questions/question/add/"):
        assert client.post(address).status_code == client.get(address).status_code == 302
        assert client.get(address, follow=True).redirect_chain[-1][0].partition("?")[0] == SET_UP


def test_setting_up_shows_the_recovery_codes_and_then_leads_to_the_requested_page(client: Client) -> None:
    make_user(role="Publisher")
    sign_in(client, next=QUESTIONS)
    page = text(client.get(QUESTIONS, follow=True))
    assert page.count("<svg") == 3  # the site's mark, Django's icons, and the picture
    assert second_factor.in_letters(client.session[KEY]) in page
    assert 'autocomplete="one-time-code"' in page
    codes = set_up(client, next=QUESTIONS)
    assert len(set(recovery_codes(codes))) == 10
    assert f'<a href="{QUESTIONS}">' in text(codes)
    assert "no-store" in codes.headers["Cache-Control"]
    assert client.get(QUESTIONS).status_code == 200


def test_a_wrong_first_code_sets_up_nothing_and_shows_the_error_at_the_field(client: Client) -> None:
    user = make_user(role="Publisher")
    sign_in(client)
    client.get(SET_UP)
    key = client.session[KEY]
    response = client.post(SET_UP, {"code": wrong_code(key)})
    assert "does not match the secret" in text(response)
    assert 'aria-invalid="true"' in text(response)
    assert 'aria-describedby="id_code_error"' in text(response)
    assert (second_factor.is_set_up(user), client.session[KEY]) == (False, key)


def test_reloading_the_page_of_recovery_codes_makes_no_new_ones(client: Client) -> None:
    make_user(role="Publisher")
    sign_in(client)
    set_up(client)
    before = set(StaticToken.objects.values_list("token", flat=True))
    assert client.post(SET_UP, {"code": "123456"}).headers["Location"] == FACTOR
    assert set(StaticToken.objects.values_list("token", flat=True)) == before


def test_a_user_who_has_given_only_the_password_cannot_replace_the_app(client: Client) -> None:
    app = make_app(make_user(role="Publisher"))
    sign_in(client)
    assert client.get(SET_UP).headers["Location"] == VERIFY
    assert client.post(SET_UP, {"code": code_of(app.key)}).headers["Location"] == VERIFY
    assert TOTPDevice.objects.get() == app


def test_a_user_can_replace_the_app(client: Client) -> None:
    user = make_user(role="Publisher")
    signed_in(user, client)
    before = TOTPDevice.objects.get()
    set_up(client)
    after = TOTPDevice.objects.get()
    assert before.key != after.key
    assert client.get(QUESTIONS).status_code == 200


def test_a_setting_makes_the_second_factor_optional(client: Client, settings: Settings) -> None:
    settings.DESK_SECOND_FACTOR = "OPTIONAL"
    make_user(role="Administrator")
    sign_in(client)
    assert client.get(DESK).status_code == 200


def test_a_user_who_does_not_need_a_second_factor_can_remove_it(client: Client) -> None:
    user = make_user(role="Editor")
    signed_in(user, client)
    client.post(FACTOR)
    assert not second_factor.is_set_up(user)
    assert client.get(QUESTIONS).status_code == 200


def test_a_user_who_needs_a_second_factor_cannot_remove_it(client: Client) -> None:
    user = make_user(role="Publisher")
    signed_in(user, client)
    assert "Your role needs a second factor" in text(client.post(FACTOR, follow=True))
    assert second_factor.is_set_up(user)


def test_after_an_administrators_reset_the_user_must_set_up_a_second_factor_again(client: Client) -> None:
    user = make_user("clerk", role="Publisher")
    theirs = signed_in(user)
    signed_in(make_user(role="Administrator"), client)
    page = client.post(f"/admin/auth/user/{user.pk}/second-factor/", follow=True)
    assert "no longer has a second factor" in text(page)
    assert theirs.get(QUESTIONS, follow=True).redirect_chain[-1][0].startswith(SET_UP)


def test_a_command_resets_a_second_factor() -> None:
    user = make_user(role="Administrator")
    make_app(user)
    second_factor.new_recovery_codes(user)
    call_command("reset_second_factor", "anna")
    assert (second_factor.is_set_up(user), second_factor.recovery_codes_left(user)) == (False, 0)
    for name, why in (("anna", "has no second factor"), ("nobody", "there is no user called")):
        with pytest.raises(CommandError, match=why):
            call_command("reset_second_factor", name)
