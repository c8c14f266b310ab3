"""Departments as a spreadsheet."""

from __future__ import annotations

from typing import Any

from questions.archive.audit import recording
from questions.archive.importing.tables import settle_departments
from questions.models import Department

from .resources import Column, Target, refuse
from .rows import RowResource, delete, refuse_backwards
from .widgets import Day, LastDay, Number


class DepartmentResource(RowResource):
    model = Department
    changes_meanings = True
    natural = ("name", "started")

    id = Column("reference")
    name = Column("name", needed=True)
    short_name = Column("short_name")
    started = Column("started_on", Day())
    ended = Column("ended_on", LastDay())
    parliament_id = Column("parliament_id", Number())
    key = Column("key")
    address = Column("slug", readonly=True)

    def id_of(self, row: Any) -> str:
        return row.reference

    def complete(self, row: Any, target: Target) -> None:
        refuse_backwards(row)
        for name in {"parliament_id", "key"} & target.changes.keys():
            others = [other for other in self.there.values() if other.pk != row.pk]
            if (value := getattr(row, name)) and value in {getattr(other, name) for other in others}:
                refuse(name, "Another department already has this value.")

    def write(self, rows: list[Any]) -> None:
        """Save each with its own save(), which assigns slugs."""
        for row in rows:
            is_new = row.pk is None
            row.save()
            (recording.record_created if is_new else recording.record_written)([row])
        settle_departments(rows)

    def take_away(self, rows: list[Any]) -> None:
        delete(rows)
        settle_departments(rows)
