"""How each database engine reads or writes many rows at once. See also pq_archive.databases."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import AutoField, Model

from pq_archive.databases import SQLITE_PRAGMAS

# For reading each row once: a larger mapping or cache in SQLite would only use memory.
SQLITE_PRAGMAS_TO_COPY = {"mmap_size": 0, "cache_size": -8 * 1024}


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads in the block see the database as it was at the first query, while others keep writing.

    Only outside a transaction.
    """
    with _as_a_reader(connection), transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _as_a_reader(database: Any) -> Iterator[None]:
    """Begin SQLite's transactions as a reader, so that no writer has to wait."""
    if database.vendor != "sqlite":
        yield
        return
    database.ensure_connection()  # opening a connection sets the mode
    mode, database.transaction_mode = database.transaction_mode, "DEFERRED"
    set_pragmas(database, SQLITE_PRAGMAS_TO_COPY)
    try:
        yield
    finally:
        database.transaction_mode = mode
        set_pragmas(database, {name: SQLITE_PRAGMAS[name] for name in SQLITE_PRAGMAS_TO_COPY})


def set_pragmas(database: Any, pragmas: dict[str, Any]) -> None:
    with database.cursor() as cursor:
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")


def insert(model: type[Model], rows: list[list[Any]], leaving_out: Collection[str] = ()) -> None:
    """Insert rows: the values of all columns except those left out, prepared for the database.

    Uses the engine's fastest way. Raises DatabaseError.
    """
    fields = [field for field in model._meta.concrete_fields if field.name not in leaving_out]
    columns = [_quoted(field.column) for field in fields]
    into = f"{_quoted(model._meta.db_table)} ({', '.join(columns)})"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})", rows)  # noqa: S608


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def empty(model: type[Model]) -> None:
    """Delete all rows; readers still see them until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608


def check_references() -> None:
    """Make PostgreSQL check foreign keys now, because it keeps unchecked ones in memory until the end.

    SQLite only counts references to missing rows, and refuses to commit. Raises IntegrityError.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def count_on(model: type[Model]) -> None:
    """Make new rows get ids after the existing ones; SQLite does this by itself.

    Never lowers a sequence: a lower value would remain even if the transaction failed.
    """
    key = model._meta.pk
    if connection.vendor != "postgresql" or not isinstance(key, AutoField):
        return
    table, column = _quoted(model._meta.db_table), _quoted(key.column)
    sequence = f"pg_get_serial_sequence('{table}', '{key.column}')"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval({sequence}, GREATEST(max({column}), nextval({sequence}))) FROM {table} "  # noqa: S608
            f"HAVING max({column}) IS NOT NULL"
        )


def rows_have_changed() -> None:
    """Update PostgreSQL's statistics, or its planner would still plan for the earlier sizes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
