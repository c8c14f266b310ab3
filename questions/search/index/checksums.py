"""Checks an index for damage, by the checksums that the engine writes at the end of its files.

The engine itself does not verify them: with damaged files it fails, or finds the wrong questions.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SEGMENT_FILES = ("fast", "fieldnorm", "idx", "pos", "store", "term")
# A segment's file ends with {"crc": …}, the checksum of everything before it, then that JSON's length and this number.
TAIL, MAGIC = struct.Struct("<II"), 1337
LONGEST_FOOTER = 1000  # bytes
CHUNK = 2**20
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # a lack of resources does not mean that the file is damaged


def is_sound(path: Path) -> bool:
    """Whether the index in that folder is undamaged. Reads all of it: half a second for a gigabyte."""
    meta, managed = path / "meta.json", path / ".managed.json"
    try:
        before = meta.read_bytes()
        if managed.exists():
            json.loads(managed.read_bytes())
        if all(map(_is_whole, _files(path, json.loads(before)))):
            return True
        # Another process may have replaced files meanwhile. It has then also changed the list of files: check again.
        return meta.read_bytes() != before and is_sound(path)
    except (ValueError, LookupError, TypeError):
        return False
    except OSError as error:
        return error.errno in EXHAUSTED


def _files(path: Path, meta: dict[str, Any]) -> Iterator[Path]:
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (path / f"{name}.{kind}" for kind in SEGMENT_FILES)
        if segment["deletes"]:
            yield path / f"{name}.{segment['deletes']['opstamp']}.del"


def _is_whole(path: Path) -> bool:
    """Whether the file matches its checksum. Raises ValueError, LookupError or TypeError if its end is not valid."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return False
    with file:
        end = file.seek(0, os.SEEK_END) - TAIL.size
        file.seek(max(end, 0))
        length, magic = TAIL.unpack(file.read(TAIL.size).ljust(TAIL.size))
        if magic != MAGIC or length > min(end, LONGEST_FOOTER):
            return False
        file.seek(end - length)
        expected = json.loads(file.read(length))["crc"]
        file.seek(0)
        return _checksum(file, end - length) == expected


def _checksum(file: Any, length: int) -> int:
    """The CRC-32 of the file's next `length` bytes."""
    found = 0
    while chunk := file.read(min(length, CHUNK)):
        found, length = zlib.crc32(chunk, found), length - len(chunk)
    return found
