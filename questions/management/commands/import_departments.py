from argparse import ArgumentParser
from typing import Any

from questions.archive.importing import csv_imports
from questions.archive.importing.runs import Run, import_table
from questions.management.importing import ImportCommand
from questions.management.progress import LineProgress


class Command(ImportCommand):
    help = (
        "Import departments from CSV: key, parliament_id, name, short_name, start_date, end_date; "
        "with --links also their predecessors and successors: predecessor_key, successor_key, kind, date."
    )
    example = "manage.py import_departments departments.csv --links department_links.csv"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--links", metavar="FILE", help="a CSV file of department links")

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        runs = [import_table(csv_imports.departments(), paths, progress)]
        if options["links"]:
            runs.append(import_table(csv_imports.department_links(), [options["links"]], progress))
        return runs
