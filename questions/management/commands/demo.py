from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from questions.archive.importing import demo
from questions.management.importing import index_changes, with_example
from questions.management.progress import LineProgress


class Command(BaseCommand):
    help = "Load the demo archive (made-up questions by made-up members), or remove it."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py demo --remove"), **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove the demo archive")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"removed {demo.remove():,} demo questions and their members")
            index_changes(self)
            return
        counts = demo.load(LineProgress(self.stdout, []))
        self.stdout.write(
            ", ".join(f"{what} {counts[what]:,}" for what in ("created", "updated", "unchanged", "refused"))
        )
        index_changes(self)
