"""Where users have signed in before: in which browser, by a signed cookie, and at which address or network.

Failures elsewhere do not hold up a user in a known browser, nor at a known place. A place is known for every name, so
that nothing shows whose it is.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac

from questions.models import KnownPlace

from .requests import limited_by

SALT = "questions.accounts"
KEPT = timedelta(days=180)
MOST_PLACES = 10  # for each user


def hashed(text: str) -> str:
    """A keyed hash, because what is typed as a name may be a password."""
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:24]


def browser_of(request: HttpRequest, name: str) -> str:
    """The number of the browser if the user of this name has signed in there before, else ""."""
    try:
        value = _signer(name).unsign(request.COOKIES.get(_cookie(name), ""), max_age=KEPT)
    except BadSignature:
        return ""
    return value


def is_known_place(request: HttpRequest) -> bool:
    here = KnownPlace.objects.filter(place=hashed(limited_by(request)))
    return here.filter(seen_at__gt=timezone.now() - KEPT).exists()


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """After a complete sign-in: the browser, and the place."""
    name = user.get_username()
    response.set_cookie(
        _cookie(name),
        _signer(name).sign(get_random_string(22)),
        max_age=KEPT,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    _remember_place(user, hashed(limited_by(request)))


def _remember_place(user: Any, place: str) -> None:
    """Keep the user's latest places."""
    KnownPlace.objects.update_or_create(user_id=user.pk, place=place, defaults={"seen_at": timezone.now()})
    mine = KnownPlace.objects.filter(user=user.pk).order_by("-seen_at", "-pk")
    KnownPlace.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST_PLACES:])).delete()


def prune() -> int:
    """Delete places where nobody has signed in for long; returns how many."""
    return KnownPlace.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()[0]


def _cookie(name: str) -> str:
    return f"known-{hashed(name)[:12]}"


def _signer(name: str) -> TimestampSigner:
    return TimestampSigner(salt=f"{SALT} {name}")
