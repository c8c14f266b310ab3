"""How long a web process waits for the database: a reader would rather be told that it is down.

Commands keep the longer waits of pq_archive.databases, because their work can wait until it is back.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

import psycopg
from django.core.signals import request_started
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.pq import TransactionStatus

# Seconds
TO_CONNECT = 1.3  # with a connection's check, less than two
TO_CHECK = 0.5  # whether a connection that was open before still responds
FOR_A_STATEMENT = 15.0
FOR_A_READER = 1.5  # who needs no lock of SQLite, unless something is wrong
FOR_A_WRITER = 10.0  # an import locks the database for up to a second, again and again
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class HurriedConnection(psycopg.Connection):
    """Closes itself if the server does not respond, though it may have accepted the connection."""

    limit = FOR_A_STATEMENT

    def execute(self, *given: Any, **named: Any) -> Any:
        """Only the pool's check of a connection calls this."""
        self.limit = TO_CHECK
        try:
            return super().execute(*given, **named)
        finally:
            self.limit = FOR_A_STATEMENT

    def wait(self, gen: Any, *given: Any, **named: Any) -> Any:
        """Raises OperationalError."""
        try:
            return super().wait(gen, *given, **{"timeout": self.limit, **named})
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # the response may still come, and would be taken for another's
            raise


def hurry(database: dict[str, Any]) -> None:
    """Change Django's settings of this database for a web process, before it connects."""
    if database["ENGINE"].endswith("sqlite3"):
        request_started.connect(prepare_sqlite, dispatch_uid=__name__)
        return
    database["ENGINE"] = "pq_archive.impatient_postgresql"
    database["CONN_HEALTH_CHECKS"] = True
    # Two seconds are the shortest that PostgreSQL's library allows; the pool does not wait for as long.
    options = database["OPTIONS"] = {**database["OPTIONS"], "connect_timeout": 2}
    if isinstance(options.get("pool"), dict):
        hurried = {"timeout": TO_CONNECT, "reconnect_timeout": TO_CONNECT, "connection_class": HurriedConnection}
        options["pool"] = {**options["pool"], **hurried}


def prepare_sqlite(environ: dict[str, Any], **kwargs: Any) -> None:
    """At the start of a request: wait for locks as its method needs, and use the file that is there now."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    given = connections.settings[DEFAULT_DB_ALIAS]
    wait = FOR_A_READER if environ["REQUEST_METHOD"] in SAFE_METHODS else FOR_A_WRITER
    # Without `rw`, SQLite would make an empty database in place of a missing one.
    hurried = {"NAME": f"file:{quote(str(given['NAME']))}?mode=rw", "OPTIONS": {**given["OPTIONS"], "timeout": wait}}
    database.settings_dict = {**given, **hurried}
    if database.connection and getattr(database, "file", None) != identify(given["NAME"]):
        database.close()
    if database.connection:
        database.connection.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
    else:
        database.file = identify(given["NAME"])


def close_replaced_file() -> None:
    """Between two steps of a process that lasts: let go of SQLite's file if another has taken its place."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    now = identify(database.settings_dict["NAME"]) if database.vendor == "sqlite" else None
    if now and now != getattr(database, "file", now):
        database.close()
    database.file = now or getattr(database, "file", None)


def identify(path: Any) -> tuple[int, int] | None:
    """The file itself, whatever its name; None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
