"""Allows one sync at a time, even across machines: a database row is the lease, timed by the database's clock."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from questions.models import SyncLease


class LeaseTaken(Exception):
    """Another sync is running. The message says which."""


class LeaseLost(Exception):
    """Another sync has taken over, because this one did not renew its lease in time."""


class Lease:
    def __init__(self, holder: str):
        self.holder = holder

    def renew(self) -> None:
        """Raises LeaseLost."""
        if not SyncLease.renew(self.holder):
            raise LeaseLost("another sync has taken over from this one")


@contextmanager
def hold_lease() -> Iterator[Lease]:
    """Hold the lease while the block lasts. Raises LeaseTaken."""
    lease = Lease(f"{_machine()}, process {os.getpid()}")
    there = SyncLease.objects.filter(pk=1).first()
    if not SyncLease.take(lease.holder, ended=there.holder if there and _has_ended(there.holder) else ""):
        at_work = SyncLease.objects.get(pk=1).holder
        raise LeaseTaken(f"another sync is running ({at_work}); wait for it to end, or stop it")
    try:
        yield lease
    finally:
        SyncLease.give_back(lease.holder)


def _machine() -> str:
    """The machine's name, which may not be unique, and its network card's number, which is."""
    return f"{socket.gethostname()} ({uuid.getnode():012x})"


def _has_ended(holder: str) -> bool:
    """Whether the holder was a process of this machine that no longer exists: its lease can be taken at once."""
    machine, _, number = holder.partition(", process ")
    if machine != _machine() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
