"""Locks between processes, so that a step such as a migration happens only once."""

import fcntl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

STARTING = 7_171_001  # any number that nothing else in this database locks


@contextmanager
def file_lock(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold an exclusive lock on the file, created if missing, among the processes and threads of this machine.

    Yields whether it is held; with `wait`, it always is. The kernel releases it if the process dies.
    """
    # Opened again each time: the lock belongs to the open file, so it also keeps out this process's other threads.
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def starting_alone() -> Iterator[None]:
    """Wait until no other process is preparing the same database, and make the others wait.

    On PostgreSQL this works between machines; a SQLite file is only used from one. Raises OperationalError
    if the database does not answer.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "postgresql":
        with advisory_lock(STARTING):
            yield
    else:
        with file_lock(Path(f"{database.settings_dict['NAME']}.lock")):
            yield


@contextmanager
def advisory_lock(number: int) -> Iterator[None]:
    """Hold PostgreSQL's session lock of this number; the server releases it if this process dies."""
    with closing(connection_of_its_own()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def connection_of_its_own() -> BaseDatabaseWrapper:
    """A connection outside the pool, so that it ends when closed and fails at once if it cannot connect."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    options = {name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"}
    connection.settings_dict = {**connection.settings_dict, "OPTIONS": options}
    return connection
