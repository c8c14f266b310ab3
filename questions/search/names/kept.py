"""The directory that this process keeps, until a name changes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet, Subquery

from questions.models import Archive, AuditEntry, ImportRun

from .directory import Directory

CHECKED_EVERY = 1.0  # seconds: for so long, a search need not notice that a name has changed
ROOTS = ("member", "department", "topic")  # of the history's entries about names


class Mark(NamedTuple):
    """The state of the names: the archive, the last entry of its history, and its last import."""

    archive: str
    entry: int
    run: int


@dataclass(frozen=True, slots=True)
class Kept:
    names: Directory
    mark: Mark
    checked_at: float


_kept: Kept | None = None


def directory() -> Directory:
    """The directory as of now, or a second ago; a short query tells whether the kept one still holds."""
    return _current().names


def mark() -> Mark:
    """The state of the names as of now, or a second ago."""
    return _current().mark


def _current() -> Kept:
    global _kept
    held, now = _kept, time.monotonic()
    if held is None or now - held.checked_at >= CHECKED_EVERY:
        _kept = held = _checked(held, now)
    return held


def forget() -> None:
    """Make the next search read all names again."""
    global _kept
    _kept = None


def _checked(held: Kept | None, now: float) -> Kept:
    mark = _mark()  # before the names are read: a change meanwhile is then noticed by the next search
    is_stale = held is None or _is_stale(held.mark, mark)
    return Kept(Directory() if is_stale or not held else held.names, mark, now)


def _mark() -> Mark:
    return next((Mark(str(archive), entry or 0, run or 0) for archive, entry, run in _marks().all()), Mark("", 0, 0))


@cache
def _marks() -> QuerySet:
    """Built once, because building it takes as long as running it."""
    last = (Subquery(model.objects.order_by("-pk").values("pk")[:1]) for model in (AuditEntry, ImportRun))
    return Archive.objects.values_list("uuid", *last)[:1]


def _is_stale(before: Mark, now: Mark) -> bool:
    """Whether names may have changed. Code that changes them records it in the audit history; the demo's removal
    leaves only a run."""
    if before == now:
        return False
    if (before.archive, before.run) != (now.archive, now.run) or now.entry < before.entry:
        return True
    return AuditEntry.objects.filter(pk__gt=before.entry, root__in=ROOTS).exists()
