"""The names of backups, with the time in UTC and the start of the archive's UUID, such as
`pq-archive-20261129T030000Z-1f3c9a2b.tar.gz`.

Archives may share a folder, because each only recognises its own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

S3 = "s3://"  # a place that starts with this is a bucket, any other a folder
# Unfinished files of this age were left behind: no backup takes longer, and another machine may be writing.
ABANDONED = timedelta(hours=12)
TIME = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"pq-archive-(\d{8}T\d{6}Z)-([0-9a-f]{8})\.tar\.gz")


class BackupName(NamedTuple):
    made_at: datetime  # UTC
    archive: str  # the first eight digits of its UUID

    def __str__(self) -> str:
        return f"pq-archive-{self.made_at:{TIME}}-{self.archive}.tar.gz"


def read_name(name: str) -> BackupName | None:
    """The parts of a backup's name; None for any other name."""
    if not (found := NAME.fullmatch(name)):
        return None
    try:
        return BackupName(datetime.strptime(found[1], TIME).replace(tzinfo=UTC), found[2])
    except ValueError:
        return None


def short_uuid(archive: str) -> str:
    """The part of an archive's UUID that names have; zeros for an archive in which nothing was ever written."""
    return archive.replace("-", "")[:8] or "0" * 8
