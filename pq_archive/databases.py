"""Options for each database engine.

Only this module, pq_archive.copying, .locks and .waits, and questions.operations.backup depend on the engine.
"""

from typing import Any

from django.db import connections

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",  # readers do not wait for the writer
    "synchronous": "NORMAL",  # safe from corruption with WAL; a power cut may lose the last commits
    "mmap_size": 256 * 1024 * 1024,
    "cache_size": -16 * 1024,  # KiB when negative; each thread that writes keeps as much
    "temp_store": "MEMORY",
}

SQLITE_OPTIONS = {
    # Otherwise a transaction that reads and then writes would fail at once if another wrote in between.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds to wait for another writer
    "init_command": "".join(f"PRAGMA {name}={value};" for name, value in SQLITE_PRAGMAS.items()),
}

# Seconds: to connect, and until a server that has gone without a word counts as gone.
POSTGRESQL_OPTIONS = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def with_options(database: dict[str, Any], *, threads: int) -> dict[str, Any]:
    """Django's settings for `database`, in a process that serves with this many `threads`."""
    given = database.get("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        # Each thread keeps its connection open: opening one costs a millisecond and loses its cache.
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": {**SQLITE_OPTIONS, **given}}
    return {**database, "OPTIONS": {"pool": pool_options(threads), **POSTGRESQL_OPTIONS, **given}}


def pool_options(threads: int) -> dict[str, Any]:
    """One connection for each thread, and two for locks and streams; each is opened when first needed."""
    return {"min_size": 0, "max_size": threads + 2, "timeout": 10, "max_idle": 300}


def close_connections() -> None:
    """Return this thread's connections and end the pools' own threads."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if close_pool := getattr(connection, "close_pool", None):
            close_pool()
