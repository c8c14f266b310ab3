"""Opening plain, gzip and xz files, folders, and standard input.

Everything is read as a stream; nothing here holds a whole file in memory.
"""

from __future__ import annotations

import gzip
import io
import lzma
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

from .records import BrokenSource

STDIN = "-"
OPENERS: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda raw: gzip.GzipFile(fileobj=raw),
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
# What the decompressors raise for a damaged or incomplete file.
BREAKS = (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile)
# Real archives of questions compress 12-fold. Only a bomb expands 200-fold over its first 64 MB.
BOMB_SIZE, BOMB_RATIO = 64 * 2**20, 200
SPOOL_SIZE = 16 * 2**20


def find_files(paths: list[str], suffixes: tuple[str, ...]) -> list[str]:
    """The files in `paths`; folders are searched in order of name."""
    found: list[str] = []
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            inside = (p for p in Path(path).rglob("*") if p.is_file())
            found += sorted(str(p) for p in inside if plain_name(p.name).endswith(suffixes))
        else:
            found.append(path)
    return found


def plain_name(name: str) -> str:
    """A file's name in lower case, without .gz or .xz."""
    return name.removesuffix(".xz").removesuffix(".gz").lower()


def printable_path(path: str) -> str:
    """A path that can be printed and stored, even if its name is not UTF-8."""
    return path.encode("utf-8", "replace").decode()


def size_of(path: str) -> int:
    """Bytes on disk; 0 if unknown."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


class Source:
    """One file, to be read more than once."""

    def __init__(self, path: str):
        self.path = path
        self.name = "standard input" if path == STDIN else printable_path(path)
        self._raw: IO[bytes] | None = None
        self._spooled: IO[bytes] | None = None

    @property
    def consumed(self) -> int:
        """How many bytes of the (compressed) file have been read so far."""
        return self._raw.tell() if self._raw and not self._raw.closed else 0

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The decompressed bytes, from the beginning.

        Raises BrokenSource if the file cannot be opened or is incomplete, damaged or a bomb.
        """
        with self._open_or_tell() as self._raw, _unpacker(self._raw) as unpacked:
            yield io.BufferedReader(_Guarded(unpacked, self._raw, self.name), 2**16)

    def _open_or_tell(self) -> AbstractContextManager[IO[bytes]]:
        try:
            return self._open_raw()
        except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
            raise BrokenSource(f"{self.name}: {getattr(error, 'strerror', None) or error}") from error

    def _open_raw(self) -> AbstractContextManager[IO[bytes]]:
        """A file, or a pipe's bytes, stored so that it can be read twice."""
        if self._spooled is None:
            raw = _standard_input() if self.path == STDIN else open(self.path, "rb")  # noqa: SIM115
            if self.path != STDIN and raw.seekable():
                return raw
            self._spooled = _spool(raw)
        self._spooled.seek(0)
        return nullcontext(self._spooled)

    def close(self) -> None:
        if self._spooled:
            self._spooled.close()


def _standard_input() -> IO[bytes]:
    if sys.stdin is None:
        raise OSError("it is closed")
    return sys.stdin.buffer


def _spool(pipe: IO[bytes]) -> IO[bytes]:
    """A pipe's bytes in memory, or on disk if there are many, so that they can be read twice."""
    spool = tempfile.SpooledTemporaryFile(SPOOL_SIZE)  # noqa: SIM115
    while block := pipe.read(2**20):
        spool.write(block)
    return spool


def _unpacker(raw: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    head = raw.read(6)
    raw.seek(0)
    for magic, opener in OPENERS.items():
        if head.startswith(magic):
            return opener(raw)
    return nullcontext(raw)


class _Guarded(io.RawIOBase):
    """A reader that reports where a file ends too early, and stops if a file decompresses to far too much."""

    def __init__(self, stream: IO[bytes], raw: IO[bytes], name: str):
        self._stream, self._raw, self._name, self._read = stream, raw, name, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self._take(len(buffer))
        buffer[: len(data)] = data
        self._read += len(data)
        if self._read > BOMB_SIZE and self._read > BOMB_RATIO * self._raw.tell():
            raise BrokenSource(
                f"{self._name}: unpacks to more than {BOMB_RATIO} times its size (a zip bomb?); "
                "stopped. If the file is valid, decompress it first."
            )
        return len(data)

    def _take(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except BREAKS as error:
            raise BrokenSource(f"{self._name}: incomplete or damaged ({error})") from error
        except OSError as error:
            raise BrokenSource(f"{self._name}: {error.strerror or error}") from error
