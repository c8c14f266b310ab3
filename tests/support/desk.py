"""Users of the desk in tests: with a role, signed in with a second factor, and the security log."""

from __future__ import annotations

import re
import time
from binascii import unhexlify
from html import unescape
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.accounts.views import KEY
from questions.models import SecurityEvent

from .served import PASSWORD

LOGIN = "/admin/login/"
VERIFY = "/admin/sign-in/code/"
SET_UP = "/admin/second-factor/set-up/"
FACTOR = "/admin/second-factor/"
QUESTIONS = "/admin/questions/question/"


def make_user(name: str = "anna", *, role: str = "", **fields: Any) -> User:
    """A user of the desk with PASSWORD, and with a role if one is named."""
    user = User.objects.create_user(name, password=PASSWORD, **{"is_staff": True, **fields})
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_app(user: User) -> TOTPDevice:
    """The app of a user who has set up the second factor."""
    return TOTPDevice.objects.create(user=user, name="app")


def code_of(key: str, *, later: int = 0) -> str:
    """The code that an app with this secret (in hex) shows now, or `later` half-minutes from now."""
    totp = TOTP(unhexlify(key))
    totp.time = time.time() + 30 * later
    return f"{totp.token():06}"


def wrong_code(key: str) -> str:
    """A code that is not right now, was not right just before, and will not be soon."""
    shown = {code_of(key, later=later) for later in range(-3, 4)}
    return next(code for code in map("{:06}".format, range(10)) if code not in shown)


def signed_in(user: User, client: Client | None = None) -> Client:
    """A client of a user who has signed in with password and second factor."""
    client = client or Client()
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = (TOTPDevice.objects.filter(user=user).first() or make_app(user)).persistent_id
    session.save()
    return client


def somebody(role: str) -> Client:
    return signed_in(make_user(role.lower(), role=role))


def sign_in(client: Client, name: str = "anna", password: str = PASSWORD, **given: Any) -> Any:
    """Send the form for name and password, and return the response."""
    return client.post(LOGIN, {"username": name, "password": password, **given})


def fail(client: Client, times: int, name: str = "anna", **how: Any) -> Any:
    """Give a wrong password so many times, and return the last response."""
    return [client.post(LOGIN, {"username": name, "password": "wrong password"}, **how) for _ in range(times)][-1]


def events() -> list[tuple[str, str, str]]:
    """The events in the security log, oldest first: (kind, by whom, on whom)."""
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", "by", "on"))


def give(client: Client, code: str, **given: Any) -> Any:
    return client.post(VERIFY, {"code": code, **given})


def text(response: Any) -> str:
    return unescape(response.content.decode())


def set_up(client: Client, **given: Any) -> Any:
    """Send the first code of a new app. The response is the page with the recovery codes."""
    client.get(SET_UP)
    return client.post(SET_UP, {"code": code_of(client.session[KEY]), **given})


def recovery_codes(response: Any) -> list[str]:
    return re.findall(r"<code>(\w{4}-\w{4})</code>", text(response))
