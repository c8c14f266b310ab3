"""What the worker runs, and when: one row for each job."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from django.conf import settings

from .schedule import Daily, Every, Weekly, When

SUNDAY = 6


class Job(NamedTuple):
    """`command` has the arguments of `manage.py`. `off` says what turns the job on; it is empty if the job is on.

    After a failure, the job is tried again, `attempts` times in all for each window.
    """

    name: str
    about: str
    when: When
    command: tuple[str, ...]
    off: str = ""
    attempts: int = 5


def all_jobs() -> tuple[Job, ...]:
    """Read each time, because some depend on settings."""
    return (
        Job(
            "sync",
            "Fetches new and changed questions from Parliament.",
            Every(settings.SYNC_EVERY),
            ("sync",),
            off="" if settings.SYNC_SCHEDULED else "set SYNC_SCHEDULED=1",
        ),
        Job(
            "backup",
            "Writes a backup of the whole archive, and deletes old ones.",
            Daily(settings.BACKUP_AT),
            ("backup", settings.BACKUP_TO, "--keep", settings.BACKUP_KEEP),
            off="" if settings.BACKUP_TO else "set BACKUP_TO",
        ),
        Job(
            "withheld",
            "Updates the list beside the backups of questions that are not public, which restores respect.",
            Every(5),
            ("backup", settings.BACKUP_TO, "--only-withheld"),
            off="" if settings.BACKUP_TO else "set BACKUP_TO",
        ),
        Job(
            "prune",
            "Deletes what is no longer needed, such as ended sessions and old rows of logs.",
            Daily(time(2, 10)),
            ("prune",),
        ),
        Job(
            "forget_reporters",
            "Deletes old email addresses from readers’ reports.",
            Daily(time(2, 20)),
            ("forget_reporters",),
        ),
        Job(
            "check_archive",
            "Compares the archive with the search index, row by row.",
            Weekly(SUNDAY, time(4, 0)),
            ("check_archive",),
            attempts=2,
        ),
    )
