"""Datasette, in its own environment, serving the same questions from two processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path

from tests.support.served import free_port, get

from .processes import end

VERSION = "0.65.2"
SECONDS_TO_START = 120
SETTINGS = {
    "sql_time_limit_ms": 120_000,
    "facet_time_limit_ms": 120_000,
    "max_returned_rows": 1000,
    "default_page_size": 20,
    "default_facet_size": 50,
    "suggest_facets": "off",  # it would test every column again for every page
    "cache_size_kb": 262_144,
    "truncate_cells_html": 255,
}
METADATA = {
    "databases": {
        "archive": {
            "tables": {
                "questions": {
                    "facets": ["department", "house", "year"],
                    "fts_table": "questions_fts",
                    "fts_pk": "id",
                    "sort_desc": "id",
                }
            }
        }
    }
}


def install(folder: Path) -> Path:
    """The path of the program, which is installed into `folder` if it is not there."""
    program = folder / "bin" / "datasette"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
        # Its plugin loader needs pkg_resources, which newer releases of setuptools lack.
        subprocess.run([*pip, f"datasette=={VERSION}", "setuptools<81"], check=True)
    return program


@contextmanager
def served(program: Path, database: Path, processes: int = 2) -> Iterator[list[int]]:
    """The ports of `processes` processes that serve the database, whose file must be called archive.db."""
    metadata = database.with_name("metadata.json")
    metadata.write_text(json.dumps(METADATA))
    with ExitStack() as stack:
        yield [stack.enter_context(_one(program, database, metadata)) for _ in range(processes)]


@contextmanager
def _one(program: Path, database: Path, metadata: Path) -> Iterator[int]:
    port = free_port()
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, str(value))]
    command = [str(program), "serve", "-i", str(database), "--metadata", str(metadata), "--port", str(port), *settings]
    with database.with_name(f"datasette-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=database.parent,
            env={"PATH": os.environ["PATH"], "HOME": str(database.parent)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_until_served(process, port, Path(log.name))
        yield port
    finally:
        end(process)


def _wait_until_served(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if get(port, "/-/versions.json").status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
    sys.exit(f"Datasette did not start: {log.read_text()}")
