from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.management.importing import with_example
from questions.management.progress import IndexProgress
from questions.search.check import MOST_NAMED, Findings, check_index
from questions.search.index.store import IndexUnavailable
from questions.search.vectors import model

NO_VECTORS = "The vectors of search by meaning cannot be read: {}. `manage.py vectors` makes them."
OF_VECTORS = {
    "missing": "in the archive, but without a vector",
    "different": "with a vector of another text, department or day",
    "extra": "with a vector, but not public or not in the archive",
}
SENTENCES = {
    "missing": "in the archive, but not in the search index",
    "different": "different in the search index and in the archive",
    "extra": "in the search index, but not public or not in the archive",
    "twice": "in the search index more than once",
}


class Command(BaseCommand):
    help = (
        "Compare the archive with its search index, and with the vectors of search by meaning if it is installed, row "
        "by row. Exits with status 1 if they differ."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        return super().create_parser(prog_name, subcommand, **with_example("manage.py check_archive"), **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        progress = IndexProgress(self.stdout)
        try:
            findings = [(check_index(progress.questions), SENTENCES, "`manage.py index --rebuild` rebuilds the index.")]
            findings += self.check_vectors(progress)
        except IndexUnavailable as error:
            raise CommandError(f"the search index is not available: {error}; `manage.py index` builds it") from None
        finally:
            progress.clear()
        for found in findings:
            self.report(*found)
        if any(found.faults for found, *_ in findings):
            sys.exit(1)

    def check_vectors(self, progress: IndexProgress) -> list[tuple[Findings, dict[str, str], str]]:
        try:
            model.find_files()
            from questions.search.check_vectors import check_vectors  # only here: it needs the model's packages

            mend = "`manage.py vectors` makes those that are missing; delete DATA_DIR/vectors to make all anew."
            return [(check_vectors(progress.questions), OF_VECTORS, mend)]
        except model.ModelUnavailable:
            return []
        except (OSError, ValueError) as error:
            progress.note(NO_VECTORS.format(error))
            return []

    def report(self, findings: Findings, sentences: dict[str, str], mend: str) -> None:
        for kind, keys in findings.faults.items():
            named = ", ".join(map(str, keys[:MOST_NAMED])) + (" …" if len(keys) > MOST_NAMED else "")
            self.stderr.write(f"{len(keys):,} {sentences[kind]}; their primary keys: {named}")
        if findings.faults:
            self.stderr.write(mend)
        numbers = ", ".join(f"{kind} {len(findings.faults.get(kind, [])):,}" for kind in sentences)
        what = "vectors: " if sentences is OF_VECTORS else ""
        self.stdout.write(f"{what}checked {findings.checked:,}, {numbers}, waiting in the log {findings.waiting:,}")
