from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from questions.management.importing import in_words, with_example
from questions.management.progress import IndexProgress
from questions.models import Change
from questions.operations.worker import watch
from questions.search.index.store import IndexNotWritten
from questions.search.index.writer import mend, rebuild


class Command(BaseCommand):
    help = "Bring the search index up to date with the archive, or rebuild it if it is missing or damaged."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py index --rebuild"), **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group()
        how.add_argument(
            "--rebuild", action="store_true", help="build a new index beside the current one, then switch to it"
        )
        how.add_argument("--watch", action="store_true", help="keep the index up to date until stopped")
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="with --watch: stop when this parent process does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = IndexProgress(self.stdout)
        try:
            if options["watch"]:
                watch(options["beside"])
            else:
                outcome = (rebuild if options["rebuild"] else mend)(progress.questions)
                Change.prune()
                progress.note(in_words(outcome))
        except KeyboardInterrupt:
            raise CommandError("stopped; the index has not changed. Run the command again to finish") from None
        except (DatabaseError, IndexNotWritten) as error:
            raise CommandError(f"not finished, the index has not changed: {str(error).splitlines()[0]}") from error
