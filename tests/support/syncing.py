"""`manage.py sync` with stand-ins for Parliament's APIs, on a day that the test chooses."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from questions.models import Question

from .quiet import Quiet
from .standin import StandIn

LIST = r"questions\?"
DETAIL = r"questions/\d+"


class QuietSync(Quiet):
    """Progress of a sync that is not shown."""

    def listed(self, questions: int) -> None: ...

    def expect(self, due: int, lists: float) -> None: ...


@pytest.fixture
def parliament(settings: Any) -> Iterator[StandIn]:
    """A stand-in at the address in the settings, with the shortest waits for the client."""
    with StandIn() as standin:
        settings.SYNC_QUESTIONS_URL = settings.SYNC_MEMBERS_URL = standin.url
        settings.SYNC_BACKOFF, settings.SYNC_ATTEMPTS, settings.SYNC_TIMEOUT, settings.SYNC_PAUSE = 1, 3, 1, 1
        yield standin


def sync(*args: str, day: str = "2024-09-20", since: str = "2024-09-01", **options: Any) -> str:
    """Sync questions, and return the command's output. `since` is the value of --since, which is left out if empty."""
    out = StringIO()
    given = ["--only", "questions", "--as-of", day, *(["--since", since] if since else []), *args]
    call_command("sync", *given, stdout=out, stderr=out, **options)
    return out.getvalue()


def uins(**conditions: Any) -> list[str]:
    return sorted(Question.objects.filter(**conditions).values_list("uin", flat=True))


def asked(standin: StandIn, text: str = "/questions/") -> list[str]:
    """The requested addresses that contain this text (by default, of full records) since the last call."""
    found = [address.rpartition("questions")[2] for address in standin.asked if text in address]
    standin.asked.clear()
    return found
