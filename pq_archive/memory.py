"""How this process's memory is managed."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache

MOST_POOLS = 2
M_ARENA_MAX = -8  # in malloc.h of glibc


@cache
def share_memory_among_threads() -> None:
    """Let threads share a few pools of memory.

    By default, glibc gives new threads pools of their own, up to eight for each processor, and each pool keeps what it
    once held. The search engine's writer has new threads for each commit, so a process that commits often would take
    100 MB more. The threads of a web process need some 40 MB more before they stop growing. Other C libraries have no
    such pools, and not this function.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, MOST_POOLS)


def give_back_memory() -> None:
    """Return what this process no longer uses to the system; glibc would keep it for later."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
