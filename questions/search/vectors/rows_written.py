"""The one writer of the vectors' files."""

from __future__ import annotations

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from questions.models.change_log import Mark

from .asked import VERSION
from .rows import HEAD, NEWEST, STATE, Place, Rows, State, open_rows, read_state

KINDS = ("heads", "bits", "numbers")
MOST_STALE = 1 / 3  # of all rows; with more that do not count, the others are copied to new files
COPIED = 10_000  # rows at once


class RowsWriter:
    """Appends rows and retires them. Raises OSError if the disk is full or the folder cannot be written to."""

    def __init__(self, folder: Path, size: int):
        self.folder, self.state = folder, _usable_state(folder, size)
        self.clear()

    def read(self) -> Rows:
        """The rows that count now. Raises OSError or ValueError if the files are damaged."""
        return open_rows(self.folder)

    def append(self, heads: Any, numbers: Any, bits: Any) -> None:
        """They count from the next `commit` on."""
        self._append(self.state, {"heads": heads, "bits": bits, "numbers": numbers})
        self.state = self.state._replace(rows=self.state.rows + len(heads))

    def commit(self, mark: Mark, rest: Place | None, end: int = 0) -> None:
        """Let everything appended count, with this place in the change log, which goes to `end`, and what is left to
        compare."""
        self.state = self.state._replace(mark=mark, rest=rest, version=VERSION, end=end)
        _replace_state(self.folder, self.state)

    def retire(self, places: Any) -> None:
        """Overwrite these rows; readers that have them mapped drop them at once."""
        if not len(places):
            return
        # The key first: a reader looks at it after it has read the vector.
        for kind in KINDS:
            width = _width(kind, self.state.size)
            with self._open(self.state, kind) as file:
                for place in map(int, places):
                    os.pwrite(file.fileno(), bytes(width), place * width)
                os.fsync(file.fileno())

    def compact(self) -> bool:
        """Copy what counts to new files, if too much does not. Returns whether it did."""
        rows = self.read()
        if len(rows.live) >= self.state.rows * (1 - MOST_STALE):
            return False
        fresh = self.state._replace(files=_new_name(), rows=0)
        places = np.sort(rows.live)
        for start in range(0, len(places), COPIED):
            some = places[start : start + COPIED]
            self._append(fresh, {kind: getattr(rows, kind)[some] for kind in KINDS})
            fresh = fresh._replace(rows=fresh.rows + len(some))
        self.state = fresh
        _replace_state(self.folder, fresh)
        self.clear()
        return True

    def clear(self) -> None:
        """Delete files that are not in use, and rows that an interrupted writer left after those that count. A process
        that reads a file keeps it until it unmaps it."""
        for path in self.folder.glob("*.*"):
            kind = path.suffix.removeprefix(".")
            if kind in KINDS and path.stem != self.state.files:
                with suppress(OSError):
                    path.unlink()
            elif kind in KINDS:
                os.truncate(path, self.state.rows * _width(kind, self.state.size))

    def _append(self, state: State, values: dict[str, Any]) -> None:
        """Write after the rows that count."""
        for kind, value in values.items():
            with self._open(state, kind) as file:
                file.seek(state.rows * _width(kind, state.size))
                file.write(np.ascontiguousarray(value).tobytes())
                file.flush()
                os.fsync(file.fileno())

    def _open(self, state: State, kind: str) -> BinaryIO:
        path = self.folder / f"{state.files}.{kind}"
        # Files with rows are never made anew: if somebody deleted them, the next writer begins with none.
        return path.open("r+b" if state.rows else "w+b")


def _width(kind: str, size: int) -> int:
    """Bytes of a row."""
    return {"heads": HEAD.itemsize, "bits": -(-size // 64) * 8, "numbers": size}[kind]


def _usable_state(folder: Path, size: int) -> State:
    """The state in the folder; a new and empty one if there is none, or its files do not have all its rows."""
    with suppress(OSError, ValueError):
        state = read_state(folder)
        lengths = {kind: (folder / f"{state.files}.{kind}").stat().st_size for kind in KINDS} if state.rows else {}
        if state.size == size and all(lengths[kind] >= state.rows * _width(kind, size) for kind in lengths):
            return state
    folder.mkdir(parents=True, exist_ok=True)
    fresh = State(_new_name(), 0, size, Mark("", 0), NEWEST)
    _replace_state(folder, fresh)
    return fresh


def _new_name() -> str:
    return uuid.uuid4().hex[:12]


def _replace_state(folder: Path, state: State) -> None:
    fresh = folder / f"{STATE}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(state, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / STATE)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
