"""Records a sync: an ImportRun for each part, with its requests, bytes received and faults."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Protocol

from questions.archive.importing.runs import Progress, Run

from .client import Client
from .lease import SyncLease

MOST_TOLD = 20  # failed fetches that are listed with their reasons


class SyncProgress(Progress, Protocol):
    def listed(self, questions: int) -> None:
        """This many more questions were read in lists."""

    def expect(self, due: int, lists: float) -> None:
        """This many questions are due now, and this many lists are left for each one read."""


class SyncRun(Run):
    """The run of one part of a sync. Counting also renews the lease, so that only one sync can save."""

    progress: SyncProgress

    def __init__(self, part: str, client: Client, lease: SyncLease, as_of: date, progress: SyncProgress):
        super().__init__(f"sync {part}", [client.base_url], as_of, progress)
        self.client, self.lease, self.day, self.failed = client, lease, as_of, 0

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if self.failed > MOST_TOLD:
            self.error(f"… {self.failed - MOST_TOLD:,} more were not fetched")
        self._take_figures()
        super().__exit__(kind, error, trace)

    def count(self, counts: Counter) -> None:
        """Raises LeaseLost, so that the transaction saves nothing."""
        self.lease.renew()
        self._take_figures()
        super().count(counts)

    def fail(self, message: str) -> None:
        """Something was not fetched; the next run fetches it again."""
        self.failed += 1
        if self.failed <= MOST_TOLD:
            self.error(message)

    def _take_figures(self) -> None:
        self.row.requests, self.row.received = self.client.requests, self.client.received
        self.row.faults = dict(self.client.faults)
