"""Entries of the audit history: what changed in a row, who changed it and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from pq_archive import copying
from questions.models import AuditEntry, ImportRun
from questions.models.audit_entries import Fields, pack

from .tracked import TRACKED

Kind, Source = AuditEntry.Kind, AuditEntry.Source
WRITTEN = [column.attname for column in AuditEntry._meta.concrete_fields if not column.primary_key]
Values = dict[str, Any]  # a row's values by column name, as stored in JSON


class Key(NamedTuple):
    model: type[Model]
    pk: int


class State(NamedTuple):
    """A row at one moment: the primary key of its page's row, its name, and the values of its tracked columns."""

    root: int
    label: str
    values: Values


States = dict[Key, State]


@dataclass
class Acting:
    """The source, user and import run of the changes that this thread makes."""

    source: str = Source.COMMAND
    by: Any = None
    run: ImportRun | None = None


@dataclass(slots=True)
class Entry:
    """An AuditEntry to write. Model objects take many times as long to create, and imports create thousands."""

    model: str
    row_id: int
    root: str
    root_id: int
    kind: str
    source: str
    by_id: int | None
    by_name: str
    run_id: int | None
    packed: bytes
    label: str = ""
    reason: str = ""


_acting: ContextVar[Acting] = ContextVar("acting", default=Acting())  # noqa: B039  (never changed)


@contextmanager
def acting(source: str, by: Any = None, run: ImportRun | None = None) -> Iterator[None]:
    """Give entries made in this block this source, user and run."""
    token = _acting.set(Acting(source, by, run))
    try:
        yield
    finally:
        _acting.reset(token)


def differences(before: States, after: States, kind: str = Kind.CHANGED) -> list[Entry]:
    """Entries for every change from `before` to `after`. A row that moves to another page has an entry on both."""
    found = [deletion(key, state) for key, state in before.items() if key not in after]
    for key, state in after.items():
        if key not in before:
            found.append(entry_of(Kind.CREATED, key, state.root, {}))
        elif fields := compared(before[key].values, state.values):
            # A set: one entry, unless the row moved.
            found += [entry_of(kind, key, root, fields) for root in {before[key].root, state.root}]
    return found


def compared(before: Values, after: Values) -> Fields:
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}


def entry_of(kind: str, key: Key, root: int, fields: Fields) -> Entry:
    acting = _acting.get()
    return Entry(
        model=str(key.model._meta.model_name),
        row_id=key.pk,
        root=str(TRACKED[key.model].root._meta.model_name),
        root_id=root,
        kind=kind,
        source=acting.source,
        by_id=acting.by.pk if acting.by else None,
        by_name=acting.by.get_username() if acting.by else "",
        run_id=acting.run.pk if acting.run else None,
        packed=pack(fields),
    )


def deletion(key: Key, state: State) -> Entry:
    entry = entry_of(Kind.DELETED, key, state.root, {name: [value, None] for name, value in state.values.items()})
    entry.label = state.label
    return entry


def write(entries: Iterable[Entry]) -> None:
    """Write entries without the ORM, which took a third of the time of importing members (one entry for each)."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    rows = [[now if name == "at" else getattr(entry, name) for name in WRITTEN] for entry in entries]
    if rows:
        copying.insert(AuditEntry, rows, leaving_out={"id"})
