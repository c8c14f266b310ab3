"""The vectors' files, in DATA_DIR/vectors/<digest of the model>/. They are derived, and can be deleted at any time.

`state.json` says which files are in use, and how many of their rows. Rows are only appended, and count once
`state.json` is replaced, after all else is on the disk. So a writer may be killed at any moment, and readers map the
files without a lock. Of several rows of a question, the last one counts. A row that no longer counts gets the key 0,
and then its vector is overwritten, so that nothing of a withheld question stays.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from questions.models.change_log import Mark

# One row of the file of heads: the question's primary key (0: a row that no longer counts), the digest of its text,
# and its department and day of tabling as in the index.
HEAD = np.dtype([("key", "<i8"), ("text", "<i8"), ("department", "<i4"), ("day", "<i4")])
STATE = "state.json"
LARGEST = 127  # the largest number of a vector's row


Place = tuple[int, int]
NEWEST: Place = (date.max.toordinal() + 1, 0)  # before the newest question


class State(NamedTuple):
    """`files` begins the names of the files in use; `mark`: how far the writer has followed the change log.

    `rest`: the day and the key of the last question compared, while older ones still have to be; None if none have.
    `version`: asked.VERSION of the program that began the last comparison of all questions. `end`: how far the
    change log went when it was last followed.
    """

    files: str
    rows: int
    size: int  # numbers in a vector
    mark: Mark
    rest: Place | None = None
    version: int = 0
    end: int = 0

    @property
    def is_followed(self) -> bool:
        return self.mark.change >= self.end

    @property
    def is_complete(self) -> bool:
        """Whether every question has its vector, but for the last few changes."""
        return self.rest is None and self.is_followed


ATTEMPTS, PAUSE = 10, 0.02  # seconds


def open_rows(folder: Path) -> Rows:
    """The rows as they are now. Raises OSError or ValueError if the files are missing or damaged."""
    for _ in range(ATTEMPTS):
        with suppress(FileNotFoundError):  # the writer has just replaced the files
            return Rows(folder)
        time.sleep(PAUSE)
    return Rows(folder)


class Rows:
    """The rows of one state, mapped. Raises OSError or ValueError."""

    def __init__(self, folder: Path):
        self.version = version_of(folder)
        self.state = read_state(folder)
        number, size = self.state.rows, self.state.size
        self.heads = _mapped(folder / f"{self.state.files}.heads", HEAD, (number,))
        self.bits = _mapped(folder / f"{self.state.files}.bits", np.dtype("<u8"), (number, words_of_bits(size)))
        self.numbers = _mapped(folder / f"{self.state.files}.numbers", np.dtype("i1"), (number, size))

    @cached_property
    def _by_key(self) -> tuple[Any, Any]:
        """Both at once: a row may be retired at any moment."""
        keys = np.asarray(self.heads["key"])[::-1]
        known, places = np.unique(keys, return_index=True)
        return known[known > 0], len(keys) - 1 - places[known > 0]

    @property
    def keys(self) -> Any:
        """The keys of the rows that count, sorted."""
        return self._by_key[0]

    @property
    def live(self) -> Any:
        """The places of the rows that count, the last one of each question, in the order of `keys`."""
        return self._by_key[1]

    def places_of(self, keys: Any) -> Any:
        """The place of each key's live row; -1 if it has none."""
        keys = np.asarray(keys, dtype=np.int64)
        if not len(self.keys):
            return np.full(len(keys), -1)
        found = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[found] == keys, self.live[found], -1)

    def places_with(self, keys: Any) -> Any:
        """The places of all rows with these keys, also of those that no longer count."""
        return np.flatnonzero(np.isin(self.heads["key"], keys))


def _mapped(path: Path, kind: Any, shape: tuple[int, ...]) -> Any:
    """The beginning of that file; an empty array if there are no rows, because nothing cannot be mapped."""
    return np.memmap(path, kind, "r", shape=shape) if shape[0] else np.empty(shape, kind)


def words_of_bits(size: int) -> int:
    return -(-size // 64)


def read_state(folder: Path) -> State:
    """Raises OSError or ValueError."""
    try:
        files, rows, size, mark, rest, *others = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return State(files, rows, size, Mark(*mark), tuple(rest) if rest else None, *others)
    except TypeError as error:
        raise ValueError(f"{folder / STATE} cannot be understood") from error


def version_of(folder: Path) -> tuple[int, int]:
    """Changes whenever the state does, because it is replaced."""
    found = (folder / STATE).stat()
    return found.st_mtime_ns, found.st_ino


def compress(vectors: Any) -> tuple[Any, Any]:
    """The vectors as small whole numbers, and the signs of their numbers as bits."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    numbers = np.rint(vectors * (LARGEST / largest)).astype(np.int8)
    return numbers, signs(vectors)


def signs(vectors: Any) -> Any:
    packed = np.packbits(vectors > 0, axis=1)
    room: Any = np.zeros((len(vectors), 8 * words_of_bits(vectors.shape[1])), dtype=np.uint8)
    room[:, : packed.shape[1]] = packed
    return room.view("<u8")
