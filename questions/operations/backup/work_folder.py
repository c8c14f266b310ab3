"""A folder for unfinished work, in DATA_DIR, used by one backup or restore at a time."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .errors import BackupError

SPARE = 256 * 1024**2  # bytes that a backup or a restore leaves free for the site


@contextmanager
def work_folder() -> Iterator[Path]:
    """An empty folder that only this user can read, removed at the end, or at the next start if this process is killed.

    Raises BackupError if another process works there.
    """
    with (settings.DATA_DIR / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("another backup or restore is running: wait until it has ended") from None
        folder = settings.DATA_DIR / ".backup-unfinished"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def require_space(folder: Path, size: int) -> None:
    """Raises BackupError if this many bytes do not fit, before a running site's disk is filled."""
    free = shutil.disk_usage(folder).free
    if free < size + SPARE:
        raise BackupError(
            f"{settings.DATA_DIR} has {free / 1024**2:,.0f} MB free, and unfinished work needs "
            f"{(size + SPARE) / 1024**2:,.0f} MB: free some space, or use a larger disk"
        )
