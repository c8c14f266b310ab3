from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from questions.management.importing import index_changes, with_example
from questions.management.progress import LineProgress
from questions.models import Question
from questions.operations.copies.loading import find_replaced_tables, load
from questions.operations.copies.reading import Copy, CopyRefused, check
from questions.search.index.store import IndexNotWritten

AS_IT_WAS = "The archive has not changed."


class Command(BaseCommand):
    help = (
        "Load a copy written by `archive_dump` into an empty archive (after `migrate`) or, with --replace, in "
        "place of everything in it. The whole file is checked before anything changes."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        example = with_example("manage.py archive_load archive-2026-01-05.jsonl.gz")
        return super().create_parser(prog_name, subcommand, **example, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the copy to load")
        parser.add_argument(
            "--check", action="store_true", help="only check that the file is complete and can be loaded"
        )
        parser.add_argument("--replace", action="store_true", help="first delete everything in the archive")
        parser.add_argument("--yes", action="store_true", help="with --replace: do not ask for confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        try:
            with open(name, "rb") as raw:
                copy = self.checked(raw)
                if not options["check"]:
                    self.make_sure(copy, **options)
                    raw.seek(0)
                    self.load(raw)
        except KeyboardInterrupt:
            raise CommandError(f"stopped. {AS_IT_WAS}") from None
        except CopyRefused as refused:
            raise CommandError(f"{name}: {refused} {AS_IT_WAS}") from refused
        except (OSError, DatabaseError, IndexNotWritten) as error:
            raise CommandError(f"not loaded: {str(error).splitlines()[0]}. {AS_IT_WAS}") from error
        if not options["check"]:
            index_changes(self)

    def checked(self, raw: IO[bytes]) -> Copy:
        progress = LineProgress(self.stdout, [raw.name])
        try:
            copy = check(raw, lambda rows: progress.rows(raw.name, rows, raw.tell()))
        finally:
            progress.clear()
        accounts = "with" if copy.accounts else "without"
        made_at = copy.header.get("made_at")
        self.stdout.write(
            f"complete: {copy.total:,} rows from {len(copy.rows)} tables, made at {made_at}, {accounts} accounts"
        )
        return copy

    def make_sure(self, copy: Copy, *, replace: bool, yes: bool, **options: Any) -> None:
        """Make sure that the copy may replace what is in the archive."""
        found = find_replaced_tables(accounts=copy.accounts)
        if found and not replace:
            named = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
            raise CommandError(
                f"this archive is not empty (rows in {named}): load the copy into a new database after `manage.py "
                f"migrate`, or use --replace to delete everything in this one. {AS_IT_WAS}"
            )
        if found and not yes and not self.agreed():
            raise CommandError(f"not loaded. {AS_IT_WAS}")

    def agreed(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError(f"this needs confirmation, but there is no terminal to ask on: add --yes. {AS_IT_WAS}")
        number = Question.objects.count()
        return (
            input(f"This deletes everything in this archive, with {number:,} questions. Type yes to continue: ")
            == "yes"
        )

    def load(self, raw: IO[bytes]) -> None:
        progress = LineProgress(self.stdout, [raw.name])
        copy = Copy(raw)
        try:
            load(copy, lambda rows: progress.rows(raw.name, rows, raw.tell()))
        finally:
            progress.clear()
        self.stdout.write(f"loaded {copy.total:,} rows into {len(copy.rows)} tables in {progress.seconds:.1f} s")
