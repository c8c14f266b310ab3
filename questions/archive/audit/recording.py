"""The audit history, written: whatever changes a row that is tracked tells it here, in its own transaction.

Bulk writers change rows by `assign` and write them by `upsert` (see rows.py), which note what was and keep what became
of it. The desk, where a form and the archive after it change the same rows, compares them before and after: `watching`.
Of what an import makes new everything has an entry but questions, and what comes with them: evidence tells of these.
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
from questions.models.audit import Fields

from .entries import Entry, Key, Kind, State, States, Values, compared, deletion, differences, entry_of, write
from .tracked import COLUMNS, TRACKED, UNREMARKABLE


@dataclass
class Watch:
    """Rows as they were when a change began; entries that others write meanwhile wait for its end."""

    restores: bool = False
    reason: str = ""
    before: States = field(default_factory=dict)
    queries: list[QuerySet] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)

    def include(self, *queries: QuerySet) -> None:
        """Keep what these find: once more at the end, which tells what came, changed and went."""
        self.before = {**states(queries), **self.before}
        self.queries += queries

    def added(self, row: Model) -> None:
        """It has come to be since: whatever is on its page is new, unless it was included before."""
        self.queries += family_of(row)

    def entries(self) -> list[Entry]:
        after = states(self.queries)
        own = {(key.model._meta.model_name, key.pk) for key in {**self.before, **after}}
        others = [entry for entry in self.waiting if (entry.model, entry.row_id) not in own]
        found = [*others, *differences(self.before, after, Kind.RESTORED if self.restores else Kind.CHANGED)]
        for entry in found:
            entry.reason = self.reason
        return found


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching(*queries: QuerySet) -> Iterator[Watch]:
    """What this block changes in the rows that these find, however it does, is written down at its end.

    To be used in a transaction that holds the archive's lock.
    """
    watch = Watch()
    watch.include(*queries)
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)
    write(watch.entries())


def family(model: type[Model], pk: int) -> list[QuerySet]:
    """The rows that are shown on one page: a question's with its answers', a member's with what was held."""
    found = [(other, tracked.way) for other, tracked in TRACKED.items() if tracked.root is model]
    return [_with_way(other).filter(**{way: pk}).order_by("pk") for other, way in found]


def with_dependents(rows: QuerySet) -> list[QuerySet]:
    """These rows, and those that go with them, or lead to them no longer, where they are deleted."""
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
    """The very rows that this finds now, whatever becomes of them."""
    return _with_way(rows.model).filter(pk__in=list(rows.values_list("pk", flat=True)))


def family_of(row: Model) -> list[QuerySet]:
    """The page of which this row is part."""
    return family(TRACKED[type(row)].root, root_of(row))


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
    """As JSON has it. An answer's kind that the rules tell is nothing that anybody said."""
    if isinstance(row, Answer) and name == "nature" and not row.nature_is_an_editors:
        return ""
    return plain(getattr(row, name))


def plain(value: Any) -> Any:
    """A value of a column, or of a form's field, as JSON has it; a time to the second, as forms have it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return value.pk
    return value.name or "" if isinstance(value, FieldFile) else value


def note(row: Model, names: Iterable[str]) -> None:
    """These columns of the row are about to be given other values: what they were is kept with it until `wrote`."""
    columns = COLUMNS.get(type(row), ())
    if columns and not row._state.adding:
        was = row.__dict__.setdefault("_was", {})
        for name in names:
            if name in columns:
                was.setdefault(name, value_of(row, name))


def wrote(rows: Iterable[Model]) -> None:
    """These rows, of which was noted what they were, are written. Of one that came just now, that it came says all."""
    known = (row for row in rows if "_came" not in row.__dict__)
    changed = [(row, _changes(row, row.__dict__.pop("_was", None) or {})) for row in known]
    keep(_entry(Kind.CHANGED, row, fields) for row, fields in changed if fields.keys() - UNREMARKABLE)


def made(rows: Iterable[Model]) -> None:
    """These rows are new: what is in them is to be read there, as long as it stands."""
    rows = list(rows)
    for row in rows:
        row.__dict__["_came"] = True  # these very objects, which are gone after their batch: see `wrote`
    keep([_entry(Kind.CREATED, row, {}) for row in rows])


def gone(rows: Iterable[Model]) -> None:
    """These rows are about to be deleted: this is how they stood."""
    keep(deletion(Key(type(row), row.pk), state_of(row)) for row in rows)


def update(rows: QuerySet, **values: Any) -> None:
    """`rows.update(**values)`, with its entries. Values by the names of columns."""
    found = list(rows.only(TRACKED[rows.model].way, *values))
    for row in found:
        note(row, values)
        for name, value in values.items():
            setattr(row, name, value)
    rows.update(**values)
    wrote(found)


def keep(entries: Iterable[Entry]) -> None:
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
