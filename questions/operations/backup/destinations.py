"""Where backups are kept: a folder, or a bucket of an S3-compatible store (s3.py). Neither ever shows half a file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Protocol

from questions.operations.files import write_whole_file

from .errors import BackupError
from .names import ABANDONED, S3


class Destination(Protocol):
    """Every method raises OSError or BackupError."""

    is_uploaded: bool  # whether the whole file is first written in the work folder

    def names(self) -> list[str]: ...

    def writing(self, name: str, work: Path) -> AbstractContextManager[IO[bytes]]:
        """A file to write to, which appears, or replaces the one of this name, when the block succeeds."""

    def reading(self, name: str, work: Path) -> AbstractContextManager[IO[bytes]]: ...

    def delete(self, name: str) -> None: ...

    def clear_unfinished(self, older_than: timedelta = ABANDONED) -> None:
        """Remove what killed processes left unfinished."""


def open_destination(where: str) -> Destination:
    """The place that a folder's path or `s3://bucket/prefix` names. Raises BackupError."""
    if where.startswith(S3):
        from .s3 import Bucket  # the library is slow to import, so only if it is used

        return Bucket(where)
    return Folder(where)


def split_address(where: str) -> tuple[Destination, str]:
    """The place of a backup, and its name there. Raises BackupError."""
    if where.startswith(S3):
        place, _, name = where.rpartition("/")
        return open_destination(place), name
    path = Path(where).absolute()
    return open_destination(str(path.parent)), path.name


class Folder:
    is_uploaded = False

    def __init__(self, where: str):
        self.path = Path(where)
        if not where or not self.path.is_dir():
            raise BackupError(f"“{where}” is not a folder: create it, or connect the disk that it is on")

    def names(self) -> list[str]:
        return [path.name for path in self.path.iterdir() if path.is_file()]

    def writing(self, name: str, work: Path) -> AbstractContextManager[IO[bytes]]:
        return write_whole_file(self.path / name)

    @contextmanager
    def reading(self, name: str, work: Path) -> Iterator[IO[bytes]]:
        with (self.path / name).open("rb") as file:
            yield file

    def delete(self, name: str) -> None:
        (self.path / name).unlink(missing_ok=True)

    def clear_unfinished(self, older_than: timedelta = ABANDONED) -> None:
        for path in self.path.glob(".pq-archive-*.part"):
            if time.time() - path.stat().st_mtime >= older_than.total_seconds():
                path.unlink(missing_ok=True)
