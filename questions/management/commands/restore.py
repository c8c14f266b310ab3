from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from questions.management.importing import with_example
from questions.management.progress import StepProgress
from questions.management.signals import interrupted_by_sigterm
from questions.operations.backup.destinations import split_address
from questions.operations.backup.digests import count_rows
from questions.operations.backup.errors import BackupError, first_line
from questions.operations.backup.restoring import Restored, restore, verify

NEXT = """\
All sessions have ended, so everybody has to sign in again. The search index is rebuilt when the site starts.
Accounts are as they were then: check whether any was closed or limited since.
"""
MIGRATE = "The backup was made by an earlier version: run `manage.py migrate`, or start the site, which does so.\n"
LISTED = (
    "Of the {:,} questions in the list of withheld ones, those that the backup showed are withheld again. "
    "Questions marked as deleted may have been deleted permanently: see Deleted questions in the admin.\n"
)
NOT_LISTED = (
    "There is no list of withheld questions beside the backup: check whether any question was withheld or deleted "
    "after it was made, before you make the site public.\n"
)


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty place: no database file, or an empty PostgreSQL database, and no media. "
        "The whole file is checked before anything is written."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        example = with_example("manage.py restore /var/backups/pq-archive/pq-archive-20261129T030000Z-1f3c9a2b.tar.gz")
        return super().create_parser(prog_name, subcommand, **example, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the backup: a file, or s3://bucket/prefix/name")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="change nothing: restore into a temporary database and compare every row with the backup's manifest",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        work, self.progress = self.verify if options["verify"] else self.restore, StepProgress(self.stdout)
        self.stdout.write(self.said_by(work, options["file"]), ending="")

    def said_by(self, work: Callable[[str], str], file: str) -> str:
        """What the command says if the work is done. It is written afterwards: an error in writing undoes nothing."""
        try:
            with interrupted_by_sigterm():
                return work(file)
        except KeyboardInterrupt:
            self.progress.clear()
            raise CommandError("stopped. Nothing was restored.") from None
        except (BackupError, OSError, DatabaseError) as error:
            self.progress.clear()
            raise CommandError(f"{file}: {first_line(error)}. Nothing was restored.") from error

    def restore(self, file: str) -> str:
        restored = restore(*split_address(file), self.progress.step)
        self.progress.clear()
        manifest = restored.manifest
        return (
            f"restored {count_rows(manifest.digests):,} rows of {len(manifest.digests)} tables and "
            f"{restored.media:,} files, as they were at {manifest.made_at}, in {self.progress.seconds:.1f} s\n"
            f"{next_steps(restored)}"
        )

    def verify(self, file: str) -> str:
        manifest, differences = verify(*split_address(file), self.progress.step)
        self.progress.clear()
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            sys.exit(1)
        rows = count_rows(manifest.digests)
        return f"verified: {rows:,} rows of {len(manifest.digests)} tables are as they were at {manifest.made_at}\n"


def next_steps(restored: Restored) -> str:
    found = NOT_LISTED if restored.listed is None else LISTED.format(restored.listed)
    listed = found if restored.listed != 0 else ""
    return (MIGRATE if restored.manifest.later_migrations else "") + listed + NEXT
