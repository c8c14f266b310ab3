"""Decides when the next request may be sent: not too soon, not before Retry-After, and not while all requests fail."""

from __future__ import annotations

from threading import Lock, get_ident
from time import monotonic

from .threads import rest

LOOK_AGAIN = 0.1  # seconds between checks whether the one trial request after a pause has succeeded


class CircuitOpen(Exception):
    """The API has not replied for a long time. The message says how long."""


class Gate:
    """Every request to the API of this name passes through here. Thread-safe. Times are in seconds.

    After `failures` requests in a row have failed, no request is sent for `pause`. Then one trial request is sent; if
    it succeeds, all continue. After `pauses` such pauses without success, CircuitOpen is raised for all.
    """

    def __init__(self, name: str, *, delay: float = 0, failures: int = 5, pause: float = 60, pauses: int = 3):
        self.name, self.delay, self.failures, self.pause, self.pauses = name, delay, failures, pause, pauses
        self._lock = Lock()
        self._not_before = 0.0
        self._failed = self._paused = 0
        self._tried_by: int | None = None

    def admit(self) -> None:
        """Wait until this thread may send a request. Raises CircuitOpen, or Stopped if its work is no longer wanted."""
        # Raises Stopped even if there is nothing to wait for.
        rest(0)
        while (seconds := self._to_wait()) > 0:
            rest(seconds)

    def hold(self, seconds: float) -> None:
        """Let no thread send a request for this long."""
        with self._lock:
            self._hold(seconds)

    def answered(self) -> None:
        with self._lock:
            self._failed = self._paused = 0
            self._tried_by = None

    def faulted(self) -> None:
        """A request failed; it may be retried."""
        with self._lock:
            # If the trial request after a pause has a fault, the next pause starts at once, without more attempts.
            if self._tried_by == get_ident():
                self._rest_all()

    def gave_up(self) -> None:
        """A request has failed and will not be retried."""
        with self._lock:
            self._failed += 1
            if not self._paused and self._failed >= self.failures:
                self._rest_all()

    def _rest_all(self) -> None:
        # Here and in _hold the lock is held already; it cannot be taken twice.
        self._paused += 1
        self._tried_by = None
        self._hold(self.pause)

    def _hold(self, seconds: float) -> None:
        self._not_before = max(self._not_before, monotonic() + seconds)

    def _to_wait(self) -> float:
        """Seconds until the thread should check again; 0 lets it pass."""
        with self._lock:
            if self._paused > self.pauses:
                failed = f"{self._failed} requests failed in a row, and {self.pauses} pauses did not help"
                raise CircuitOpen(f"{self.name}: {failed}")
            if (seconds := self._not_before - monotonic()) > 0:
                return seconds
            # Another thread is sending the trial request: its outcome decides whether all may continue.
            if self._paused and self._tried_by not in (None, get_ident()):
                return LOOK_AGAIN
            self._tried_by = get_ident() if self._paused else None
            self._hold(self.delay)
            return 0
