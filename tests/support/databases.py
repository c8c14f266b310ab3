"""Databases for separate processes, on the engine of the suite: empty, or with the archive's tables."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from pq_archive.databases import close_connections

NewDatabase = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def empty_database(directory: Path) -> Iterator[str]:
    """The address of a new database. On SQLite its file is in the directory."""
    if not (server := _server()):
        yield f"sqlite:///{directory / 'empty.sqlite3'}"
        return
    with _database(server, f"empty_{uuid.uuid4().hex}") as url:
        yield url


@contextmanager
def template() -> Iterator[NewDatabase]:
    """Makes databases with the archive's tables by copying the suite's own, as it was before any test.

    Migrating a new one would take seconds.
    """
    if not (server := _server()):
        kept = settings.DATA_DIR / "template.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(kept)])
        yield lambda directory: _file(kept, directory / "archive.sqlite3")
        return
    name = f"{connection.settings_dict['NAME']}_template"
    source = connection.settings_dict["NAME"]
    close_connections()
    with _database(server, name, source):
        yield lambda directory: _database(server, f"archive_{uuid.uuid4().hex}", name)


@contextmanager
def _file(kept: Path, path: Path) -> Iterator[str]:
    shutil.copyfile(kept, path)
    yield f"sqlite:///{path}"


@contextmanager
def _database(server: str, name: str, source: str = "template1") -> Iterator[str]:
    """A copy of the source, which must have no connections, under this name until the block ends."""
    with closing(psycopg.connect(server, autocommit=True)) as control:
        control.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            control.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _server() -> str:
    """The server's address, which is empty on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""
