"""Names processes as holders of a lease, so that others can tell whether the holder still exists."""

import os
import socket
import uuid


def this_process() -> str:
    return f"{_machine()}, process {os.getpid()}"


def has_ended(holder: str) -> bool:
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


def _machine() -> str:
    """The machine's name, which may not be unique, and its network card's number, which is."""
    return f"{socket.gethostname()} ({uuid.getnode():012x})"
