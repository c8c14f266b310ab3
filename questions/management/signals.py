"""Ending a command in order when it is told to."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STEP = 0.5  # seconds until an interrupt that got lost is noticed


class Interrupts:
    """Whether SIGTERM came. What it raises is lost inside a finaliser, and wherever else Python ignores exceptions."""

    came = False

    def interrupt(self, *given: Any) -> None:
        self.came = True
        raise KeyboardInterrupt

    def sleep(self, seconds: float) -> None:
        """Raises KeyboardInterrupt if SIGTERM comes, or came before."""
        end = time.monotonic() + seconds
        while not self.came and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, STEP))
        if self.came:
            raise KeyboardInterrupt


@contextmanager
def interrupted_by_sigterm() -> Iterator[Interrupts]:
    """SIGTERM raises KeyboardInterrupt in the block, as Ctrl-C does. By default it would end the process at once."""
    interrupts = Interrupts()
    before = signal.signal(signal.SIGTERM, interrupts.interrupt)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGTERM, before)
