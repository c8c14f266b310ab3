from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.archive.derived.topics import apply_pending
from questions.archive.importing.starting_topics import load_topics
from questions.management.importing import index_changes
from questions.management.progress import IndexProgress
from questions.search.index.store import IndexNotWritten, IndexUnavailable
from questions.search.index.writer import catch_up


class Command(BaseCommand):
    help = "Add the starting topics with their latest rules, and assign the questions that match them."

    def handle(self, *args: Any, **options: Any) -> None:
        made, known = load_topics()
        self.stdout.write(f"{made} topics added or updated, {known - made} unchanged")
        progress = IndexProgress(self.stdout)
        try:
            catch_up(progress.questions)
            applied = apply_pending(progress=progress.topic)
        except (IndexNotWritten, IndexUnavailable) as error:
            raise CommandError(
                f"the rules are not applied yet: {error}; run `manage.py index`, then this command again"
            ) from error
        finally:
            progress.clear()
        for topic, entered, left in applied:
            self.stdout.write(f"{topic.name}: {entered:,} questions added, {left:,} removed")
        index_changes(self)
