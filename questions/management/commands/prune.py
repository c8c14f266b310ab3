from typing import Any

from django.core.management.base import BaseCommand

from questions.management.importing import with_example
from questions.operations.pruning import prune


class Command(BaseCommand):
    help = (
        "Delete what is no longer needed: old rows of the change log and the security log, ended sessions, uploads and "
        "forms that were not used, and old runs of jobs. `manage.py worker` does this every night."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py prune"), **kwargs)

    def handle(self, **options: Any) -> None:
        deleted = ", ".join(f"{number:,} {kind}" for kind, number in prune().items() if number)
        self.stdout.write(f"deleted {deleted or 'nothing: there is nothing old'}")
