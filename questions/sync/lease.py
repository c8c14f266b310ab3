"""One sync at a time, on whatever machine: by a row of the database, whose own clock is the only one that is asked."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from questions.models import SyncLease


class LeaseTaken(Exception):
    """Another sync is at work. Its message says who, for a person."""


class LeaseLost(Exception):
    """Another sync has taken over, because this one gave no sign of life for too long."""


class Lease:
    def __init__(self, holder: str):
        self.holder = holder

    def renew(self) -> None:
        """Raises LeaseLost."""
        if not SyncLease.renew(self.holder):
            raise LeaseLost("another sync has taken over from this one")


@contextmanager
def alone() -> Iterator[Lease]:
    """Hold the lease while the block lasts. Raises LeaseTaken."""
    lease = Lease(f"{_machine()}, process {os.getpid()}")
    there = SyncLease.objects.filter(pk=1).first()
    if not SyncLease.take(lease.holder, ended=there.holder if there and _has_ended(there.holder) else ""):
        at_work = SyncLease.objects.get(pk=1).holder
        raise LeaseTaken(f"{at_work}, is at it already; wait until it has ended, or stop it")
    try:
        yield lease
    finally:
        SyncLease.give_back(lease.holder)


def _machine() -> str:
    """Its name, which another may have too, and its network card's number, which none has."""
    return f"{socket.gethostname()} ({uuid.getnode():012x})"


def _has_ended(holder: str) -> bool:
    """Whether that was a process of this machine which is gone: nobody need wait until its lease has run out."""
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
