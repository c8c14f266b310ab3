import sys
from typing import Any

from django.core.management.base import BaseCommand

from questions.management.importing import with_example
from questions.operations.scheduler import Scheduler
from questions.operations.service import work


class Command(BaseCommand):
    help = (
        "Keep the search index of this machine up to date, and run the jobs that are due, such as syncs and backups, "
        "until stopped. Run one on each machine: only one of them runs jobs, and another takes over when it ends. "
        "The admin shows all jobs."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py worker"), **kwargs)

    def handle(self, **options: Any) -> None:
        sys.exit(work(Scheduler()))
