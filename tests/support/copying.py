"""Copies of the test's archive: writing, reading, changing and loading them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from questions.operations.copies.packing import pack_stream

from .indexing import run

Content = list[Any]  # what each line says


def dump(path: Path, *options: str) -> Path:
    run("archive_dump", str(path), *options)
    return path


def load(path: Path, *options: str) -> str:
    return run("archive_load", str(path), *options)


def content(path: Path) -> Content:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    """The table's rows, each as {column: value}."""
    lines = content(path)
    names, start = lines[0]["tables"][table], lines.index({"table": table}) + 1
    end = next(place for place in range(start, len(lines)) if isinstance(lines[place], dict))
    return [dict(zip(names, row, strict=True)) for row in lines[start:end]]


def sha256(path: Path) -> str:
    return content(path)[-1]["sha256"]


def rewritten(path: Path, change: Callable[[Content], None]) -> Path:
    """Apply `change` to the copy, and correct its checksum."""
    lines = content(path)
    change(lines)
    data = [f"{json.dumps(line)}\n".encode() for line in lines]
    lines[-1]["sha256"] = hashlib.sha256(b"".join(data[1:-1])).hexdigest()
    path.write_bytes(pack(b"".join(data[:-1]) + f"{json.dumps(lines[-1])}\n".encode()))
    return path


def pack(data: bytes) -> bytes:
    """Compress data in the same way as a copy."""
    raw = io.BytesIO()
    with pack_stream(raw) as stream:
        stream.write(data)
    return raw.getvalue()
