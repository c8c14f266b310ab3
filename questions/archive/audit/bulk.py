"""Set values and write rows in bulk, and record what changed in the audit history."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from . import recording


def assign(row: Model, values: dict[str, Any]) -> bool:
    """Set the row's fields to `values` and note the old ones for the history; returns whether any differed."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if changed:
        recording.note_values(row, changed)
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def upsert(rows: list[Any]) -> None:
    """Update existing rows, many in each statement, and record the changes that `assign` noted."""
    if not rows:
        return
    model = type(rows[0])
    # All columns: the statement tries to insert first, and a missing value would violate NOT NULL before the conflict.
    names = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    # PostgreSQL refuses to update one row twice in a statement.
    unique = {row.pk: row for row in rows}
    model.objects.bulk_create(unique.values(), update_conflicts=True, unique_fields=["pk"], update_fields=names)
    recording.record_written(unique.values())
