"""Limits how many exports run at once, in all web processes of this machine together.

A turn is a locked file, which the kernel releases if the process dies. The file says who has the turn.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from pq_archive.locks import file_lock


class TurnsTaken(Exception):
    """As many exports are running as are allowed, in all or for this reader."""


class Turn:
    """The right to run an export, until it is closed."""

    def __init__(self, file: IO[str]):
        self.close = file.close


class WithTurn:
    """What an export yields. Closing it gives the turn back, also if nobody has begun to read it."""

    def __init__(self, parts: Iterator[Any], turn: Turn):
        self.parts, self.turn = parts, turn

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self.parts)

    def close(self) -> None:
        self.turn.close()


def take_turn(reader: str) -> Turn:
    """`reader`: an address, or what else readers are told apart by. Raises TurnsTaken or OSError."""
    folder = settings.DATA_DIR / "exports"
    folder.mkdir(exist_ok=True)
    with file_lock(folder / "turns.lock"):
        files = [(folder / f"turn-{number}").open("a+") for number in range(settings.EXPORTS_AT_ONCE)]
        free = [file for file in files if _lock(file)]
        others = [file for file in files if file not in free]
        chosen = free[0] if free and _count_of(reader, others) < settings.EXPORTS_PER_ADDRESS else None
        if chosen:
            _write(chosen, reader)
        for file in files:
            if file is not chosen:
                file.close()
    if chosen is None:
        raise TurnsTaken
    return Turn(chosen)


def _lock(file: IO[str]) -> bool:
    """Lock the file; False if another turn has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _count_of(reader: str, files: Iterable[IO[str]]) -> int:
    return sum(Path(file.name).read_text() == reader for file in files)


def _write(file: IO[str], reader: str) -> None:
    file.truncate(0)
    file.write(reader)
    file.flush()
