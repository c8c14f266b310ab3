"""A form's signed token: which user opened it, and which entry of the history it was opened at."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest

FIELD = "_opened"
SALT = "questions.desk.opened"


class Opened(NamedTuple):
    """What a form's token says. It is signed, so that only the user who was shown the form can have sent it."""

    user: int
    path: str
    last: int  # the newest entry of the row's page; 0 where there is none
    restores: bool = False

    @property
    def token(self) -> str:
        return signing.dumps(self, salt=SALT)


def read_token(request: HttpRequest) -> Opened | None:
    """The token of a posted form; None if it is missing or its signature is wrong."""
    return parse_token(request.POST.get(FIELD, ""))


def parse_token(token: str) -> Opened | None:
    try:
        said: Any = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Opened(*said)
