"""When the next request may be asked: not too soon after the last, not before Retry-After, not while all fail."""

from __future__ import annotations

from threading import Lock, get_ident
from time import monotonic

from .threads import rest

LOOK_AGAIN = 0.1  # seconds between looks at whether the one request that is tried after a pause was answered


class CircuitOpen(Exception):
    """The other side has answered nothing for long. Its message tells how long, for a person."""


class Gate:
    """What every request to the API of this name passes; safe to use from several threads. Times are in seconds.

    After `failures` requests in a row were given up, nothing is asked for `pause`; then one request is tried, and if
    that is answered all go on. After `pauses` such pauses without an answer, CircuitOpen is raised for all.
    """

    def __init__(self, name: str, *, delay: float = 0, failures: int = 5, pause: float = 60, pauses: int = 3):
        self.name, self.delay, self.failures, self.pause, self.pauses = name, delay, failures, pause, pauses
        self._lock = Lock()
        self._not_before = 0.0
        self._failed = self._paused = 0
        self._tried_by: int | None = None

    def admit(self) -> None:
        """Wait until this thread may ask. Raises CircuitOpen, and Stopped where nobody wants the answer any more."""
        # Raises Stopped even where there is nothing to wait for.
        rest(0)
        while (seconds := self._to_wait()) > 0:
            rest(seconds)

    def hold(self, seconds: float) -> None:
        """Let nobody ask for so long."""
        with self._lock:
            self._hold(seconds)

    def answered(self) -> None:
        with self._lock:
            self._failed = self._paused = 0
            self._tried_by = None

    def faulted(self) -> None:
        """A request was not answered as it should; it may be asked again."""
        with self._lock:
            # The one request that is tried after a pause: its first fault brings the next pause, without more attempts.
            if self._tried_by == get_ident():
                self._rest_all()

    def gave_up(self) -> None:
        """A request will not be asked again."""
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
        """Seconds after which to ask again; 0 lets the thread pass."""
        with self._lock:
            if self._paused > self.pauses:
                failed = f"{self._failed} requests failed in a row, and {self.pauses} pauses did not help"
                raise CircuitOpen(f"{self.name}: {failed}")
            if (seconds := self._not_before - monotonic()) > 0:
                return seconds
            # Another thread is trying: only its answer says whether all may go on.
            if self._paused and self._tried_by not in (None, get_ident()):
                return LOOK_AGAIN
            self._tried_by = get_ident() if self._paused else None
            self._hold(self.delay)
            return 0
