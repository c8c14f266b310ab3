from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from questions.management.importing import with_example
from questions.management.progress import RowProgress
from questions.operations.copies.writing import write
from questions.operations.files import write_whole_file

STDOUT = "-"


class Command(BaseCommand):
    help = (
        "Write a copy of the whole archive, as it is now, to one file. The site can keep running. "
        "`archive_load` can load it into SQLite or PostgreSQL, whichever it came from."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        example = with_example("manage.py archive_dump archive-2026-01-05.jsonl.gz")
        return super().create_parser(prog_name, subcommand, **example, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file to write; - for standard output")
        parser.add_argument(
            "--with-accounts",
            action="store_true",
            help="include users, their password hashes, the admin's log, and who assigned and imported what",
        )
        parser.add_argument("--force", action="store_true", help="replace FILE if it exists")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["file"]
        if name != STDOUT and Path(name).exists() and not options["force"]:
            raise CommandError(f"{name} already exists: choose another name, or use --force to replace it")
        told = self.stderr if name == STDOUT else self.stdout
        progress = RowProgress(told)
        try:
            with _opened(name) as file:
                written = write(file, accounts=options["with_accounts"], progress=progress.rows)
                size = file.tell() if name != STDOUT else 0
        except KeyboardInterrupt:
            raise CommandError("stopped; no copy was written") from None
        except (OSError, DatabaseError) as error:
            raise CommandError(f"no copy was written: {str(error).splitlines()[0]}") from error
        finally:
            progress.clear()
        told.write(f"copied {written.total:,} rows from {len(written.rows)} tables{_in_words(size, **options)}")
        told.write(f"SHA-256 of the rows: {written.sha256}")


def _opened(name: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdout.buffer) if name == STDOUT else write_whole_file(Path(name))


def _in_words(size: int, *, with_accounts: bool, **options: Any) -> str:
    packed = f", {size / 1024**2:,.1f} MB compressed" if size else ""
    return f"{packed}, {'with' if with_accounts else 'without'} accounts"
