"""What a form of the desk says of itself: whose it is, and as of which entry of the history it shows its row."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest

FIELD = "_opened"
SALT = "questions.desk.opened"


class Opened(NamedTuple):
    """Signed, so that what is sent with it was sent by whom the form was shown to."""

    user: int
    path: str
    last: int  # the newest entry of the row's page; 0 where there is none
    restores: bool = False

    @property
    def token(self) -> str:
        return signing.dumps(self, salt=SALT)


def opened(request: HttpRequest) -> Opened | None:
    """What the form that was sent says; None where it says nothing that can be believed."""
    return read(request.POST.get(FIELD, ""))


def read(token: str) -> Opened | None:
    try:
        said: Any = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Opened(*said)
