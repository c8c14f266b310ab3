"""Where the vectors and the socket of the process with the model are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from .model import Files

PAUSE = 0.5  # seconds between checks of the change log
LONGEST_LINE = 4 * 2**20  # bytes of a request
LONGEST_ADDRESS = 100  # bytes; a socket's address may have 107


def folder() -> Path:
    return Path(settings.DATA_DIR) / "vectors"


def folder_of(files: Files) -> Path:
    """The folder for this model's vectors."""
    return folder() / files.digest


def socket_path() -> Path:
    return folder() / "socket"


@contextmanager
def short_path(path: Path) -> Iterator[str]:
    """The path, or another name for the same place if it is too long for the address of a socket."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        yield str(path)
        return
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{descriptor}/{path.name}"
    finally:
        os.close(descriptor)
