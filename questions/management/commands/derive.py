from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from questions.archive.derived.steps import derive_all
from questions.management.importing import index_changes, with_example
from questions.management.progress import IndexProgress


class Command(BaseCommand):
    help = (
        "Derive kinds of answers, references and cited documents again from the texts of all questions. Use this "
        "for archives made by older versions, and after rules or sessions change."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py derive"), **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        progress = IndexProgress(self.stdout, "checked")
        number = derive_all(progress.questions)
        progress.note(f"{number:,} question{pluralize(number)} changed")
        index_changes(self)
