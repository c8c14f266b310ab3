from typing import Any

from django.core.management.base import BaseCommand

from questions.archive.editing.reader_reports import forget_reporters
from questions.management.importing import with_example


class Command(BaseCommand):
    help = (
        "Delete readers' email addresses from reports older than REPORT_EMAIL_DAYS. This also happens whenever a "
        "report arrives. `manage.py worker` runs it every night."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py forget_reporters"), **kwargs)

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"deleted {forget_reporters():,} email addresses of readers")
