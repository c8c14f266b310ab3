"""Makes a backup while the site runs, and deletes old ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings

from . import withheld
from .destinations import Destination
from .digests import count_rows
from .engines import engine
from .errors import BackupError
from .manifest import Snapshot, write_manifest
from .names import BackupName, read_name, short_uuid
from .packing import Progress, files_in, pack, total_size
from .rotation import Keep, choose_kept
from .work_folder import require_space, work_folder


class Made(NamedTuple):
    name: str
    size: int  # bytes
    rows: int
    tables: int


def make_backup(place: Destination, progress: Progress) -> Made:
    """Write a backup of the archive as it is now. Raises BackupError or OSError; then there is no new file."""
    with work_folder() as work:
        require_space(work, space_needed(place))
        place.clear_unfinished()
        made_at = datetime.now(UTC).replace(microsecond=0)
        snapshot = engine().take(work, progress)
        name = str(BackupName(made_at, short_uuid(snapshot.about["archive"])))
        if name in place.names():
            raise BackupError(f"{name} exists already: wait a second, then try again")
        with place.writing(name, work) as file:
            write(file, snapshot, made_at, work / engine().MEMBER, progress)
            size = file.tell()
    return Made(name, size, count_rows(snapshot.digests), len(snapshot.digests))


def space_needed(place: Destination) -> int:
    """Bytes in the work folder. What is uploaded is packed there, where the database needs no more room: SQLite's first
    copy is deleted before, and PostgreSQL's dump has no indexes."""
    media = total_size(files_in(Path(settings.MEDIA_ROOT))) if place.is_uploaded else 0
    return engine().space_needed() + media


def write(file: IO[bytes], snapshot: Snapshot, made_at: datetime, database: Path, progress: Progress) -> None:
    manifest = write_manifest(snapshot, made_at, database.name)
    pack(file, manifest, database, Path(settings.MEDIA_ROOT), progress)


def write_withheld(place: Destination) -> int:
    """Write the list of questions that are not public. Returns how many it has. Raises BackupError or OSError."""
    # Not in the work folder, because the list must not wait for a long backup.
    return withheld.write_list(place, settings.DATA_DIR)


def delete_old(place: Destination, newest: str, keep: Keep) -> list[str]:
    """Delete this archive's backups that the rule does not keep, and return their names.

    `newest` is the name of the backup just made. Other archives' backups and other files are never deleted.
    """
    archive = newest.rpartition("-")[2]
    own = {name: made.made_at for name in place.names() if name.endswith(archive) and (made := read_name(name))}
    kept = choose_kept(own.values(), keep)
    old = sorted(name for name, made_at in own.items() if made_at not in kept and name != newest)
    for name in old:
        place.delete(name)
    return old
