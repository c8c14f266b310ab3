from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from questions.archive.importing import csv_imports
from questions.archive.importing.runs import Run, import_table
from questions.management.importing import ImportCommand, past_day
from questions.management.progress import LineProgress


class Command(ImportCommand):
    help = "Import members' names from CSV: mnis_id, name, given_name, family_name."
    example = "manage.py import_members members.csv --as-of 2026-01-31"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        told = "the day of the list (default: today). If lists of one day differ, the name later in the alphabet counts"
        parser.add_argument("--as-of", type=past_day, metavar="DAY", help=told)

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        as_of = options["as_of"] or timezone.localdate()
        return [import_table(csv_imports.members(as_of), paths, progress)]
