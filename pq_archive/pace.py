"""How slow a client may be before its connection is closed."""

from __future__ import annotations

from enum import Enum

WINDOW = 20.0  # seconds
LEAST_RECEIVED = 10_000  # bytes in each window, until the request is complete
LEAST_SENT = 80_000  # bytes in each window, until the response is sent
LONG = 300.0  # seconds; a response that takes longer may occupy a thread, and is sent faster or not at all
LEAST_SENT_IF_LONG = 1_000_000
LONGEST_IDLE = 75.0  # seconds; longer than proxies keep a connection, so that they close it first
LONGEST_IDLE_IF_FULL = 5.0


class Doing(Enum):
    WORKING, SENDING = range(2)


class Pace:
    """What a connection does, since when, and how many bytes moved meanwhile. Times are in seconds."""

    def __init__(self) -> None:
        self.doing: object = None
        self.began = self.since = 0.0  # of what it does, and of the window
        self.bytes = 0

    def is_idle_too_long(self, now: float, total: int, *, is_full: bool) -> bool:
        """`total`: how many bytes the connection has ever received. What comes between two checks is no idle time."""
        longest = LONGEST_IDLE_IF_FULL if is_full else LONGEST_IDLE
        return self._seconds(now, total, 0) > longest

    def note_working(self, now: float) -> None:
        self._seconds(now, Doing.WORKING, 0)

    def is_sending_late(self, now: float, total: int) -> bool:
        """`total`: how many bytes the connection has ever sent."""
        is_long = self.doing is Doing.SENDING and now - self.began > LONG
        return self._is_late(now, Doing.SENDING, total, LEAST_SENT_IF_LONG if is_long else LEAST_SENT)

    def is_receiving_late(self, now: float, request: object, total: int) -> bool:
        """`total`: how many bytes the connection has ever received."""
        return self._is_late(now, request, total, LEAST_RECEIVED)

    def _is_late(self, now: float, doing: object, total: int, least: int) -> bool:
        if self._seconds(now, doing, total) < WINDOW:
            return False
        moved, self.since, self.bytes = total - self.bytes, now, total
        return moved < least

    def _seconds(self, now: float, doing: object, total: int) -> float:
        """For how long the connection has been doing this."""
        if doing != self.doing:
            self.doing, self.began, self.since, self.bytes = doing, now, now, total
        return now - self.since
