"""Restores a backup into an empty place, or beside the archive to compare it with its manifest."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from django.conf import settings

from questions.search.index import store

from . import withheld
from .destinations import Destination
from .digests import compare_digests, name_first
from .engines import engine
from .errors import BackupError
from .manifest import Manifest, read_manifest
from .packing import MEDIA, Progress, unpack
from .work_folder import work_folder

# A folder of media with this file is unfinished: a restore was killed, and the next one starts it again.
UNFINISHED = ".restore-unfinished"
# Whoever had signed out since could otherwise be signed in again, so everybody signs in again.
END_SESSIONS = "DELETE FROM django_session;"


class Restored(NamedTuple):
    manifest: Manifest
    media: int  # files
    listed: int | None  # questions in the list of withheld ones; None if there was no list


def restore(place: Destination, name: str, progress: Progress) -> Restored:
    """Restore a backup into an empty place. Raises BackupError or OSError; then nothing is there.

    The whole file is checked first. The database appears last, whole, and with the questions withheld that were not
    public when the list beside the backup was written.
    """
    with work_folder() as work:
        require_empty()
        manifest = read(place, name, work, progress)
        listed = read_withheld(place, manifest, work)
        with media_in_place(work / MEDIA, Path(settings.MEDIA_ROOT)) as files:
            statements = [END_SESSIONS, *withheld.withhold_statements(listed or [])]
            engine().restore(work / manifest.database, statements)
        store.retire()
    return Restored(manifest, files, None if listed is None else withheld.count_questions(listed))


def verify(place: Destination, name: str, progress: Progress) -> tuple[Manifest, list[str]]:
    """Restore a backup beside the archive and compare all rows with its manifest. Returns what differs.

    Raises BackupError or OSError. Whatever happens, the archive stays as it is.
    """
    with work_folder() as work:
        manifest = read(place, name, work, progress)
        with engine().restored_beside(work / manifest.database, manifest) as digests:
            return manifest, name_first(compare_digests(manifest.digests, digests(progress)))


def require_empty() -> None:
    """Raises BackupError unless there is neither a database nor media. Touches nothing."""
    engine().require_empty()
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and not (media / UNFINISHED).exists() and any(media.iterdir()):
        raise BackupError(f"the folder {media} is not empty: move it away, or choose another DATA_DIR")


def read(place: Destination, name: str, work: Path, progress: Progress) -> Manifest:
    """Unpack and check the whole backup in the work folder."""
    found: list[Manifest] = []

    def check(text: bytes) -> str:
        found.append(read_manifest(text))
        engine().require_programs(found[0])
        return found[0].database

    with place.reading(name, work) as file:
        unpack(file, work, check, told(file, progress))
    return found[0]


def told(file: IO[bytes], progress: Progress) -> Callable[[], None]:
    size = file.seek(0, 2)
    file.seek(0)
    return lambda: progress("checked", file.tell(), size)


def read_withheld(place: Destination, manifest: Manifest, work: Path) -> list[withheld.Withheld] | None:
    name = withheld.list_name(manifest.about["archive"])
    return withheld.read_list(place, name, work) if name in place.names() else None


@contextmanager
def media_in_place(source: Path, target: Path) -> Iterator[int]:
    """Move files into their place before the block. If it fails they are removed; if it is killed they stay marked."""
    existed = target.exists()
    target.mkdir(exist_ok=True)
    (target / UNFINISHED).touch()
    empty(target)
    try:
        source.mkdir(exist_ok=True)
        count = sum(path.is_file() for path in source.rglob("*"))
        for path in source.iterdir():
            shutil.move(path, target / path.name)
        yield count
    except BaseException:
        empty(target)
        (target / UNFINISHED).unlink(missing_ok=True)
        if not existed:
            target.rmdir()
        raise
    (target / UNFINISHED).unlink(missing_ok=True)


def forget_mark() -> None:
    """Where the archive is there, its restore had ended, even if it was killed before the mark was removed.

    A mark that cannot be removed troubles nobody but the next restore.
    """
    with suppress(OSError):
        (Path(settings.MEDIA_ROOT) / UNFINISHED).unlink(missing_ok=True)


def empty(folder: Path) -> None:
    """Remove everything but the mark."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != UNFINISHED:
            path.unlink()
