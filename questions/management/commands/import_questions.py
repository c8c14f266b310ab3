from argparse import ArgumentParser
from typing import Any

from questions.archive.runs import Run, import_questions
from questions.management.importing import ImportCommand, past_day
from questions.management.progress import LineProgress


class Command(ImportCommand):
    help = "Import written questions and answers from the official API's JSON, in any of its shapes."
    suffixes = (".json", ".jsonl")
    example = "manage.py import_questions questions/2024-10-30.json.xz more/ --as-of 2024-10-30"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--as-of",
            type=past_day,
            metavar="DAY",
            help="the day on which the records were fetched (2024-10-30); otherwise the day in a "
            "file's name, or else the latest date inside it",
        )

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        return [import_questions(paths, progress, as_of=options["as_of"])]
