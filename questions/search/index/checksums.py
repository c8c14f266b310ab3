"""Whether an index is as it was written, by the checksums that the engine puts at the end of its files.

The engine itself looks at none of them: it fails at what makes no sense to it, or finds something else.
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
# A file of a segment ends with {"crc": …} of what is before that, the length of it, and this number.
TAIL, MAGIC = struct.Struct("<II"), 1337
LONGEST_FOOTER = 1000  # bytes
CHUNK = 2**20
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # says nothing of the file that could not be opened


def is_sound(path: Path) -> bool:
    """Reads all of the index in that folder: half a second for a gigabyte."""
    meta, managed = path / "meta.json", path / ".managed.json"
    try:
        before = meta.read_bytes()
        if managed.exists():
            json.loads(managed.read_bytes())
        if all(map(_is_whole, _files(path, json.loads(before)))):
            return True
        # Another process may have replaced files meanwhile; the list of them is then another one too.
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
    """Raises ValueError, LookupError or TypeError where the file's end makes no sense."""
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
    """Of the file's next bytes, so many."""
    found = 0
    while chunk := file.read(min(length, CHUNK)):
        found, length = zlib.crc32(chunk, found), length - len(chunk)
    return found
