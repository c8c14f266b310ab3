from __future__ import annotations

import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from questions.management.importing import with_example
from questions.management.progress import IndexProgress
from questions.management.signals import interrupted_by_sigterm
from questions.search.vectors.model import Files, ModelUnavailable, find_files
from questions.search.vectors.paths import folder_of


class Command(BaseCommand):
    help = (
        "Make the vectors for search by meaning, of questions that have none yet. Stop it at any time: the next run "
        "goes on. The site does this by itself, with --serve."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py vectors"), **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--serve", action="store_true", help="also answer the web processes, and follow changes until stopped"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = find_files()
            from questions.search.vectors import service  # only here: it needs the model's packages
            from questions.search.vectors.encoder import Encoder

            encoder = Encoder(files)
        except ModelUnavailable as error:
            raise CommandError(str(error)) from error
        try:
            with interrupted_by_sigterm():
                if options["serve"]:
                    self._serve(service, files, encoder)
                else:
                    self._take_in(service, files, encoder)
        except KeyboardInterrupt:
            if not options["serve"]:
                raise CommandError("stopped; finished vectors are kept. Run the command again to finish") from None

    def _serve(self, service: Any, files: Files, encoder: Any) -> None:
        """Until interrupted."""
        try:
            with service.serving(files, encoder):
                service.follow(files, encoder, threading.Event())
        except OSError as error:
            raise CommandError(f"its socket cannot be opened in DATA_DIR/vectors: {error}") from error

    def _take_in(self, service: Any, files: Files, encoder: Any) -> None:
        progress = IndexProgress(self.stdout, "given vectors")
        try:
            done = service.take_in(folder_of(files), encoder, progress.questions, anew=True)
        except (OSError, ValueError, DatabaseError) as error:
            raise CommandError(f"not finished; finished vectors are kept: {error}") from error
        finally:
            progress.clear()
        if done is None:
            raise CommandError("another process is making the vectors, such as the site's")
        self.stdout.write(f"{done:,} questions were given vectors in {progress.seconds:.1f} s; all others had theirs")
