"""Backing up and restoring a PostgreSQL database while the site uses it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

from pq_archive.locks import connection_of_its_own

from .digests import Digests, Row, digest_rows
from .errors import BackupError, first_line
from .manifest import Manifest, Snapshot, read_facts
from .packing import Progress
from .programs import environment_of, find_program, require_success

MEMBER = "database.dump"
TEMPORARY = "pq_archive_verify_"  # databases, dropped after a comparison

# Values must be written in the same way in every session.
AS_TEXT = {
    "DateStyle": "ISO",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
TABLES = r"""
SELECT c.oid::regclass::text, quote_ident(a.attname), coalesce(a.atttypid IN (20, 21, 23), false)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indnkeyatts = 1
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
ORDER BY c.oid::regclass::text COLLATE "C"
"""


def parameters() -> dict[str, Any]:
    """How to connect to the archive's database, for psycopg."""
    given = connection_of_its_own().get_connection_params()
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    return {name: value for name, value in given.items() if name in known}


@contextmanager
def opened(**changed: Any) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own, outside the pool. Raises BackupError for whatever fails in the block."""
    with as_backup_error(), closing(psycopg.connect(**{**parameters(), **changed}, autocommit=True)) as database:
        yield database


@contextmanager
def as_backup_error() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise BackupError(f"PostgreSQL reports: {first_line(error)}") from error


def major(database: psycopg.Connection[Any]) -> int:
    return database.info.server_version // 10_000


def space_needed() -> int:
    """Bytes for the dump, which has no indexes."""
    with opened() as database:
        return rows(database, "SELECT pg_database_size(current_database())")[0][0]


def rows(database: psycopg.Connection[Any], query: str) -> list[tuple[Any, ...]]:
    return database.execute(query).fetchall()


def take(work: Path, progress: Progress) -> Snapshot:
    """Write the database to MEMBER in the folder. pg_dump and the digests see the same moment. Raises BackupError."""
    with opened() as database:
        program = find_program("pg_dump", major(database))
        database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        database.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        snapshot = rows(database, "SELECT pg_export_snapshot()")[0][0]
        with dumping(program, work / MEMBER, snapshot):
            about = {"engine_version": major(database), **read_facts(lambda sql: rows(database, sql))}
            return Snapshot(about, digest(database, progress))


@contextmanager
def dumping(program: str, target: Path, snapshot: str) -> Iterator[None]:
    """Run pg_dump beside the block. It does not compress, because the backup is compressed as a whole."""
    options = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    command = [program, *options, f"--file={target}"]
    with subprocess.Popen(command, env=environment_of(parameters()), stderr=subprocess.PIPE, text=True) as process:
        try:
            yield
            said = process.communicate()[1]
        finally:
            process.kill()
    require_success(process, said)


def digest(database: psycopg.Connection[Any], progress: Progress = lambda what, done, total: None) -> Digests:
    """The digests of all tables, in a transaction."""
    for name, value in AS_TEXT.items():
        database.execute(SQL("SET LOCAL {} = {}").format(Identifier(name), value))
    tables = rows(database, TABLES)
    digests: Digests = {}
    for number, (name, key, is_number) in enumerate(tables):
        progress("tables read", number, len(tables))
        digests[name] = digest_rows(rows_of(database, name, key, is_number))
    return digests


def rows_of(database: psycopg.Connection[Any], table: str, key: str | None, is_number: bool) -> Iterator[Row]:
    """Each row with its id, in order, as COPY writes it. The names are quoted already."""
    number, order = (key, key) if is_number else ("0", f'{key or "t"}::text COLLATE "C"')
    query = f"COPY (SELECT {number}, t.* FROM {table} t ORDER BY {order}) TO STDOUT"  # noqa: S608
    with database.cursor() as cursor, cursor.copy(query) as copy:
        for data in copy:
            first, _, text = bytes(data).partition(b"\t")
            yield int(first), text


def require_empty() -> None:
    """Raises BackupError unless the database exists and has no table."""
    with opened() as database:
        if found := rows(database, TABLES):
            raise BackupError(
                f"the database is not empty (it has the table {found[0][0]}): name an empty one with DATABASE_URL, "
                "made with `createdb`"
            )


def require_programs(manifest: Manifest) -> None:
    """Raises BackupError if the server is older than the backup's, or a program is missing or too old."""
    with opened() as database:
        theirs, ours = manifest.about["engine_version"], major(database)
    if ours < theirs:
        raise BackupError(f"it is of PostgreSQL {theirs}, and this server is PostgreSQL {ours}: use {theirs} or later")
    for name in ("pg_restore", "psql"):
        find_program(name, theirs)


def restore(copy: Path, statements: list[str], **changed: Any) -> None:
    """Restore the copy into the empty database, then run these statements, in one transaction. Raises BackupError.

    psql gets COMMIT only after pg_restore has ended well. If this process is killed, it reads the end of its input
    and the server rolls back.
    """
    environment = environment_of({**parameters(), **changed})
    reading = [find_program("pg_restore", 0), "--no-owner", "--no-privileges", "--no-comments", "--file=-", str(copy)]
    writing = [find_program("psql", 0), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    streams: dict[str, Any] = {"env": environment, "stderr": subprocess.PIPE}
    with (
        subprocess.Popen(writing, stdin=subprocess.PIPE, **streams) as psql,
        subprocess.Popen(reading, stdout=subprocess.PIPE, **streams) as pg_restore,
    ):
        try:
            send(psql, b"BEGIN;\n")
            for line in iter(lambda: pg_restore.stdout.read(2**16), b""):  # type: ignore[union-attr]
                send(psql, line)
            require_success(pg_restore, pg_restore.communicate()[1].decode(errors="replace"))
            send(psql, "\n".join(["", "RESET search_path;", *statements, "COMMIT;", ""]).encode())
            said = psql.communicate()[1].decode(errors="replace")
        finally:
            pg_restore.kill()
            psql.kill()
            with suppress(BrokenPipeError):  # it would hide the reason
                psql.stdin.close()  # type: ignore[union-attr]
    require_success(psql, said)


def send(psql: subprocess.Popen[bytes], data: bytes) -> None:
    """Write to psql. If it has ended, raises BackupError with its reason."""
    try:
        psql.stdin.write(data)  # type: ignore[union-attr]
    except BrokenPipeError:
        said = psql.stderr.read().decode(errors="replace")  # type: ignore[union-attr]
        psql.wait()
        require_success(psql, said)
        raise


@contextmanager
def restored_beside(copy: Path, manifest: Manifest) -> Iterator[Callable[[Progress], Digests]]:
    """The digests of the copy, restored into a temporary database on the same server, which is dropped at the end."""
    require_programs(manifest)
    name = f"{TEMPORARY}{uuid4().hex[:12]}"
    with temporary_database(name):
        restore(copy, [], dbname=name)

        def read(progress: Progress) -> Digests:
            with opened(dbname=name) as database, database.transaction():
                return digest(database, progress)

        yield read


@contextmanager
def temporary_database(name: str) -> Iterator[None]:
    """A database until the block ends, owned by a connection with its name."""
    with opened(application_name=name) as owner:
        drop_abandoned(owner)
        owner.execute(SQL("CREATE DATABASE {} TEMPLATE template0").format(Identifier(name)))
        try:
            yield
        finally:
            owner.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def drop_abandoned(owner: psycopg.Connection[Any]) -> None:
    """Drop the databases of killed comparisons, which no connection owns any more."""
    abandoned = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname NOT IN "
    abandoned += "(SELECT application_name FROM pg_stat_activity WHERE application_name IS NOT NULL)"
    for (name,) in owner.execute(abandoned, [TEMPORARY]).fetchall():
        owner.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
