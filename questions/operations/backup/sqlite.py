"""Backing up and restoring a SQLite database while the site uses it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from questions.operations.files import sync_folder

from .digests import Digests, Row, digest_rows
from .errors import BackupError
from .manifest import Manifest, Snapshot, read_facts
from .packing import Progress

MEMBER = "database.sqlite3"
PAGES = "pages.sqlite3"


def database_path() -> Path:
    return Path(connection.settings_dict["NAME"])


def space_needed() -> int:
    """Bytes for two copies of the database: as its pages are, and without the unused ones."""
    return 2 * database_path().stat().st_size if database_path().exists() else 0


def take(work: Path, progress: Progress) -> Snapshot:
    """Write the database to MEMBER in the folder. Raises BackupError.

    In WAL mode nobody has to wait. All pages are copied in one step, because between steps another's write would
    restart the copy. The transaction makes the digests those of the same moment.
    """
    with as_backup_error(), opened(database_path(), "ro") as source:
        begin_reading(source)
        with closing(sqlite3.connect(work / PAGES)) as target:
            source.backup(target, pages=-1, progress=lambda _, left, total: progress("copied", total - left, total))
        snapshot = Snapshot(facts(source), digest(source, progress))
        source.execute("COMMIT")
    leave_out_deleted(work / PAGES, work / MEMBER)
    return snapshot


def begin_reading(database: sqlite3.Connection) -> None:
    """Begin a transaction that sees this moment. BEGIN alone would wait for the first read, and so see a later one."""
    database.execute("BEGIN")
    database.execute("SELECT * FROM sqlite_master LIMIT 1").fetchall()


def facts(database: sqlite3.Connection) -> dict[str, Any]:
    return {"engine_version": sqlite3.sqlite_version, **read_facts(lambda sql: database.execute(sql).fetchall())}


def leave_out_deleted(pages: Path, target: Path) -> None:
    """Write the database again without unused pages, which may still hold what was deleted permanently."""
    with as_backup_error(), opened(pages) as database:
        database.execute("VACUUM INTO ?", [str(target)])
    pages.unlink()


@contextmanager
def opened(path: Path, mode: str = "rw") -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(path))}?mode={mode}"
    with closing(sqlite3.connect(address, uri=True, timeout=20, isolation_level=None)) as database:
        yield database


@contextmanager
def as_backup_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"SQLite reports: {error}") from error


def digest(database: sqlite3.Connection, progress: Progress = lambda what, done, total: None) -> Digests:
    """The digests of all tables."""
    database.text_factory = bytes  # whatever the bytes are
    listed = database.execute(
        r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"
    )
    names = sorted(name.decode() for (name,) in listed)
    digests: Digests = {}
    for number, name in enumerate(names):
        progress("tables read", number, len(names))
        digests[name] = digest_rows(rows_of(database, name))
    database.text_factory = str
    return digests


def rows_of(database: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Each row with its id, in order, as SQLite writes values in statements."""
    columns = [(name.decode(), kind.decode().lower(), key) for _, name, kind, _, _, key in table_info(database, table)]
    keys = [quoted(name) for name, kind, key in columns if key] or ["rowid"]
    counts = [kind for _, kind, key in columns if key and ("int" not in kind)]
    number = "0" if counts or len(keys) > 1 else keys[0]
    text = "||','||".join(f"quote({quoted(name)})" for name, _, _ in columns)
    return database.execute(f"SELECT {number}, {text} FROM {quoted(table)} ORDER BY {', '.join(keys)}")  # noqa: S608


def table_info(database: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return database.execute(f"PRAGMA table_info({quoted(table)})").fetchall()


def quoted(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def require_empty() -> None:
    """Raises BackupError unless there is no database, or one without tables. Touches nothing."""
    path = database_path()
    if not path.parent.is_dir():
        raise BackupError(f"the folder {path.parent} does not exist: create it")
    for found in (path, log_of(path)):
        if found.exists() and found.stat().st_size and not has_no_table(path):
            raise BackupError(
                f"{found} is in its place: stop the site and move that file away, or name another with DATABASE_URL"
            )


def log_of(path: Path) -> Path:
    """The write-ahead log beside a database, which SQLite would apply to any file of the database's name."""
    return path.with_name(f"{path.name}-wal")


def has_no_table(path: Path) -> bool:
    try:
        with opened(path, "ro") as database:
            return not database.execute("SELECT EXISTS (SELECT * FROM sqlite_master)").fetchone()[0]
    except sqlite3.Error:
        return False


def require_programs(manifest: Manifest) -> None:
    """Nothing else is needed."""


def restore(copy: Path, statements: list[str]) -> None:
    """Put the copy in the database's place, after these statements. It appears whole, or not at all.

    Raises BackupError, also if a site has been started there meanwhile.
    """
    require_sound(copy)
    with as_backup_error(), opened(copy) as database:
        database.executescript("\n".join(["BEGIN;", *statements, "COMMIT;"]))
        database.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing in a log beside it
    put_in_place(copy, database_path())
    sync_folder(database_path().parent)


def put_in_place(copy: Path, path: Path) -> None:
    """Rename the copy to this path. It may first have to be copied to the disk of its new place, beside it."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        shutil.move(copy, unfinished)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        require_empty()
        close_log(path)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def close_log(path: Path) -> None:
    """Remove the log of an empty database. Raises BackupError if another process uses that."""
    if path.exists():
        with as_backup_error(), opened(path) as database:
            database.execute("PRAGMA journal_mode=DELETE")


def require_sound(copy: Path) -> None:
    """Raises BackupError if the database's structure or a reference is broken."""
    with as_backup_error(), opened(copy) as database:
        said = [text for (text,) in database.execute("PRAGMA integrity_check(5)")]
        if said != ["ok"]:
            raise BackupError(f"its database is damaged: {said[0]}")
        if broken := database.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupError(
                f"row {broken[1]} of its table {broken[0]} refers to a row of {broken[2]} that is missing"
            )


@contextmanager
def restored_beside(copy: Path, manifest: Manifest) -> Iterator[Callable[[Progress], Digests]]:
    """The digests of the database in the copy, without touching the archive's."""
    require_sound(copy)

    def read(progress: Progress) -> Digests:
        with as_backup_error(), opened(copy) as database:
            return digest(database, progress)

    yield read
