"""What the spreadsheets of memberships and posts share: members hold both over a period."""

from __future__ import annotations

from typing import Any

from questions.archive.writing.printed_names import settle_printed
from questions.models.periods import Source

from .resources import Target
from .rows import RowResource, delete, refuse_backwards, write_rows


class PeriodResource(RowResource):
    def complete(self, row: Any, target: Target) -> None:
        refuse_backwards(row)

    def label(self, target: Target) -> str:
        return f"{target.row.member}: {target.row}" if target.row else super().label(target)

    def write(self, rows: list[Any]) -> None:
        members = self._members(rows)
        for row in rows:
            row.source = Source.EDITOR
        self.tell(rows)
        write_rows(rows)
        self._settle(members | self._members(rows))

    def take_away(self, rows: list[Any]) -> None:
        self.tell(rows)
        members = self._members(rows)
        delete(rows)
        self._settle(members)

    def _members(self, rows: list[Any]) -> set[int]:
        """The members who have these rows, and those who had them before."""
        there = self.model._default_manager.filter(pk__in=[row.pk for row in rows if row.pk])
        return {row.member_id for row in rows} | set(there.values_list("member", flat=True))

    def _settle(self, members: set[int]) -> None:
        settle_printed()
        self.recompute(members)

    def tell(self, rows: list[Any]) -> None:
        """Log the questions that show these rows, before they change."""
        raise NotImplementedError

    def recompute(self, members: set[int]) -> None:
        """Work out again what these members held on the days of their questions and answers."""
        raise NotImplementedError
