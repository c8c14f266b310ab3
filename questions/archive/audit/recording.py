"""Write the audit history: code that changes a tracked row records the change here, in the same transaction.

Bulk writers set values with `assign` and write rows with `upsert` (bulk.py), which record what changed. In the admin, a
form and the archive may change the same rows, so `watching` compares them before and after. Each row that an import
adds has an entry, except questions and the rows that belong to them: their evidence already shows the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import CASCADE, SET_NULL, Model, QuerySet
from django.db.models.fields.files import FieldFile

from questions.models import Answer
from questions.models.audit_entries import Fields

from .entries import Entry, Key, Kind, State, States, Values, compared, deletion, differences, entry_of, write
from .tracked import COLUMNS, TRACKED, UNREMARKABLE


@dataclass
class Watch:
    """Rows as they were before a change. It holds entries that other code makes during the change until the end."""

    restores: bool = False
    reason: str = ""
    before: States = field(default_factory=dict)
    queries: list[QuerySet] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)

    def include(self, *queries: QuerySet) -> None:
        """Watch the rows in these querysets: at the end they are read again and compared."""
        # A row that is included twice keeps its first state.
        self.before = {**states(queries), **self.before}
        self.queries += queries

    def added(self, row: Model) -> None:
        """Watch a new row: everything on its page counts as new, unless it was included before."""
        self.queries += family_of(row)

    def entries(self) -> list[Entry]:
        after = states(self.queries)
        # Bulk writers may have entries for the same rows. The comparison replaces those, because it is complete.
        own = {(key.model._meta.model_name, key.pk) for key in {**self.before, **after}}
        others = [entry for entry in self.waiting if (entry.model, entry.row_id) not in own]
        found = [*others, *differences(self.before, after, Kind.RESTORED if self.restores else Kind.CHANGED)]
        for entry in found:
            entry.reason = self.reason
        return found


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching(*queries: QuerySet) -> Iterator[Watch]:
    """At the end of the block, record every change to the rows in these querysets, whatever code made it.

    Use it in a transaction that holds the archive's lock.
    """
    watch = Watch()
    watch.include(*queries)
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)
    # Not in `finally`: a failed change is rolled back, and must leave no entry.
    write(watch.entries())


def family(model: type[Model], pk: int) -> list[QuerySet]:
    """The rows shown on one page: a question with its answers, a member with their memberships and posts."""
    found = [(other, tracked.way) for other, tracked in TRACKED.items() if tracked.root is model]
    return [_with_way(other).filter(**{way: pk}).order_by("pk") for other, way in found]


def with_dependents(rows: QuerySet) -> list[QuerySet]:
    """These rows, and the rows that deleting them would also delete or unlink."""
    # As lists, because once the rows are deleted or moved, the same filters would find others, or none.
    pks = list(rows.values_list("pk", flat=True))
    found = [_frozen(rows)]
    for relation in rows.model._meta.related_objects:
        other, field = relation.related_model, relation.field
        if other in TRACKED and field.attname in COLUMNS[other]:
            led = other._default_manager.filter(**{f"{field.name}__in": pks})
            found += with_dependents(led) if relation.on_delete is CASCADE else []
            found += [_frozen(led)] if relation.on_delete is SET_NULL else []
    return found


def _frozen(rows: QuerySet) -> QuerySet:
    """A queryset of the rows that match now, whatever changes later."""
    return _with_way(rows.model).filter(pk__in=list(rows.values_list("pk", flat=True)))


def family_of(row: Model) -> list[QuerySet]:
    """The rows on the same page as this one."""
    return family(*page_of(row))


def page_of(row: Model) -> tuple[type[Model], int]:
    """The model and the key of the row whose page shows this one."""
    return TRACKED[type(row)].root, root_of(row)


def root_of(row: Model) -> int:
    *way, last = TRACKED[type(row)].way.split("__")
    for step in way:
        row = getattr(row, step)
    return getattr(row, last)


def states(queries: Iterable[QuerySet]) -> States:
    return {Key(type(row), row.pk): state_of(row) for query in queries for row in query.all()}


def state_of(row: Model) -> State:
    return State(root_of(row), str(row)[:200], {name: value_of(row, name) for name in COLUMNS[type(row)]})


def value_of(row: Model, name: str) -> Any:
    """A column's value as JSON. An answer kind that the rules chose is "", because nobody entered it."""
    if isinstance(row, Answer) and name == "answer_kind" and not row.is_kind_by_editor:
        return ""
    return plain(getattr(row, name))


def plain(value: Any) -> Any:
    """The value of a column or a form field as JSON stores it. Times are cut to the second, as in forms."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return value.pk
    return value.name or "" if isinstance(value, FieldFile) else value


def note_values(row: Model, names: Iterable[str]) -> None:
    """Keep the current values of these columns, which are about to change, until `record_written` is called."""
    columns = COLUMNS.get(type(row), ())
    if columns and not row._state.adding:
        was = row.__dict__.setdefault("_was", {})
        for name in names:
            if name in columns:
                # Only the first value: a column may be set twice before it is written.
                was.setdefault(name, value_of(row, name))


def record_written(rows: Iterable[Model]) -> None:
    """Record what changed in these rows since `note_values`, now that they are written."""
    # A row created in the same batch already has its entry.
    known = (row for row in rows if "_came" not in row.__dict__)
    changed = [(row, _changes(row, row.__dict__.pop("_was", None) or {})) for row in known]
    keep_entries(_entry(Kind.CHANGED, row, fields) for row, fields in changed if fields.keys() - UNREMARKABLE)


def record_created(rows: Iterable[Model]) -> None:
    """Record that these rows are new, without their values: later entries keep the values that they replace."""
    rows = list(rows)
    for row in rows:
        row.__dict__["_came"] = True  # these objects exist only for their batch: see `record_written`
    keep_entries([_entry(Kind.CREATED, row, {}) for row in rows])


def record_deleted(rows: Iterable[Model]) -> None:
    """Record these rows as they are, just before they are deleted."""
    keep_entries(deletion(Key(type(row), row.pk), state_of(row)) for row in rows)


def update(rows: QuerySet, **values: Any) -> None:
    """Call `rows.update(**values)` and record the changes. `values` are by column name."""
    found = list(rows.only(TRACKED[rows.model].way, *values))
    for row in found:
        note_values(row, values)
        for name, value in values.items():
            setattr(row, name, value)
    rows.update(**values)
    record_written(found)


def keep_entries(entries: Iterable[Entry]) -> None:
    watch = _watch.get()
    if watch:
        watch.waiting += entries
    else:
        write(entries)


def _with_way(model: type[Model]) -> QuerySet:
    rows, way = model._default_manager.all(), TRACKED[model].way
    return rows.select_related(way.partition("__")[0]) if "__" in way else rows


def _changes(row: Model, was: Values) -> Fields:
    return compared(was, {name: value_of(row, name) for name in was})


def _entry(kind: str, row: Model, fields: Fields) -> Entry:
    return entry_of(kind, Key(type(row), row.pk), root_of(row), fields)
