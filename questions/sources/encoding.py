"""Repairs bytes that are not UTF-8 and halves of characters, so that the JSON around them can be read.

.NET can cut a text in the middle of a surrogate pair, and JSON can contain the remaining half. It is replaced by a
noncharacter, which is later removed from every text (see `storable`), so that the text's length still shows that it
was cut. Bytes that are not UTF-8 are marked, because their meaning is unknown: the record must be refused.
"""

from __future__ import annotations

import re
from typing import Protocol

UNREADABLE = "\U0010fffe"  # a noncharacter, never used in text; replaces a byte that is not UTF-8
_MARK = UNREADABLE.encode()
NO_CHARACTER = rb"\uffff"
MOST_KEPT = 2**20  # bytes

_NOT_DECODED = re.compile("[\udc80-\udcff]+")
_MAY_BE_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
# Matches escapes in sequence, so that the second "\" of "\\ud800" does not begin one.
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
_SEPARATORS = (b" ", b",", b'"', b"\n", b"<")


class Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def mend_json(data: bytes) -> bytes:
    """Repair JSON, or a part of it that does not split a character or an escape."""
    if _MAY_BE_HALF.search(data):
        data = _ESCAPE.sub(lambda found: NO_CHARACTER if found["half"] else found[0], data)
    try:
        data.decode()
    except UnicodeDecodeError:
        return _NOT_DECODED.sub(UNREADABLE, data.decode(errors="surrogateescape")).encode()
    return data


def is_marked(data: bytes) -> bool:
    """Whether the repaired text had a byte that is not UTF-8."""
    return _MARK in data


class Mended:
    """JSON, read in parts that split no character or escape. Memory holds one part, plus at most 1 MB."""

    def __init__(self, stream: Stream):
        self._stream, self._kept = stream, b""
        self.is_marked = False  # whether there was a byte that is not UTF-8

    def read(self, size: int = 2**16) -> bytes:
        while block := self._stream.read(size):
            data = self._kept + block
            end = max(map(data.rfind, _SEPARATORS)) + 1
            end = end if end or len(data) < MOST_KEPT else len(data)
            self._kept = data[end:]
            if end:
                return self._mended(data[:end])
        last, self._kept = self._kept, b""
        return self._mended(last)

    def _mended(self, data: bytes) -> bytes:
        sound = mend_json(data)
        self.is_marked = self.is_marked or is_marked(sound)
        return sound
