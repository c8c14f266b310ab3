"""Staff of the desk in tests: users with a role, signed in as the desk asks it of them, and what the log says."""

from __future__ import annotations

import time
from binascii import unhexlify
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from questions.models import SecurityEvent

PASSWORD = "correct horse battery staple"
LOGIN = "/admin/login/"
VERIFY = "/admin/sign-in/code/"
SET_UP = "/admin/second-factor/set-up/"
FACTOR = "/admin/second-factor/"


def make_user(name: str = "anna", *, role: str = "", **fields: Any) -> User:
    """A member of staff with the PASSWORD, and a role if one is named."""
    user = User.objects.create_user(name, password=PASSWORD, **{"is_staff": True, **fields})
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_app(user: User) -> TOTPDevice:
    """The app of somebody who has set up the second factor."""
    return TOTPDevice.objects.create(user=user, name="app")


def code_of(key: str) -> str:
    """What an app with this secret (in hex) shows now."""
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    return f"{totp.token():06}"


def signed_in(user: User, client: Client | None = None) -> Client:
    """A client of somebody who has signed in with everything that the desk may ask for."""
    client = client or Client()
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = (TOTPDevice.objects.filter(user=user).first() or make_app(user)).persistent_id
    session.save()
    return client


def somebody(role: str) -> Client:
    return signed_in(make_user(role.lower(), role=role))


def sign_in(client: Client, name: str = "anna", password: str = PASSWORD, **given: Any) -> Any:
    """What is answered to the form of the password."""
    return client.post(LOGIN, {"username": name, "password": password, **given})


def events() -> list[tuple[str, str, str]]:
    """What the security log holds of signing in and so on, oldest first: what, by whom, on whom."""
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", "by", "on"))
