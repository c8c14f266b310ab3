"""Writes a copy of the whole archive, as it is at one moment.

The format, version 1: UTF-8 text in lines, packed with gzip. Each line is JSON: an object, or the array of a row's
values.

    {"format": "pq-archive-copy", "version": 1, "archive": UUID, "made_at": "2026-01-05T09:00:00+00:00",
     "accounts": false, "migrations": ["questions.0001_initial", …], "tables": {"questions.department": ["id", …], …}}
    {"table": "questions.department"}
    [1, 60, "dfe", "Department for Education", …]
    …
    {"table": "questions.question"}
    …
    {"rows": {"questions.department": 1, …}, "sha256": "…"}

The tables follow in the order of the first line, each under its name with its rows by primary key; the values
of a row are in the order of its columns. Texts, numbers, true, false and null are JSON's own, and so are the values
of JSON columns; days and times (in UTC) are ISO 8601 texts, UUIDs are texts, bytes are Base64 texts. A content type
is its [app, model], a permission its [app, model, codename, name]: their ids differ between databases. The last line
has the number of rows of each table, and the SHA-256 of the lines between the first and itself: two copies with the
same SHA-256 have the same rows, whenever and on whichever engine they were made.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO, Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

from pq_archive.copying import one_moment
from questions.models import Archive

from .names import Exchange, to_names
from .packing import pack_stream
from .tables import COPIED, columns_of, name_of, tables

FORMAT, VERSION = "pq-archive-copy", 1
BATCH = 500  # rows

Progress = Callable[[int, int], None]  # rows done, and how many there are


class Written(NamedTuple):
    """A written copy: the number of rows of each table, and the SHA-256 in its last line."""

    rows: dict[str, int]
    sha256: str

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def write(raw: IO[bytes], *, accounts: bool, progress: Progress) -> Written:
    """Write a copy of the archive as it is now, while others may change it. Only outside a transaction."""
    with one_moment(), pack_stream(raw) as stream:
        models = tables(accounts=accounts)
        total = sum(model._base_manager.count() for model in models)
        stream.write(as_lines([header(accounts=accounts)]))
        rows, sha256 = dict.fromkeys(map(name_of, models), 0), hashlib.sha256()
        for data in tables_of(models, accounts, rows):
            sha256.update(data)
            stream.write(data)
            progress(sum(rows.values()), total)
        written = Written(rows, sha256.hexdigest())
        stream.write(as_lines([written._asdict()]))
        return written


def tables_of(models: list[type[Model]], accounts: bool, rows: dict[str, int]) -> Iterator[bytes]:
    """The lines of the tables in batches; `rows` counts the rows of each table so far."""
    for model in models:
        yield as_lines([{"table": name_of(model)}])
        for batch in batches_of(model, accounts=accounts):
            rows[name_of(model)] += len(batch)
            yield as_lines(batch)


def header(*, accounts: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "archive": Archive.name(),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "accounts": accounts,
        "migrations": migrations(),
        "tables": {name_of(model): columns_of(model) for model in tables(accounts=accounts)},
    }


def migrations() -> list[str]:
    """The applied migrations of the copied tables' apps; loading the copy needs the same."""
    apps = {model._meta.app_label for model in COPIED}
    return [f"{app}.{name}" for app, name in sorted(MigrationRecorder(connection).applied_migrations()) if app in apps]


def batches_of(model: type[Model], *, accounts: bool) -> Iterator[list[tuple]]:
    """The table's rows by primary key, with no more than a batch of them in memory."""
    rows, exchange = rows_of(model), to_names(model, accounts=accounts)
    while batch := list(islice(rows, BATCH)):
        yield [exchange_values(row, exchange) for row in batch] if exchange else batch


def rows_of(model: type[Model]) -> Iterator[tuple]:
    return model._base_manager.order_by("pk").values_list(*columns_of(model)).iterator(BATCH)


def as_lines(contents: list[Any]) -> bytes:
    return "".join(f"{as_json(content)}\n" for content in contents).encode()


def exchange_values(row: tuple, exchange: Exchange) -> tuple:
    return tuple(exchange[place](value) if place in exchange else value for place, value in enumerate(row))


def plain(value: Any) -> str:
    """The text for a value that JSON has no type for."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"a copy cannot hold {type(value).__name__}")


as_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain).encode
