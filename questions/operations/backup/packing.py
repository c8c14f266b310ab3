"""The file of a backup: a gzipped tar, which any system can open.

manifest.json       what the backup is (manifest.py)
database…           the database: a SQLite file, or pg_dump's custom format
media/…             uploaded files
SHA256SUMS          of all members before it, as `sha256sum --check` reads them; without it the file is incomplete
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO

from questions.operations.copies.packing import Broken, pack_stream, unpack_stream

from .errors import BackupError
from .work_folder import require_space

MANIFEST, SUMS, MEDIA = "manifest.json", "SHA256SUMS", "media"
BLOCK = 2**20
LARGEST_TEXT = 2**28  # bytes of a manifest or of the sums
ANOTHER = "Use another backup, or get this one again from its source."

Progress = Callable[[str, int, int], None]  # what is being done, and how much of how much is done
Sums = dict[str, str]  # the SHA-256 of each member


class Hashed:
    """Reads a stream, and knows the SHA-256 of what was read."""

    def __init__(self, raw: IO[bytes], told: Callable[[int], None] = lambda size: None):
        self.raw, self.told, self.sha256 = raw, told, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.raw.read(size)
        self.sha256.update(data)
        self.told(len(data))
        return data


def pack(raw: IO[bytes], manifest: bytes, database: Path, media: Path, progress: Progress) -> None:
    """Write a backup. A media file that is deleted meanwhile is left out. Raises OSError."""
    total, done, sums = total_size([database, *files_in(media)]), 0, Sums()

    def tell(size: int) -> None:
        nonlocal done
        done += size
        progress("packed", done, total)

    with pack_stream(raw) as stream, tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        add_text(tar, MANIFEST, manifest, sums)
        add_file(tar, database.name, database, sums, tell)
        for path in files_in(media):
            add_file(tar, f"{MEDIA}/{path.relative_to(media).as_posix()}", path, sums, tell)
        add_text(tar, SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode(), {})


def files_in(folder: Path) -> list[Path]:
    """All files in the folder and the folders in it; none if it is missing."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def total_size(paths: list[Path]) -> int:
    """Bytes of all files; one that has been deleted has none."""
    sizes = 0
    for path in paths:
        with suppress(FileNotFoundError):
            sizes += path.stat().st_size
    return sizes


def add_text(tar: tarfile.TarFile, name: str, text: bytes, sums: Sums) -> None:
    add_stream(tar, tarfile.TarInfo(name), len(text), Hashed(io.BytesIO(text)), sums)


def add_file(tar: tarfile.TarFile, name: str, path: Path, sums: Sums, told: Callable[[int], None]) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        about, found = tarfile.TarInfo(name), os.fstat(file.fileno())
        about.mtime = found.st_mtime
        add_stream(tar, about, found.st_size, Hashed(file, told), sums)


def add_stream(tar: tarfile.TarFile, about: tarfile.TarInfo, size: int, stream: Hashed, sums: Sums) -> None:
    about.size, about.mode = size, 0o600
    tar.addfile(about, stream)
    sums[about.name] = stream.sha256.hexdigest()


def unpack(raw: IO[bytes], into: Path, check: Callable[[bytes], str], progress: Callable[[], None]) -> None:
    """Unpack a backup into an empty folder. Every byte is checked.

    `check` gets the manifest before anything else is read, and returns the name of the member with the database.
    Raises BackupError or OSError; then the folder may hold some of the members.
    """
    with as_backup_error():
        stream = unpack_stream(raw)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            sums, database = Sums(), ""
            for name, size, member in members(tar):
                if not sums:
                    database = check(take_text(member, sums, name, MANIFEST))
                elif name == SUMS:
                    check_sums(member.read(LARGEST_TEXT), sums, database)
                    break
                else:
                    path = into / allowed(name, database)
                    require_space(into, size)
                    take_file(member, path, sums, name, progress)
            else:
                raise Broken("it ends too early")
            require_end(tar, stream)


@contextmanager
def as_backup_error() -> Iterator[None]:
    try:
        yield
    except (Broken, tarfile.TarError, EOFError, ValueError) as error:
        raise BackupError(
            f"it is not a backup of an archive, or it is incomplete or altered: {error}. {ANOTHER}"
        ) from error


def members(tar: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    """The name, the size in bytes, and the content of each."""
    for about in tar:
        stream = tar.extractfile(about) if about.isreg() else None
        if not stream:
            raise Broken(f"{about.name!r} is not a file")
        yield about.name, about.size, stream


def take_text(member: IO[bytes], sums: Sums, name: str, expected: str) -> bytes:
    if name != expected:
        raise Broken(f"it begins with {name!r}")
    hashed = Hashed(member)
    text = hashed.read(LARGEST_TEXT)
    sums[name] = hashed.sha256.hexdigest()
    return text


def allowed(name: str, database: str) -> PurePosixPath:
    """The path of a member in the folder. Raises Broken for any path that leads elsewhere."""
    path = PurePosixPath(name)
    is_media = path.parts[:1] == (MEDIA,) and len(path.parts) > 1
    if (name == database or is_media) and ".." not in path.parts and not path.is_absolute():
        return path
    raise Broken(f"it contains {name!r}")


def take_file(member: IO[bytes], path: Path, sums: Sums, name: str, progress: Callable[[], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    hashed = Hashed(member)
    with path.open("xb") as file:
        while block := hashed.read(BLOCK):
            file.write(block)
            progress()
    sums[name] = hashed.sha256.hexdigest()


def check_sums(text: bytes, sums: Sums, database: str) -> None:
    said = {name: digest for digest, _, name in (line.partition("  ") for line in text.decode().split("\n") if line)}
    if database not in sums:
        raise Broken("it has no database")
    if different := sorted(name for name in {*said, *sums} if said.get(name) != sums.get(name)):
        raise Broken(f"{different[0]!r} is not as it was written")


def require_end(tar: tarfile.TarFile, stream: IO[bytes]) -> None:
    """Read the rest, so that gzip's own checksum is compared too."""
    if tar.next() is not None:
        raise Broken("there is extra data at its end")
    while block := stream.read(BLOCK):
        if block.strip(b"\0"):
            raise Broken("there is extra data at its end")
