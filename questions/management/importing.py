"""What the import commands share: arguments, progress and report."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter
from django.db import DatabaseError
from django.utils import timezone

from questions.archive.derived.topics import apply_after_changes
from questions.archive.importing.runs import Run
from questions.models import ImportRun
from questions.rules.days import is_told
from questions.search.index.store import IndexNotWritten, IndexUnavailable
from questions.search.index.writer import Outcome, catch_up
from questions.sources.streams import find_files

from .progress import IndexProgress, LineProgress


class _HelpFormatter(DjangoHelpFormatter, RawDescriptionHelpFormatter):
    """Django's order of options, with line breaks kept as written."""


def with_example(example: str) -> dict[str, Any]:
    """The arguments of a command's parser that show an example below its options."""
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
            help="files or folders, plain or compressed with gzip or xz; - for standard input",
        )
        parser.add_argument("--strict", action="store_true", help="exit with status 1 if any row was refused")

    def handle(self, *args: Any, **options: Any) -> None:
        files = find_files(options["paths"], self.suffixes)
        progress = LineProgress(self.stdout, files)
        try:
            runs = self.run(options["paths"], progress, options)
        except KeyboardInterrupt:
            raise CommandError("stopped; saved records are kept. Run the command again to finish") from None
        except DatabaseError as error:
            problem = str(error).splitlines()[0]
            raise CommandError(f"database error: {problem}; saved records are kept. Run the command again") from error
        finally:
            progress.clear()
        for run in runs:
            self.report(run.row)
        index_changes(self)
        if nothing := [run.why_empty for run in runs if run.why_empty]:
            raise CommandError("\n".join(nothing))
        if any(run.row.errors for run in runs):
            raise CommandError("not finished; saved records are kept. Fix the problem and run the command again")
        if options["strict"] and any(run.row.refused for run in runs):
            sys.exit(1)

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        """Import `paths`; returns one Run for each kind of file read."""
        raise NotImplementedError

    def report(self, row: ImportRun) -> None:
        for refused in row.refused_rows.all()[:10]:
            self.stderr.write(f"refused: {refused.path}, row {refused.position}: {refused.reason}")
        if row.refused > 10:
            self.stderr.write(f"… {row.refused - 10:,} more; the admin lists them all")
        self.stdout.write(
            f"created {row.created:,}, updated {row.updated:,}, unchanged {row.unchanged:,}, refused {row.refused:,}"
        )


def index_changes(command: BaseCommand) -> None:
    """Bring the search index up to date after an import. If that fails, the import is still saved."""
    progress = IndexProgress(command.stdout)
    try:
        outcome = catch_up(progress.questions)
        if apply_after_changes(most=None):  # names that rules use may have changed
            catch_up(progress.questions)
    except IndexUnavailable:
        command.stderr.write("Topics' rules will be applied again once there is a search index.")
        return
    except IndexNotWritten as error:
        command.stderr.write(f"The search index could not be written ({error}); run `manage.py index` to finish.")
        return
    finally:
        progress.clear()
    command.stdout.write(in_words(outcome))


def in_words(outcome: Outcome) -> str:
    rate = outcome.questions / outcome.seconds if outcome.seconds else 0
    line = f"indexed {outcome.questions:,} questions in {outcome.seconds:.1f} s ({rate:,.0f} a second)"
    return f"{line}; the whole index was rebuilt: {outcome.rebuilt}" if outcome.rebuilt else line


def past_day(text: str) -> date:
    """The day of an ISO date, for an argument parser. Raises ArgumentTypeError if it is invalid or in the future."""
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
        if not is_told(day):
            raise ValueError(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a valid date, such as 2024-10-30") from None
    if day > timezone.localdate():
        raise ArgumentTypeError(f"{text} is in the future")
    return day
