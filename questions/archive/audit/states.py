"""Read the audit history: the changes to a page's rows, and their earlier states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from questions.models import Answer, AuditEntry

from .entries import Key, State, States, Values
from .recording import family, states
from .tracked import COLUMNS, MODELS, TRACKED


def entries_of(model: type[Model], pk: int) -> QuerySet[AuditEntry]:
    """A row's entries, newest first. A row with its own page includes the entries of the other rows on that page."""
    name = model._meta.model_name
    if TRACKED[model].root is model:
        return AuditEntry.objects.filter(root=name, root_id=pk)
    return AuditEntry.objects.filter(model=name, row_id=pk)


def last_of(root: type[Model], pk: int) -> int:
    """The id of a page's last entry, which identifies its present state; 0 if it has none."""
    return entries_of(root, pk).values_list("pk", flat=True).first() or 0


def entries_since(root: type[Model], pk: int, last: int) -> QuerySet[AuditEntry]:
    """The entries of a page after the entry `last`, newest first."""
    return entries_of(root, pk).filter(pk__gt=last)


def rows_before(root: type[Model], pk: int, entry: int) -> States:
    """The rows of a page as they were before this entry."""
    # `entries_since` leaves out the entry that it is given, but this one must be undone too.
    return undo_entries(states(family(root, pk)), entries_since(root, pk, entry - 1))


def undo_entries(there: States, entries: Iterable[AuditEntry]) -> States:
    """These states with the entries (newest first) undone."""
    found = dict(there)
    for entry in entries:
        _undo(found, entry)
    return found


def _undo(found: States, entry: AuditEntry) -> None:
    key = Key(MODELS[entry.model], entry.row_id)
    was = {name: change[0] for name, change in entry.fields.items()}
    if entry.kind == AuditEntry.Kind.CREATED:
        found.pop(key, None)
    elif entry.kind == AuditEntry.Kind.DELETED:
        found[key] = State(entry.root_id, entry.label, was)
    elif key in found:
        # An entry has only the columns that changed. Entries come newest first, so the oldest value is set last.
        found[key] = found[key]._replace(values={**found[key].values, **was})


def set_columns(row: Model, values: Values) -> Model:
    """Set these columns of a row and return it, unsaved."""
    for name in COLUMNS[type(row)]:
        field: Any = row._meta.get_field(name)
        if name in values:
            setattr(row, name, field.to_python(values[name]))
    if isinstance(row, Answer):
        # The history has an answer's kind only where an editor chose it: see `value_of`.
        row.is_kind_by_editor = bool(row.answer_kind)
    return row
