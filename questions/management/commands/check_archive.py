from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.management.importing import with_example
from questions.management.progress import IndexProgress
from questions.search.check import MOST_NAMED, Findings, check_index
from questions.search.index.store import IndexUnavailable

SENTENCES = {
    "missing": "in the archive, but not in the search index",
    "different": "different in the search index and in the archive",
    "extra": "in the search index, but not public or not in the archive",
    "twice": "in the search index more than once",
}


class Command(BaseCommand):
    help = "Compare the archive with its search index, row by row. Exits with status 1 if they differ."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py check_archive"), **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        progress = IndexProgress(self.stdout)
        try:
            findings = check_index(progress.questions)
        except IndexUnavailable as error:
            raise CommandError(f"the search index is not available: {error}; `manage.py index` builds it") from None
        finally:
            progress.clear()
        self.report(findings)
        if findings.faults:
            sys.exit(1)

    def report(self, findings: Findings) -> None:
        for kind, keys in findings.faults.items():
            named = ", ".join(map(str, keys[:MOST_NAMED])) + (" …" if len(keys) > MOST_NAMED else "")
            self.stderr.write(f"{len(keys):,} {SENTENCES[kind]}; their primary keys: {named}")
        if findings.faults:
            self.stderr.write("`manage.py index --rebuild` rebuilds the index.")
        numbers = ", ".join(f"{kind} {len(findings.faults.get(kind, [])):,}" for kind in SENTENCES)
        self.stdout.write(f"checked {findings.checked:,}, {numbers}, waiting in the log {findings.waiting:,}")
