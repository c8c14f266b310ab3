from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from questions.management.importing import index_changes, past_day, with_example
from questions.management.signals import interrupted_by_sigterm
from questions.management.syncing import SyncLine, in_words, preview_in_words
from questions.sync.client import CircuitOpen, NotFetched
from questions.sync.lease import LeaseTaken
from questions.sync.preview import preview
from questions.sync.runner import HOUSES, PARTS, Options, client_of, sync
from questions.sync.runs import SyncRun

EXAMPLE = """\
manage.py sync                               what is new since the last sync, and all open questions
  manage.py sync --since 2020-01-01 --house lords
                                               everything since then; can be stopped and continued
  manage.py sync --loop                        as a service"""


class Command(BaseCommand):
    help = (
        "Bring the archive up to date from Parliament's APIs: departments, members, questions and portraits. "
        "To continue a stopped sync, run the same command again. The first sync fetches all questions since "
        "SYNC_SINCE and may run for days."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example(EXAMPLE), **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        day: dict[str, Any] = {"type": past_day, "metavar": "DAY"}
        parser.add_argument("--since", **day, help="fetch questions tabled, answered or corrected on or after this day")
        parser.add_argument("--until", **day, help="fetch questions tabled, answered or corrected up to this day")
        parser.add_argument("--house", choices=HOUSES, help="sync only this House")
        parser.add_argument("--only", action="append", choices=list(PARTS), help="sync only this part; can be repeated")
        parser.add_argument("--as-of", **day, help="the as-of day to record for the replies (default: today)")
        parser.add_argument(
            "--concurrency", type=int, metavar="N", help="number of requests at once (default: SYNC_CONCURRENCY)"
        )
        parser.add_argument("--strict", action="store_true", help="exit with status 1 if any record was refused")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="show what would be requested; write nothing")
        how.add_argument("--loop", action="store_true", help="sync every SYNC_EVERY minutes until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        _check(options)
        work = self._loop if options["loop"] else self._preview if options["dry_run"] else self._once
        try:
            with interrupted_by_sigterm() as self.interrupts:
                work(options)
        except KeyboardInterrupt:
            if options["loop"]:
                self.stdout.write("stopped")
                return
            raise CommandError("stopped; saved records are kept. Run the same command to continue") from None

    def _once(self, options: dict[str, Any]) -> None:
        try:
            runs = self._sync(options)
        except LeaseTaken as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            problem = str(error).splitlines()[0]
            raise CommandError(f"database error: {problem}; saved records are kept. Run the command again") from error
        if any(run.row.errors for run in runs):
            raise CommandError("not finished; saved records are kept. Run the same command to continue")
        if options["strict"] and any(run.row.refused for run in runs):
            sys.exit(1)

    def _loop(self, options: dict[str, Any]) -> None:
        """A failure does not end it: the next round continues where this one failed."""
        while True:
            try:
                self._sync(options)
            except (LeaseTaken, DatabaseError, InterfaceError) as error:
                self.stderr.write(f"{str(error).splitlines()[0]}; next try in {settings.SYNC_EVERY} minutes")
            close_old_connections()
            self.interrupts.sleep(settings.SYNC_EVERY * 60)

    def _sync(self, options: dict[str, Any]) -> list[SyncRun]:
        progress = SyncLine(self.stdout)
        try:
            runs = sync(_options(options), progress)
        finally:
            progress.clear()
        for run in runs:
            self._report(run)
        index_changes(self)
        self.stdout.flush()  # people read a service's log while it runs
        return runs

    def _report(self, run: SyncRun) -> None:
        for refused in run.row.refused_rows.all()[:10]:
            self.stderr.write(f"refused: {refused.path}: {refused.reason}")
        if run.row.refused > 10:
            self.stderr.write(f"… {run.row.refused - 10:,} more; the admin lists them all")
        self.stdout.write(in_words(run.row))

    def _preview(self, options: dict[str, Any]) -> None:
        asked = _options(options)
        for part in asked.parts:
            if part != "questions":
                self.stdout.write(f"{part}: everything that Parliament lists; only what has changed is fetched in full")
        if "questions" in asked.parts:
            self.stdout.write(self._preview_of_questions(asked))

    def _preview_of_questions(self, asked: Options) -> str:
        try:
            with client_of("questions", asked.concurrency) as client:
                return preview_in_words(preview(client, asked.wanted))
        except (NotFetched, CircuitOpen) as error:
            raise CommandError(f"{error}; run the command again later") from error


def _check(options: dict[str, Any]) -> None:
    if options["since"] and options["until"] and options["since"] > options["until"]:
        raise CommandError("--since must not be later than --until", returncode=2)
    if options["concurrency"] is not None and not 1 <= options["concurrency"] <= 32:
        raise CommandError("--concurrency must be a number from 1 to 32", returncode=2)


def _options(options: dict[str, Any]) -> Options:
    return Options(
        as_of=options["as_of"] or timezone.localdate(),
        parts=options["only"] or list(PARTS),
        houses=[options["house"]] if options["house"] else HOUSES,
        since=options["since"],
        until=options["until"],
        concurrency=options["concurrency"] or settings.SYNC_CONCURRENCY,
    )
