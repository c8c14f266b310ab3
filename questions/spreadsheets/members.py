"""Members as a spreadsheet. A new one needs an ID at Parliament; members without one are added in a form."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from questions.archive.importing.tables import settle_members
from questions.models import Member

from .resources import Column, Target, refuse
from .rows import RowResource, delete, write_rows
from .widgets import Number


class MemberResource(RowResource):
    model = Member
    changes_meanings = True
    natural = ("id",)

    id = Column("reference")
    name = Column("name", needed=True)
    list_name = Column("list_name")
    listed_party = Column("listed_party", readonly=True)
    listed_seat = Column("listed_seat", readonly=True)

    def id_of(self, row: Any) -> str:
        return row.reference

    def find(self, row: dict[str, str]) -> Any:
        if not row.get("id"):
            refuse(
                "id", "Enter the member's ID at Parliament. To add a member without an ID, use the form for members."
            )
        return super().find(row)

    def unknown(self, number: str) -> None:
        """Return None for an unknown id, because the row adds a member."""
        try:
            self.targets[-1].given["id"] = Number().clean(number)
        except ValueError as error:
            refuse("id", f"There is no member with this ID. {error}")

    def complete(self, row: Any, target: Target) -> None:
        """A name given by an editor counts as Parliament's own, as of today."""
        if target.is_new:
            row.parliament_id = target.given["id"]
        row.name_source, row.name_as_of = Member.NameSource.PARLIAMENT, timezone.localdate()

    def write(self, rows: list[Any]) -> None:
        write_rows(rows)
        settle_members(set())

    def take_away(self, rows: list[Any]) -> None:
        delete(rows)
