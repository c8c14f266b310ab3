"""PostgreSQL's own programs: pg_dump, pg_restore and psql. Passwords go into their environment, not their arguments."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import Any

from psycopg import pq

from .errors import BackupError


def find_program(name: str, least: int) -> str:
    """The path of a program of at least this major version. Raises BackupError."""
    needed = (
        f"install PostgreSQL's client programs, version {least} or later (on Debian: apt-get install "
        "postgresql-client), or use `manage.py archive_dump`, which works without them"
    )
    if not (path := shutil.which(name)):
        raise BackupError(f"the program {name} was not found: {needed}")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", version)
    if not found or int(found[1]) < least:
        raise BackupError(f"{path} is too old ({version.strip()}): {needed}")
    return path


def environment_of(parameters: dict[str, Any]) -> dict[str, str]:
    """The environment in which a program of PostgreSQL connects as these parameters say."""
    names = {option.keyword.decode(): option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    given = {names[name]: str(value) for name, value in parameters.items() if name in names and value is not None}
    return {**os.environ, **given}


def require_success(process: subprocess.Popen[Any], said: str) -> None:
    """Raises BackupError with the program's first complaint."""
    if process.returncode:
        errors = (
            [line for line in said.splitlines() if "error" in line.lower()] or said.splitlines() or ["no reason given"]
        )
        raise BackupError(f"{errors[0].strip()} (exit status {process.returncode})")
