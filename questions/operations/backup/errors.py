"""What stops a backup or a restore."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BackupError(Exception):
    """The message says what is wrong and what to do; no unfinished file is left, and nothing was restored."""


def first_line(error: Exception) -> str:
    """The reason in one line, without a full stop; for a full disk, also what to do."""
    if isinstance(error, OSError) and error.errno in FULL:
        return f"{error.strerror}: make room in DATA_DIR, and where the backups are"
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
