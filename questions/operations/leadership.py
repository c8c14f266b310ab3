"""Decides which of all workers runs the jobs: the one that holds the lease."""

from __future__ import annotations

import time

from questions.models import Lease

JOBS = Lease.Kind.JOBS
LASTS = Lease.LASTS[JOBS].total_seconds()
RENEW_EVERY = 15.0  # seconds
LONGEST = LASTS - 30  # without a renewal: the rest is for stopping the jobs


class Leadership:
    """A worker's hold on the lease. Its own clock says when it may have lost the lease without knowing it."""

    def __init__(self, holder: str):
        self.holder = holder
        self.is_held, self.renewed = False, 0.0

    @property
    def is_over(self) -> bool:
        """Whether another worker may lead soon, because this one could not renew the lease."""
        return self.is_held and time.monotonic() - self.renewed >= LONGEST

    def keep(self) -> bool:
        """Take or renew the lease when it is time to; returns whether this worker leads. Raises DatabaseError."""
        now = time.monotonic()
        if self.is_held and now - self.renewed < RENEW_EVERY:
            return True
        act = Lease.renew if self.is_held else Lease.take
        self.is_held = act(JOBS, self.holder)
        self.renewed = now
        return self.is_held

    def give_back(self) -> None:
        """Raises DatabaseError."""
        if self.is_held:
            self.is_held = False
            Lease.give_back(JOBS, self.holder)
