"""Where the index lies, and a look into it as it stands at one moment.

The folder INDEX_DIR holds one folder for each index that was built, and the file `current`, which names the one
that is searched. It is swapped for another by replacing that file, so that there is no moment without an index.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from tantivy import Index, Query, Searcher, SearchResult

from . import schema
from .checksums import is_sound

MOST_KEPT = 500  # things worked out over one state of the index
LEAST_FREE = 64 * 2**20  # bytes, below which a disk counts as full

logger = logging.getLogger(__name__)
Kept = TypeVar("Kept")


class IndexUnavailable(Exception):
    """There is no index that can be searched right now; the message says why."""


class IndexNotWritten(Exception):
    """The index could not be brought up to date; the change log still has all that it lacks."""


class EngineFailed(Exception):
    """The engine refused or failed at what it was asked."""


class Mark(NamedTuple):
    """How far an index has come: whose archive it is of, and the last change that it has taken in.

    `at`, when that change was logged, tells it from one that got the same number after a backup was restored.
    """

    archive: str
    change: int
    at: str = ""


def folder() -> Path:
    return Path(settings.INDEX_DIR)


@contextmanager
def spoken(kind: type[Exception]) -> Iterator[None]:
    """What the engine raises as `kind`, its panics too, which Python would not take for exceptions."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise kind(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise kind(f"the search engine failed: {error}") from error


@contextmanager
def blamed(path: Path, kind: type[Exception]) -> Iterator[None]:
    """What the engine raises as `kind`, or as IndexUnavailable where that index is damaged, which is condemned."""
    try:
        with spoken(kind):
            yield
    except kind as error:
        if is_sound(path):
            raise
        condemn(path, error)
        raise IndexUnavailable("the index is damaged") from error


class Snapshot:
    """The index as it stood when it was opened: whoever holds it sees no later change."""

    def __init__(self, path: Path, version: tuple, searcher: Searcher):
        self.path, self.version = path, version
        self.searcher = searcher
        self.kept: dict[Any, Any] = {}  # what was worked out over this state, for as long as it is the current one

    def once(self, key: Any, work: Callable[[], Kept]) -> Kept:
        """What `work` gives, which is the same for as long as the index stands so: done once, and kept."""
        if key in self.kept:
            with suppress(KeyError):  # another thread may have let go of everything just now
                return self.kept[key]
        if len(self.kept) >= MOST_KEPT:
            self.kept.clear()
        return self.kept.setdefault(key, work())

    def search(self, query: Query, limit: int, **options: Any) -> SearchResult:
        """The hits without their number, which costs more, unless `count` says otherwise."""
        with blamed(self.path, EngineFailed):
            return self.searcher.search(query, limit, **{"count": False, **options})

    def aggregate(self, query: Query, asked: dict[str, Any]) -> dict[str, Any]:
        with blamed(self.path, EngineFailed):
            return self.searcher.aggregate(query, asked)

    def numbers(self, field: str, hits: list) -> list[int]:
        """That number of each hit."""
        with blamed(self.path, EngineFailed):
            values = self.searcher.fast_field_values(field, [address for _, address in hits])
        return [int(value) for value in values if value is not None]

    @cached_property
    def mark(self) -> Mark:
        """Raises IndexUnavailable."""
        try:
            found = self.search(Query.term_query(schema.SCHEMA, schema.KIND, schema.STATE_KIND), 1)
            with spoken(EngineFailed):
                return Mark(*json.loads(self.searcher.doc(found.hits[0][1])[schema.STATE][0]))
        except (EngineFailed, LookupError, TypeError) as error:
            raise IndexUnavailable("the index does not say whose it is") from error


class Reader:
    """Opens the current index once, and again whenever another was swapped in or it has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Raises IndexUnavailable."""
        try:
            return self._take(current())
        except IndexUnavailable:
            path = current()  # it may have been swapped for another after it was named
        with blamed(path, IndexUnavailable):
            return self._take(path)

    def _take(self, path: Path) -> Snapshot:
        with self._lock, spoken(IndexUnavailable):
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
    """The current index as it stands now; raises IndexUnavailable."""
    return _reader.snapshot()


def _version(path: Path) -> tuple[int, int]:
    """Another one after each commit, which replaces this file."""
    found = (path / "meta.json").stat()
    return found.st_mtime_ns, found.st_ino


def current() -> Path:
    """The folder of the index that is searched; raises IndexUnavailable where there is none of today's schema."""
    name = _named()
    if not name:
        raise IndexUnavailable("there is no index yet")
    # The name is read from a file: never let it lead out of the folder.
    if not name.startswith(_prefix()) or "/" in name:
        raise IndexUnavailable("the index is of another version")
    return folder() / name


def _named() -> str:
    """The name in the file `current`; '' where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        return (folder() / "current").read_text(encoding="utf-8").strip()
    return ""


def condemn(path: Path, why: Exception | str) -> None:
    """Let nobody search that index any more; the next catch-up builds another."""
    logger.error("The index in %s is damaged, and is to be built anew: %s", path, why)
    with suppress(IndexUnavailable, OSError):
        if current() == path:
            (folder() / "current").unlink()


def retire() -> None:
    """Let nobody search the current index any more: what it was built of is there no longer."""
    with suppress(OSError):
        (folder() / "current").unlink()


def obstacle() -> str:
    """What keeps the index from being written, as far as can be seen from here; '' where nothing does."""
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
    """Make the index in that folder the one that is searched."""
    fresh = folder() / "current.new"
    fresh.write_text(path.name, encoding="utf-8")
    fresh.replace(folder() / "current")


def clear() -> None:
    """Take away every index but the one that is searched, such as those of which the building was cut short."""
    named = _named()
    for other in folder().glob("v*-*"):
        if other.name != named:
            # Whoever still reads in it goes on: what is mapped into memory stays until it is let go.
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def locked(name: str, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of that name in the index's folder; tells whether it is held, which it always is with `wait`.

    The kernel gives it back when a process dies. Raises IndexNotWritten where the folder cannot be written to.
    """
    with spoken(IndexNotWritten):
        folder().mkdir(parents=True, exist_ok=True)
        # Opened anew each time: the lock belongs to the open file, so it also keeps out this process's other threads.
        file = (folder() / f"{name}.lock").open("a")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
