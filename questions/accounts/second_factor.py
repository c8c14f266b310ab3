"""The second factor: a code from an app on the user's phone, and ten recovery codes in case it is lost.

The app and the site share a secret. The session keeps it until a first code proves that the app has it, so that
nobody who saw an earlier secret can use it.
"""

from __future__ import annotations

import re
import time
from base64 import b32encode
from binascii import unhexlify
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from .roles import GUARDED

RECOVERY_CODES = 10
MOST_DOUBLINGS = 12  # 34 minutes
TYPED = re.compile(r"[\s-]+")
OF_AN_APP = re.compile(r"[0-9]{6}")


class TooSoon(Exception):
    """The user must wait until `until` after a wrong code; the wait doubles each time."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


def is_set_up(user: User) -> bool:
    return TOTPDevice.objects.filter(user=user.pk, confirmed=True).exists()


def is_compulsory(user: User) -> bool:
    """Whether the user needs one: users who may publish, delete, or change users."""
    return settings.DESK_SECOND_FACTOR == "COMPULSORY" and any(map(user.has_perm, GUARDED))


def is_needed(user: Any) -> bool:
    return is_compulsory(user) or is_set_up(user)


def is_missing(user: Any) -> bool:
    """Whether a user who has given a password must still give, or set up, the second factor."""
    return not user.is_verified() and is_needed(user)


def find_device(user: User, typed: str, *, is_known: bool = False) -> TOTPDevice | StaticDevice | None:
    """The device that accepts a typed code, if any: the app, or the recovery codes, where it is used up.

    Raises TooSoon, but not in a browser that is known as the user's, where other limits are enough.
    """
    code = TYPED.sub("", typed).lower()
    model: Any = TOTPDevice if OF_AN_APP.fullmatch(code) else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user.pk, confirmed=True).first()
        if not device:
            return None
        slowed = device.throttling_failure_count, device.throttling_failure_timestamp
        if is_known:
            device.throttle_reset(commit=False)
        is_allowed, why = device.verify_is_allowed()
        if is_allowed and device.verify_token(code):
            return device
        _slow_down(device, slowed if is_known else None)
    if is_allowed:
        return None
    raise TooSoon(why["locked_until"])


def _slow_down(device: Any, as_before: tuple[int, datetime | None] | None) -> None:
    """The wait after wrong codes doubles, but stays short enough for the user to get in after an attack."""
    if as_before:
        device.throttling_failure_count, device.throttling_failure_timestamp = as_before
    device.throttling_failure_count = min(device.throttling_failure_count, MOST_DOUBLINGS)
    device.save()


def confirm(user: User, key: str, typed: str) -> TOTPDevice | None:
    """If the secret `key` (in hex) gives this code, make it the user's in place of any earlier one; else None."""
    code = TYPED.sub("", typed)
    totp = TOTP(unhexlify(key))
    totp.time = time.time()
    if not (OF_AN_APP.fullmatch(code) and totp.verify(int(code), tolerance=1)):
        return None
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user.pk).delete()
        return TOTPDevice.objects.create(user_id=user.pk, name="app", key=key, last_t=totp.t(), drift=totp.drift)


def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes, each for one sign-in; earlier codes stop working."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user.pk).delete()
        device = StaticDevice.objects.create(user_id=user.pk, name="paper")
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user.pk).count()


@transaction.atomic
def remove(user: User) -> bool:
    """Delete the user's second factor and recovery codes; returns whether there was one."""
    papers, _ = StaticDevice.objects.filter(user=user.pk).delete()
    apps, _ = TOTPDevice.objects.filter(user=user.pk).delete()
    return bool(papers or apps)


def app_address(user: User | AnonymousUser, key: str) -> str:
    """What an app reads from the QR code: otpauth://…"""
    return TOTPDevice(user=user, key=key).config_url


def draw_qr_code(text: str) -> SafeString:
    """The text as a QR code: inline SVG, dark on white in every theme."""
    drawn = segno.make(text, error="m").svg_inline(scale=4, dark="#000", light="#fff", title="QR code")
    return mark_safe(drawn)  # noqa: S308 - drawn here, of squares alone


def in_letters(key: str) -> str:
    """The secret to type into an app: letters and digits, in groups of four."""
    letters = b32encode(unhexlify(key)).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
