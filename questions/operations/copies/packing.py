"""Compresses a copy with gzip, and decompresses it strictly: any changed byte in the file is noticed, unless the
decompressed bytes stay the same."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import IO

LEVEL = 4  # docs/copies.md compares it with other levels
# As gzip.GzipFile writes it, without a name and a time. No checksum covers these bytes.
HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
BLOCK = 2**16


class Broken(Exception):
    """The file is not an intact copy; the message says why."""


def pack_stream(raw: IO[bytes]) -> gzip.GzipFile:
    """A stream to write to. Closing it leaves `raw` open."""
    return gzip.GzipFile(filename="", mode="wb", compresslevel=LEVEL, fileobj=raw, mtime=0)


def unpack_stream(raw: IO[bytes]) -> io.BufferedReader:
    """The original bytes, decompressed while they are read. Reading raises Broken."""
    return io.BufferedReader(_Unpacked(raw), BLOCK)


class _Unpacked(io.RawIOBase):
    def __init__(self, raw: IO[bytes]):
        self._raw, self._begun = raw, raw.read(len(HEAD))
        self._unpacker = zlib.decompressobj(wbits=31)
        if self._begun != HEAD:
            raise Broken("it does not begin as a copy does")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            data = self._next(len(buffer))
        except zlib.error as error:
            raise Broken(f"it is damaged before byte {self._raw.tell():,} of the file ({error})") from error
        buffer[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        """Some more bytes; none at the end, which must also be the end of the file."""
        while not self._unpacker.eof:
            if data := self._unpacker.decompress(self._more(), most):
                return data
        if self._unpacker.unused_data or self._raw.read(1):
            raise Broken("there is extra data at its end")
        return b""

    def _more(self) -> bytes:
        block = self._begun or self._unpacker.unconsumed_tail or self._raw.read(BLOCK)
        self._begun = b""
        if not block:
            raise Broken(f"the file ends too early, at byte {self._raw.tell():,}")
        return block
