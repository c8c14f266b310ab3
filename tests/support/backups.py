"""Backups of the test's archive: making, opening, changing and restoring them."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from pytest_django.fixtures import Settings

from questions.operations.backup import postgresql, sqlite
from questions.operations.backup.packing import MANIFEST, SUMS

from .copying import pack as compressed
from .databases import empty_database
from .indexing import run


@pytest.fixture
def site(tmp_path: Path, settings: Settings) -> Path:
    """The folder of the test's site."""
    settings.DATA_DIR = tmp_path / "site"
    settings.MEDIA_ROOT = tmp_path / "site" / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)
    return settings.DATA_DIR


def back_up(kept: Path, *options: str) -> Path:
    """Make a backup, and return its file."""
    said = run("backup", str(kept), *options)
    return kept / said.partition(":")[0]


@contextmanager
def an_empty_place(folder: Path) -> Iterator[Path]:
    """Until the block ends, the settings name an empty database, and this empty folder."""
    folder.mkdir()
    with empty_database(folder) as url:
        name = url.removeprefix("sqlite:///") if url.startswith("sqlite") else url.rpartition("/")[2]
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        try:
            with override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media", INDEX_DIR=folder / "index"):
                yield folder
        finally:
            connection.settings_dict["NAME"] = before


def query(sql: str) -> list[tuple[Any, ...]]:
    """The rows of the database that the settings name, through a connection of its own."""
    if connection.vendor == "postgresql":
        with postgresql.opened() as database:
            return database.execute(sql).fetchall()
    with sqlite.opened(sqlite.database_path()) as database:
        return database.execute(sql).fetchall()


def is_empty() -> bool:
    """Whether the place that the settings name has neither a table nor media."""
    path = Path(connection.settings_dict["NAME"])
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    nothing = not query(tables) if connection.vendor == "postgresql" else not path.exists()
    return nothing and not any(Path(settings.MEDIA_ROOT).rglob("*"))


def content(file: Path) -> dict[str, bytes]:
    """The members of a backup, in their order."""
    with tarfile.open(file) as tar:
        return {about.name: tar.extractfile(about).read() for about in tar}


def manifest(file: Path) -> dict[str, Any]:
    return json.loads(content(file)[MANIFEST])


def rewritten(file: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Apply `change` to the backup's manifest, and correct its sums."""
    parts = content(file)
    about = json.loads(parts[MANIFEST])
    change(about)
    return packed(file, with_sums({**parts, MANIFEST: json.dumps(about).encode()}))


def packed(file: Path, members: dict[str, bytes]) -> Path:
    """Write a backup with exactly these members."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        for name, data in members.items():
            about = tarfile.TarInfo(name)
            about.size = len(data)
            tar.addfile(about, io.BytesIO(data))
    file.write_bytes(compressed(raw.getvalue()))
    return file


def with_sums(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members, and a last one with their sums."""
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in members.items() if name != SUMS)
    return {**{name: data for name, data in members.items() if name != SUMS}, SUMS: sums.encode()}
