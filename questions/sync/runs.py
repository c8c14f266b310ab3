"""The bookkeeping of a sync: an ImportRun for each kind of thing, with what it cost the network."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Protocol

from questions.archive.importing.runs import Progress, Run

from .client import Client
from .lease import Lease

MOST_TOLD = 20  # of what was not fetched, each with its reason


class SyncProgress(Progress, Protocol):
    def listed(self, questions: int) -> None:
        """So many more questions were looked at in lists."""

    def expect(self, due: int, lists: float) -> None:
        """So many questions are to be asked for now, and there are so many lists left for each that was read."""


class SyncRun(Run):
    """As an import's, in one part of a sync. Whatever is counted also renews the lease: one run at a time."""

    progress: SyncProgress

    def __init__(self, part: str, client: Client, lease: Lease, as_of: date, progress: SyncProgress):
        super().__init__(f"sync {part}", [client.base_url], as_of, progress)
        self.client, self.lease, self.day, self.failed = client, lease, as_of, 0

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if self.failed > MOST_TOLD:
            self.error(f"… {self.failed - MOST_TOLD:,} more were not fetched")
        self._take_figures()
        super().__exit__(kind, error, trace)

    def count(self, counts: Counter) -> None:
        """Raises LeaseLost, in a transaction that then saves nothing."""
        self.lease.renew()
        self._take_figures()
        super().count(counts)

    def fail(self, message: str) -> None:
        """Something was not fetched, and is asked for again by the next run."""
        self.failed += 1
        if self.failed <= MOST_TOLD:
            self.error(message)

    def _take_figures(self) -> None:
        self.row.requests, self.row.received = self.client.requests, self.client.received
        self.row.faults = dict(self.client.faults)
