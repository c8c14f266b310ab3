from typing import Any

from questions.archive.importing import csv_imports
from questions.archive.importing.runs import Run, import_table
from questions.management.importing import ImportCommand
from questions.management.progress import LineProgress


class Command(ImportCommand):
    help = (
        "Import members' parties and seats over time from CSV: "
        "mnis_id, house, party, constituency, start_date, end_date."
    )
    example = "manage.py import_memberships memberships.csv"

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        return [import_table(csv_imports.memberships(), paths, progress)]
