"""Faults that a test can order: which replies of a stand-in go wrong, and how."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle
from typing import NamedTuple

JSON, HTML = "application/json; charset=utf-8", "text/html; charset=utf-8"
LONGEST_HANG = 60.0  # seconds, or until the stand-in is closed
SLOW = 0.05


class Answer(NamedTuple):
    """A reply of a stand-in. The connection is cut before the last `missing` bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    type: str = JSON
    wait: float = 0
    missing: int = 0
    is_cut: bool = False  # the connection ends before anything is sent


def _refused(status: int, *headers: tuple[str, str]) -> Callable[[Answer], Answer]:
    return lambda good: Answer(status, b'{"title": "Not now"}', headers)


def _busy_until(good: Answer) -> Answer:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    return Answer(429, b"", (("Retry-After", moment),))


def _half(good: Answer) -> Answer:
    return good._replace(missing=len(good.body) - len(good.body) // 2)


FAULTS: dict[str, Callable[[Answer], Answer]] = {
    "429": _refused(429),
    "429-at-once": _refused(429, ("Retry-After", "0")),
    "429-seconds": _refused(429, ("Retry-After", "1")),
    "429-date": _busy_until,
    "403": _refused(403),
    "500": _refused(500),
    "502": _refused(502),
    "503": _refused(503),
    "503-seconds": _refused(503, ("Retry-After", "1")),
    "hang": lambda good: good._replace(wait=LONGEST_HANG),
    "slow": lambda good: good._replace(wait=SLOW),
    "half": _half,
    "cut": lambda good: good._replace(is_cut=True),
    "html": lambda good: Answer(200, b"<!DOCTYPE html><title>We'll be back soon</title>", type=HTML),
    "not-json": lambda good: Answer(200, b'{"totalResults": 5, "results": ['),
    "schema": lambda good: Answer(200, b'{"version": 2, "data": {"questions": []}}'),
    "empty": lambda good: Answer(200, b""),
    "elsewhere": lambda good: Answer(302, b"", (("Location", "http://elsewhere.example/"),)),
    "gone": _refused(404),
}


class Faults:
    """Orders for faults. The first order that matches a request spoils its reply. Without orders, all replies are good.

    Orders can be given while the stand-in serves. `done` lists the faults that have happened, in order.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: deque[str] = deque()
        self._on: list[tuple[re.Pattern[str], str, int]] = []
        self._every, self._kinds = 0, cycle([""])
        self._asked = 0
        self.done: list[str] = []

    def next(self, *kinds: str) -> None:
        """Spoil the next replies, one after the other."""
        self._next.extend(map(_known, kinds))

    def on(self, path: str, kind: str, times: int = 1_000_000_000) -> None:
        """Spoil replies to addresses that contain this pattern, this many times."""
        self._on.append((re.compile(path), _known(kind), times))

    def every(self, n: int, *kinds: str) -> None:
        """Spoil every n-th reply, with these kinds in turn."""
        self._every, self._kinds = n, cycle(map(_known, kinds))

    def clear(self) -> None:
        self._next.clear()
        self._on, self._every = [], 0

    def spoil(self, address: str, good: Answer) -> Answer:
        with self._lock:
            self._asked += 1
            if (kind := self._kind(address)) is None:
                return good
            self.done.append(kind)
        return FAULTS[kind](good)

    def _kind(self, address: str) -> str | None:
        if self._next:
            return self._next.popleft()
        for place, (path, kind, times) in enumerate(self._on):
            if times and path.search(address):
                self._on[place] = (path, kind, times - 1)
                return kind
        is_due = self._every and self._asked % self._every == 0
        return next(self._kinds) if is_due else None


def _known(kind: str) -> str:
    assert kind in FAULTS, f"no such fault: {kind}"
    return kind
