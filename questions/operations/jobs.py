"""What the worker runs, and when: one row for each job."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

from django.conf import settings

from .schedule import Daily, Every, Weekly, When

SUNDAY = 6


class Job(NamedTuple):
    """`about` says what it does, and `title` what staff call it. `command` has the arguments of `manage.py`. `off` says
    what turns the job on; it is empty if the job is on.

    After a failure, the job is tried again, `attempts` times in all for each window.
    """

    name: str
    about: str
    when: When
    command: tuple[str, ...]
    off: str = ""
    attempts: int = 5
    title: str = ""


def all_jobs() -> tuple[Job, ...]:
    """Read each time, because some depend on settings."""
    return (
        Job(
            "sync",
            "Fetches new and changed questions from Parliament.",
            Every(settings.SYNC_EVERY),
            ("sync",),
            off="" if settings.SYNC_SCHEDULED else "set SYNC_SCHEDULED=1",
            title="Fetch from Parliament",
        ),
        Job(
            "backup",
            "Writes a backup of the whole archive, and deletes old ones.",
            Daily(settings.BACKUP_AT),
            ("backup", settings.BACKUP_TO, "--keep", settings.BACKUP_KEEP),
            off="" if settings.BACKUP_TO else "set BACKUP_TO",
            title="Back up the archive",
        ),
        Job(
            "withheld",
            "Lists, beside the backups, the questions that are not public, so that no restored archive shows them.",
            Every(5),
            ("backup", settings.BACKUP_TO, "--only-withheld"),
            off="" if settings.BACKUP_TO else "set BACKUP_TO",
            title="List what is not public",
        ),
        Job(
            "prune",
            "Deletes what is no longer needed, such as old sign-ins and old entries of logs.",
            Daily(time(2, 10)),
            ("prune",),
            title="Tidy up",
        ),
        Job(
            "forget_reporters",
            "Deletes old email addresses from readers’ reports.",
            Daily(time(2, 20)),
            ("forget_reporters",),
            title="Forget reporters’ addresses",
        ),
        Job(
            "check_archive",
            "Checks that search has every question as the archive has it.",
            Weekly(SUNDAY, time(4, 0)),
            ("check_archive",),
            attempts=2,
            title="Check search",
        ),
    )


def name_job(name: str) -> str:
    """What staff call the job. A job of an earlier version has only its name."""
    return next((job.title for job in all_jobs() if job.name == name), "") or name
