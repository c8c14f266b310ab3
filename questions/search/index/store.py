"""The index's files and locks, and snapshots of the index at one moment.

INDEX_DIR has one folder for each index that was built, and the file `current`, which names the one in use. Replacing
that file swaps indexes, so there is always one to search.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from tantivy import Index, Query, Searcher, SearchResult

from pq_archive.locks import file_lock
from questions.models.change_log import Mark

from . import schema
from .checksums import is_sound

MOST_KEPT = 500  # results kept for one state of the index
LEAST_FREE = 64 * 2**20  # bytes: with less free space, a disk counts as full

logger = logging.getLogger(__name__)
Kept = TypeVar("Kept")


class IndexUnavailable(Exception):
    """There is no index that can be searched right now; the message says why."""


class IndexNotWritten(Exception):
    """The index could not be brought up to date; the change log still has what is missing."""


class EngineFailed(Exception):
    """The search engine refused a request, or failed."""


def folder() -> Path:
    return Path(settings.INDEX_DIR)


@contextmanager
def raise_as(kind: type[Exception]) -> Iterator[None]:
    """Raise the engine's errors as `kind`, even its panics, which are not subclasses of Exception."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise kind(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise kind(f"the search engine failed: {error}") from error


@contextmanager
def condemn_on_error(path: Path, kind: type[Exception]) -> Iterator[None]:
    """Raise the engine's errors as `kind`; if that index is damaged, condemn it and raise IndexUnavailable."""
    try:
        with raise_as(kind):
            yield
    except kind as error:
        if is_sound(path):
            raise
        condemn(path, error)
        raise IndexUnavailable("the index is damaged") from error


class Snapshot:
    """The index as it was at one moment. Later changes do not appear in it."""

    def __init__(self, path: Path, version: tuple, searcher: Searcher):
        self.path, self.version = path, version
        self.searcher = searcher
        self.kept: dict[Any, Any] = {}  # results for this state of the index

    def once(self, key: Any, work: Callable[[], Kept]) -> Kept:
        """The result of `work`, which must depend only on `key` and this state of the index: worked out once, kept."""
        if key in self.kept:
            with suppress(KeyError):  # another thread may have cleared it just now
                return self.kept[key]
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        return self.kept.setdefault(key, work())

    def search(self, query: Query, limit: int, **options: Any) -> SearchResult:
        """The hits. Counting all of them costs more, and is done only with the option `count=True`."""
        with condemn_on_error(self.path, EngineFailed):
            return self.searcher.search(query, limit, **{"count": False, **options})

    def count(self, query: Query) -> int:
        found: Any = self.search(query, 1, count=True)
        return found.count

    def aggregate(self, query: Query, asked: dict[str, Any]) -> dict[str, Any]:
        with condemn_on_error(self.path, EngineFailed):
            return self.searcher.aggregate(query, asked)

    def numbers(self, field: str, hits: list) -> list[int]:
        """The value of that number field for each hit."""
        with condemn_on_error(self.path, EngineFailed):
            values = self.searcher.fast_field_values(field, [address for _, address in hits])
        return [int(value) for value in values if value is not None]

    @cached_property
    def mark(self) -> Mark:
        """Raises IndexUnavailable."""
        try:
            found = self.search(Query.term_query(schema.SCHEMA, schema.KIND, schema.STATE_KIND), 1)
            with raise_as(EngineFailed):
                return Mark(*json.loads(self.searcher.doc(found.hits[0][1])[schema.STATE][0]))
        except (EngineFailed, LookupError, TypeError) as error:
            raise IndexUnavailable("the index does not say whose it is") from error


class Reader:
    """Opens the current index once, and again after it has changed or another was swapped in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._snapshot: Snapshot | None = None
        self._gone_since: float | None = None

    def seconds_gone(self) -> float:
        """For how long there has been no index to search, as far as this process has noticed; 0 if there is one."""
        try:
            self.snapshot()
        except IndexUnavailable:
            self._gone_since = time.monotonic() if self._gone_since is None else self._gone_since
            return time.monotonic() - self._gone_since
        self._gone_since = None
        return 0.0

    def snapshot(self) -> Snapshot:
        """Raises IndexUnavailable."""
        try:
            return self._take(current())
        except IndexUnavailable:
            path = current()  # another index may have been swapped in meanwhile
        with condemn_on_error(path, IndexUnavailable):
            return self._take(path)

    def _take(self, path: Path) -> Snapshot:
        with self._lock, raise_as(IndexUnavailable):
            held, version = self._snapshot, _version(path)
            if held and (held.path, held.version) == (path, version):
                return held
            if self._index is None or held is None or held.path != path:
                self._index = schema.open_(path)
            self._index.reload()
            self._snapshot = Snapshot(path, version, self._index.searcher())
            return self._snapshot


_reader = Reader()


def snapshot() -> Snapshot:
    """The current index as it is now. Raises IndexUnavailable."""
    return _reader.snapshot()


def seconds_gone() -> float:
    """For how long there has been no index to search, as far as this process has noticed; 0 if there is one."""
    return _reader.seconds_gone()


def _version(path: Path) -> tuple[int, int]:
    """Changes with each commit, because a commit replaces this file."""
    found = (path / "meta.json").stat()
    return found.st_mtime_ns, found.st_ino


def current() -> Path:
    """The folder of the index in use. Raises IndexUnavailable if there is none with the present schema."""
    name = _named()
    if not name:
        raise IndexUnavailable("there is no index yet")
    # The name is read from a file: never let it lead out of the folder.
    if not name.startswith(_prefix()) or "/" in name:
        raise IndexUnavailable("the index is of another version")
    return folder() / name


def _named() -> str:
    """The name in the file `current`; '' if there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return (folder() / "current").read_text(encoding="utf-8").strip()
    return ""


def condemn(path: Path, why: Exception | str) -> None:
    """Take a damaged index out of use; the next catch-up builds another."""
    logger.error("The index in %s is damaged, and is to be built anew: %s", path, why)
    with suppress(IndexUnavailable, OSError):
        if current() == path:
            (folder() / "current").unlink()


def retire() -> None:
    """Take the current index out of use, because the rows that it was built from are gone."""
    with suppress(OSError):
        (folder() / "current").unlink()


def obstacle() -> str:
    """What prevents writing the index, as far as its folder shows; '' if nothing does."""
    place = next(path for path in (folder(), *folder().parents) if path.exists())
    if not place.is_dir():
        return "a file is in the place of its folder"
    if not os.access(place, os.W_OK | os.X_OK):
        return "its folder cannot be written to"
    return "its disk is full" if shutil.disk_usage(place).free < LEAST_FREE else ""


def _prefix() -> str:
    return f"v{schema.VERSION}-"


def new_folder() -> Path:
    path = folder() / f"{_prefix()}{uuid.uuid4().hex[:12]}"
    path.mkdir(parents=True)
    return path


def swap(path: Path) -> None:
    """Make the index in that folder the one in use."""
    fresh = folder() / "current.new"
    fresh.write_text(path.name, encoding="utf-8")
    fresh.replace(folder() / "current")


def clear() -> None:
    """Delete every index except the one in use, such as those that were never finished."""
    named = _named()
    for other in folder().glob("v*-*"):
        if other.name != named:
            # A process that still reads this index is not disturbed: its mapped files stay until it unmaps them.
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def locked(name: str, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of that name in the index's folder. Yields whether it is held; with `wait`, it always is.

    Raises IndexNotWritten if the folder cannot be written to.
    """
    with ExitStack() as stack:
        with raise_as(IndexNotWritten):
            folder().mkdir(parents=True, exist_ok=True)
            held = stack.enter_context(file_lock(folder() / f"{name}.lock", wait=wait))
        yield held
