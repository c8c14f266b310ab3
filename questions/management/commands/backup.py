from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from questions.management.importing import with_example
from questions.management.progress import StepProgress
from questions.management.signals import interrupted_by_sigterm
from questions.operations.backup.destinations import Destination, open_destination
from questions.operations.backup.errors import BackupError, first_line
from questions.operations.backup.making import delete_old, make_backup, write_withheld
from questions.operations.backup.restoring import verify
from questions.operations.backup.rotation import Keep, read_keep


def keep_rule(text: str) -> Keep:
    try:
        return read_keep(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


class Command(BaseCommand):
    help = (
        "Back up everything (the database with all accounts, and media) to one file, while the site runs. "
        "`restore` restores it. The file is not encrypted: keep it where only you can read it."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        example = with_example("manage.py backup /var/backups/pq-archive --keep 7d,4w,12m")
        return super().create_parser(prog_name, subcommand, **example, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="FOLDER", help="an existing folder, or s3://bucket/prefix")
        parser.add_argument(
            "--keep",
            type=keep_rule,
            metavar="RULE",
            help="then delete older backups, but keep the newest of each of so many days, weeks, months or years, "
            "such as 7d,4w,12m",
        )
        parser.add_argument("--verify", action="store_true", help="then restore it beside the archive and compare")
        parser.add_argument(
            "--only-withheld",
            action="store_true",
            help="only update the list of withheld and deleted questions beside the backups, which `restore` applies",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.progress = StepProgress(self.stdout)
        with self.failing("nothing was done"):
            place = open_destination(options["place"])
        if options["only_withheld"]:
            self.list_withheld(place)
        else:
            self.back_up(place, keep=options["keep"], verifies=options["verify"])

    @contextmanager
    def failing(self, so_far: str) -> Iterator[None]:
        """If the block fails or is stopped, end with the reason and what has happened so far."""
        try:
            with interrupted_by_sigterm():
                yield
        except KeyboardInterrupt:
            raise CommandError(f"stopped; {so_far}") from None
        except (BackupError, OSError, DatabaseError) as error:
            raise CommandError(f"{so_far}: {first_line(error)}") from error
        finally:
            self.progress.clear()

    def back_up(self, place: Destination, *, keep: Keep | None, verifies: bool) -> None:
        """The older backups are deleted last, after everything else has succeeded."""
        with self.failing("no backup was made"):
            made = make_backup(place, self.progress.step)
        self.stdout.write(
            f"{made.name}: {made.rows:,} rows from {made.tables} tables, {made.size / 1024**2:,.1f} MB, "
            f"{self.progress.seconds:.1f} s"
        )
        self.list_withheld(place)
        if verifies:
            self.verify(place, made.name)
        with self.failing(f"{made.name} is complete, but older backups were not deleted"):
            for name in delete_old(place, made.name, keep) if keep else ():
                self.stdout.write(f"deleted {name}")

    def list_withheld(self, place: Destination) -> None:
        with self.failing("the list of withheld questions beside the backups was not updated"):
            self.stdout.write(f"listed {write_withheld(place):,} withheld or deleted questions")

    def verify(self, place: Destination, name: str) -> None:
        """Compare the backup with its manifest. If it differs, end before any older backup is deleted."""
        with self.failing(f"{name} was made, but not verified"):
            _, differences = verify(place, name, self.progress.step)
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            self.stderr.write(f"{name} differs from the archive. Do not rely on it. No older backup was deleted.")
            sys.exit(1)
        self.stdout.write("verified: restored beside the archive, and every row is the same")
