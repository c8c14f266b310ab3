from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from questions.archive.importing.runs import FORMATS, Run, import_questions
from questions.management.importing import ImportCommand, past_day
from questions.management.progress import LineProgress
from questions.sources.streams import STDIN, find_files, plain_name

DEFAULT = "parliament"


class Command(ImportCommand):
    help = "Import written questions and answers from the official API's JSON, in any of its forms, or another format."
    example = (
        "manage.py import_questions questions/2024-10-30.json.xz more/ --as-of 2024-10-30\n"
        "  manage.py import_questions --format twfy scrapedxml/wrans/ scrapedxml/lordswrans/"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--format",
            choices=FORMATS,
            default=DEFAULT,
            help="parliament: the official API's JSON (default); twfy: TheyWorkForYou's (ParlParse's) XML",
        )
        parser.add_argument(
            "--as-of",
            type=past_day,
            metavar="DAY",
            help="the day on which the records were fetched, such as 2024-10-30. Default: the day in the "
            "file's name, or else the latest date in the file",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.suffixes = FORMATS[options["format"]].suffixes
        refuse_other_formats(options["paths"], options["format"])
        super().handle(*args, **options)

    def run(self, paths: list[str], progress: LineProgress, options: dict[str, Any]) -> list[Run]:
        return [import_questions(paths, progress, as_of=options["as_of"], how=FORMATS[options["format"]])]


def refuse_other_formats(paths: list[str], chosen: str) -> None:
    """Raises CommandError for a file whose name shows another format, or a folder with only such files."""
    for path in paths:
        found = find_files([path], FORMATS[chosen].suffixes)
        for name, other in FORMATS.items():
            wrong = [file for file in found or find_files([path], other.suffixes) if _is(file, other.suffixes)]
            if wrong and name != chosen:
                raise CommandError(f"{wrong[0]} is not a file for --format {chosen}: try --format {name}", returncode=2)


def _is(file: str, suffixes: tuple[str, ...]) -> bool:
    return file != STDIN and plain_name(file).endswith(suffixes)
