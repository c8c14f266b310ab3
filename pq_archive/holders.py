"""Names processes as holders of a lease, so that others can tell whether the holder still exists."""

import os
import socket
import uuid
from pathlib import Path


def this_process() -> str:
    """Such as `archive-1 (0242ac110002), process 7, started 54321`, without the start where it is not known.

    Earlier versions wrote no start, and treat a holder with one as another machine's: they wait for its lease.
    """
    start = _start_of(os.getpid())
    return f"{_machine()}, process {os.getpid()}" + (f", started {start}" if start else "")


def has_ended(holder: str) -> bool:
    """Whether the holder was a process of this machine that no longer exists: its lease can be taken at once."""
    machine, _, process = holder.partition(", process ")
    number, _, start = process.partition(", started ")
    if machine != _machine() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return holder != this_process()
    return not _is_there(int(number)) or (bool(start) and _start_of(int(number)) not in ("", start))


def _is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start_of(number: int) -> str:
    """When the process started, in ticks since the machine did; "" if the system does not tell it."""
    try:
        return Path(f"/proc/{number}/stat").read_bytes().rpartition(b") ")[2].split()[19].decode()
    except (OSError, IndexError):
        return ""


def _machine() -> str:
    """The machine's name, which may not be unique, and its network card's number, which is."""
    return f"{socket.gethostname()} ({uuid.getnode():012x})"
