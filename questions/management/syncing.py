"""The messages that `manage.py sync` shows before, during and after a sync."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat

from questions.models import ImportRun
from questions.sync.preview import Preview

from .progress import LivingLine, rate


class SyncLine(LivingLine):
    """Records, rate and time left, estimated from the lists read so far."""

    def __init__(self, stdout: Any):
        super().__init__(stdout)
        self.done = self.seen = self.due_from = 0
        self.due, self.lists = 0, 0.0

    def rows(self, path: str, rows: int, consumed: int) -> None:
        self.done += rows
        if self.is_due():
            self.tell(rate("records", self.done, self.seconds, self._share()))

    def listed(self, questions: int) -> None:
        self.seen += questions
        if self.is_due():
            self.tell(f"{self.seen:,} listed, {rate('records', self.done, self.seconds, self._share())}")

    def expect(self, due: int, lists: float) -> None:
        self.due_from, self.due, self.lists = self.done, due, lists

    def _share(self) -> float:
        """The share done of all known or expected requests; 0 while nothing is known."""
        expected = (self.due_from + self.due) * (1 + self.lists)
        return min(self.done / expected, 1) if expected else 0


def in_words(row: ImportRun) -> str:
    counts = f"created {row.created:,}, updated {row.updated:,}, unchanged {row.unchanged:,}, refused {row.refused:,}"
    faults = ", ".join(f"{number:,} × {word}" for word, number in sorted(row.faults.items())) or "no faults"
    cost = f"{row.requests:,} requests, {filesizeformat(row.received)}".replace("\xa0", " ")
    return f"{row.kind.removeprefix('sync ')}: {counts}, vanished {row.vanished:,}; {cost}, {faults}"


def preview_in_words(found: Preview) -> str:
    named = ", ".join(f"{number:,} {kind}" for kind, number in found.named.items())
    lists = f"questions: {found.lists:,} lists, with {named}; only new and changed ones are fetched"
    return f"{lists}\nquestions: {found.one_by_one:,} open or left over from the last sync, fetched one by one"
