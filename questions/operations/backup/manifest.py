"""What a backup says about itself, and whether this program can restore it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pq_archive import VERSION as PROGRAM
from pq_archive.environment import names_of_set

from .digests import Digests, read_digests
from .errors import BackupError
from .packing import ANOTHER

FORMAT, VERSION = "pq-archive-backup", 1
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}

Query = Callable[[str], list[tuple[Any, ...]]]  # runs a query, and returns all rows


class Snapshot(NamedTuple):
    """The database at one moment."""

    about: dict[str, Any]
    digests: Digests


class Manifest(NamedTuple):
    about: dict[str, Any]
    digests: Digests

    @property
    def database(self) -> str:
        """The name of the member that has the database."""
        return self.about["database"]

    @property
    def made_at(self) -> str:
        return self.about["made_at"]

    @property
    def later_migrations(self) -> list[str]:
        """This program's migrations that the backup does not have yet."""
        return sorted(known_migrations() - {*self.about["migrations"]})


def read_facts(query: Query) -> dict[str, Any]:
    """What a database says about its archive."""
    names = query("SELECT uuid FROM questions_archive WHERE id = 1")
    return {
        "archive": str(UUID(str(names[0][0]))) if names else "",
        "last_change": query("SELECT max(id) FROM questions_change")[0][0] or 0,
        "migrations": sorted(f"{app}.{name}" for app, name in query("SELECT app, name FROM django_migrations")),
    }


def write_manifest(snapshot: Snapshot, made_at: datetime, database: str) -> bytes:
    about = {
        "format": FORMAT,
        "version": VERSION,
        "program": PROGRAM,
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "engine": connection.vendor,
        **snapshot.about,
        "settings": names_of_set(),
        "database": database,
        "tables": {name: table.as_json() for name, table in snapshot.digests.items()},
    }
    return json.dumps(about, indent=1).encode()


def read_manifest(text: bytes) -> Manifest:
    """The manifest of a backup that this program can restore into its database. Raises BackupError."""
    try:
        given = json.loads(text)
        if not isinstance(given, dict) or given.get("format") != FORMAT:
            raise BackupError(f"it is not a backup of an archive. {ANOTHER}")
        require_version(given)
        digests = read_digests(given["tables"])
        require_known_migrations(given["migrations"])
        require_engine(given["engine"])
        return Manifest({name: given[name] for name in (*given, "database", "made_at", "archive")}, digests)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError(f"its manifest cannot be read ({error!r}). {ANOTHER}") from error


def require_version(given: dict[str, Any]) -> None:
    if given.get("version") != VERSION:
        raise BackupError(
            f"its format has version {given.get('version')}, and this program reads version {VERSION}: restore it with "
            f"version {given.get('program')} of the program"
        )


def require_known_migrations(migrations: list[str]) -> None:
    if newer := sorted({*migrations} - known_migrations()):
        raise BackupError(
            f"a later version of the program made it, with {', '.join(newer[:3])}: restore it with that version"
        )


def require_engine(engine: str) -> None:
    if engine != connection.vendor:
        theirs, ours = ENGINES.get(engine, engine), ENGINES[connection.vendor]
        raise BackupError(
            f"it is a backup of a {theirs} database, and DATABASE_URL names a {ours} database. Restore it into "
            f"{theirs}, then use `manage.py archive_dump` and `archive_load` to move to {ours}"
        )


def known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}
