"""Allows one sync at a time, even across machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pq_archive.holders import this_process
from questions.models import Lease

SYNC = Lease.Kind.SYNC


class LeaseTaken(Exception):
    """Another sync is running. The message says which."""


class LeaseLost(Exception):
    """Another sync has taken over, because this one did not renew its lease in time."""


class SyncLease:
    def __init__(self, holder: str):
        self.holder = holder

    def renew(self) -> None:
        """Raises LeaseLost."""
        if not Lease.renew(SYNC, self.holder):
            raise LeaseLost("another sync has taken over from this one")


@contextmanager
def hold_lease() -> Iterator[SyncLease]:
    """Hold the lease while the block lasts. Raises LeaseTaken."""
    lease = SyncLease(this_process())
    if not Lease.take(SYNC, lease.holder):
        at_work = Lease.objects.get(pk=SYNC).holder
        raise LeaseTaken(f"another sync is running ({at_work}); wait for it to end, or stop it")
    try:
        yield lease
    finally:
        Lease.give_back(SYNC, lease.holder)
