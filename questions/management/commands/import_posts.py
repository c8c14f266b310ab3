from typing import Any

from questions.archive.importing import csv_imports
from questions.archive.importing.runs import Run, import_table
from questions.management.importing import ImportCommand
from questions.management.progress import LineProgress


class Command(ImportCommand):
    help = (
        "Import ministerial posts from CSV: mnis_id, name, role, rank, department, dept_short, "
        "cabinet_status, is_acting, is_on_leave, start_date, end_date."
    )
    example = "manage.py import_posts posts.csv"

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        return [import_table(csv_imports.posts(), paths, progress)]
