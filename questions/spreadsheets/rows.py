"""What members, memberships, posts and departments share: a row of the file is a row of the table."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db.models import Model

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign, upsert

from .resources import BulkResource, Target, refuse

BACKWARDS = "The end is before the start."


class RowResource(BulkResource):
    """Rows are found by their id, or else by columns that are unique together."""

    relations: tuple[str, ...] = ()

    def on_record(self, rows: Any) -> Any:
        return rows.select_related(*self.relations)

    def load(self, rows: list[dict[str, str]]) -> None:
        """Load the whole table, which has tens of thousands of rows at most."""
        self.there = {self.id_of(row): row for row in self.on_record(self.model._default_manager.all())}
        self.by_natural = {self.natural_key(row): row for row in self.there.values()}

    def id_of(self, row: Any) -> str:
        return str(row.pk)

    def natural_key(self, row: Any) -> tuple:
        return tuple(self.columns[name].get_value(row) or None for name in self.natural)

    def find(self, row: dict[str, str]) -> Any:
        number = row.get("id", "")
        if number and number not in self.there:
            return self.unknown(number)
        return self.there[number] if number else self.by_natural.get(self._natural_of(row))

    def unknown(self, number: str) -> None:
        noun = self.model._meta.verbose_name
        refuse("id", f"There is no {noun} with the ID {number:.40}. For a new {noun}, leave the ID empty.")

    def _natural_of(self, row: dict[str, str]) -> tuple:
        try:
            cells = [(self.columns[name].widget, row.get(name, "")) for name in self.natural]
            return tuple(widget.clean(cell) if cell else None for widget, cell in cells)
        except ValueError:
            return ()  # the cell has its own error

    def identities(self, target: Target) -> list[Any]:
        natural = self.natural_key(target.wanted or target.row)
        return [natural, target.row.pk] if target.row else [natural]

    def check(self, target: Target) -> None:
        """Set `wanted` to a copy of the row with its new values, which are noted for the history.

        A copy, because the row may be refused yet, and another row of the file be about the same record.
        """
        row = copy(target.row) if target.row else self.model()
        for name in target.changes:
            self._assign(row, self.columns[name].attribute, target.given[name])
        self.complete(row, target)
        there = self.by_natural.get(self.natural_key(row))
        if there is not None and there.pk != row.pk:
            refuse(self.natural[-1], f"This is already in the archive. Its ID is {self.id_of(there)}.")
        target.wanted = row

    def after_import_row(self, row: Any, row_result: Any, **given: Any) -> None:
        """Compare the rows that follow with what this one makes of its record."""
        super().after_import_row(row, row_result, **given)
        target = self.targets[-1]
        if target.row:
            self.there[self.id_of(target.row)] = target.wanted or target.row

    def _assign(self, row: Any, attribute: str, value: Any) -> None:
        """Set the value under the column's own name, as in the history; of a related row, its primary key."""
        assign(row, {self.model._meta.get_field(attribute).attname: value.pk if isinstance(value, Model) else value})  # type: ignore[union-attr]
        setattr(row, attribute, value)

    def complete(self, row: Any, target: Target) -> None:
        """Set what follows from the columns, and refuse impossible values. Raises ValidationError."""

    def save(self, targets: list[Target], *, public: bool = False) -> None:
        self.write([target.wanted for target in targets])

    def write(self, rows: list[Any]) -> None:
        """Save these rows (their changes were noted), and settle what depends on them."""
        raise NotImplementedError

    def take_away(self, rows: list[Any]) -> None:
        """Delete these rows, and settle what depended on them."""
        raise NotImplementedError


def write_rows(rows: Iterable[Any]) -> None:
    """Write new and existing rows, with their history."""
    every = list(rows)
    new = [row for row in every if row.pk is None]
    if new:
        type(new[0])._default_manager.bulk_create(new)
        recording.record_created(new)
    known = {id(row) for row in new}
    upsert([row for row in every if id(row) not in known])


def delete(rows: Iterable[Model]) -> None:
    """Delete rows. Raises ProtectedError if something else refers to one of them."""
    every = list(rows)
    there = type(every[0])._default_manager.filter(pk__in=[row.pk for row in every])
    with recording.watching(*recording.with_dependents(there)):
        for row in every:
            row.delete()


def refuse_backwards(row: Any) -> None:
    if row.started_on and row.ended_on and row.ended_on < row.started_on:
        refuse("ended", BACKWARDS)
