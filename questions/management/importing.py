"""What the import commands share: their arguments, their progress and their report."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.db import DatabaseError
from django.utils import timezone

from questions.archive.runs import Run
from questions.models import ImportRun
from questions.sources.streams import find_files, size_of

TERMINAL_PAUSE, PLAIN_PAUSE = 0.2, 10.0  # seconds between two lines of progress


class LineProgress:
    """Rows, rate and time left: one living line on a terminal, plain lines elsewhere."""

    def __init__(self, stdout: Any, paths: list[str]):
        self.stdout, self.is_terminal = stdout, stdout.isatty()
        self.sizes = {path: size_of(path) for path in paths}
        self.done, self.finished_bytes, self.path = 0, 0, ""
        self.started = self.told = time.monotonic()

    def rows(self, path: str, rows: int, consumed: int) -> None:
        if path != self.path:
            self.finished_bytes += self.sizes.get(self.path, 0)
            self.path = path
        self.done += rows
        now = time.monotonic()
        if now - self.told >= (TERMINAL_PAUSE if self.is_terminal else PLAIN_PAUSE):
            self.told = now
            self._tell(self._line(now - self.started, self.finished_bytes + consumed))

    def note(self, message: str) -> None:
        self.clear()
        self.stdout.write(message)

    def clear(self) -> None:
        if self.is_terminal:
            self.stdout.write("\r\x1b[K", ending="")

    def _tell(self, line: str) -> None:
        self.clear()
        self.stdout.write(line, ending="" if self.is_terminal else "\n")
        self.stdout.flush()

    def _line(self, seconds: float, consumed: int) -> str:
        rate = self.done / seconds if seconds else 0
        line = f"{self.done:,} rows, {rate:,.0f} a second"
        total = sum(self.sizes.values())
        if consumed and total:
            left = max(0, seconds * (total - consumed) / consumed)
            line += f", {int(left // 60)}:{int(left % 60):02} left"
        return line


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, and line breaks as they were written."""


def with_example(example: str) -> dict[str, Any]:
    """What a command's parser is made with to show an example below its options."""
    return {"epilog": f"example:\n  {example}", "formatter_class": _HelpFormatter}


class ImportCommand(BaseCommand):
    """A command that imports files. Subclasses set `suffixes` and `example`, and `run()`."""

    suffixes: tuple[str, ...] = (".csv",)
    example = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example(self.example), **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="files or folders, plain or packed with gzip or xz; - for standard input",
        )
        parser.add_argument("--strict", action="store_true", help="exit with 1 if any row was refused")

    def handle(self, *args: Any, **options: Any) -> None:
        files = find_files(options["paths"], self.suffixes)
        progress = LineProgress(self.stdout, files)
        try:
            runs = self.run(options["paths"], progress, options)
        except KeyboardInterrupt:
            raise CommandError("stopped; what was saved stays, run it again to finish") from None
        except DatabaseError as error:
            problem = str(error).splitlines()[0]
            raise CommandError(f"the database failed ({problem}); what was saved stays, run it again") from error
        finally:
            progress.clear()
        for run in runs:
            self.report(run.row)
        if any(run.row.errors for run in runs):
            raise CommandError("not finished; what was saved stays, run it again when mended")
        if options["strict"] and any(run.row.refused for run in runs):
            sys.exit(1)

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        """Import `paths`; one Run for each kind of file that was read."""
        raise NotImplementedError

    def report(self, row: ImportRun) -> None:
        for refused in row.refused_rows.all()[:10]:
            self.stderr.write(f"refused: {refused.path}, row {refused.position}: {refused.reason}")
        if row.refused > 10:
            self.stderr.write(f"… {row.refused - 10:,} more; the admin lists them all")
        self.stdout.write(
            f"created {row.created:,}, updated {row.updated:,}, unchanged {row.unchanged:,}, refused {row.refused:,}"
        )


def past_day(text: str) -> date:
    """An ISO date that is not in the future, for an argument parser."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2024-10-30") from None
    if day > timezone.localdate():
        raise ArgumentTypeError(f"{text} lies in the future")
    return day
