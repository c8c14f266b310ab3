"""Errors in replies, in words, and whether to retry."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import responses
from typing import Any

from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    IncompleteRead,
    NewConnectionError,
    ProtocolError,
    SSLError,
    TimeoutError,  # noqa: A004 - urllib3's own
)

GONE = {404, 410}
WITH_DATA = {200, 204}
EXPECTED = {*WITH_DATA, 304, *GONE}
WORTH_ANOTHER_TRY = {408, 425, 429}


class NotFetched(Exception):
    """A reply that did not come or was wrong. Its message says why."""


class Gone(NotFetched):
    """The requested item does not exist (404, 410)."""


class Fault(Exception):
    """An error in one reply: its name, whether to retry, and after how many seconds."""

    def __init__(self, word: str, *, again: bool = True, after: float | None = None):
        super().__init__(word)
        self.word, self.again, self.after = word, again, after


def of_status(status: int, headers: Mapping[str, str]) -> Fault:
    if 300 <= status < 400:
        return Fault(f"redirected to {headers.get('Location', 'nowhere')}, which is not followed", again=False)
    again = status in WORTH_ANOTHER_TRY or status >= 500
    word = f"{status} {responses.get(status, '').lower()}".strip()
    return Fault(word, again=again, after=retry_after(headers.get("Retry-After", ""), datetime.now(UTC)))


def of_error(error: HTTPError) -> Fault:
    if isinstance(error, NewConnectionError):  # checked first, because it is also a TimeoutError
        return Fault("no connection")
    if isinstance(error, TimeoutError):
        return Fault("timed out")
    if isinstance(error, SSLError):
        return Fault("no secure connection")
    if isinstance(error, DecodeError):
        return Fault("a body that cannot be decompressed")
    if isinstance(error, ProtocolError) and any(isinstance(part, IncompleteRead) for part in error.args):
        return Fault("an incomplete body")
    return Fault("the connection was lost")


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header, which has seconds or a date; None if it has neither."""
    if value.strip().isdecimal():
        return float(value)
    try:
        day = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((day.replace(tzinfo=day.tzinfo or UTC) - now).total_seconds(), 0)


def read_json(body: bytes) -> Any:
    """Raises Fault if the body is not JSON."""
    if not body.strip():
        raise Fault("an empty body")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Fault("HTML instead of JSON" if body.lstrip()[:1] == b"<" else "not JSON") from None
