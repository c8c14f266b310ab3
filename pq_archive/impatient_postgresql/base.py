from __future__ import annotations

import time
from typing import Any

import psycopg
from django.db.backends.postgresql import base

PAUSE = 2.0  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Fails at once for a moment after a connection could not be had, unless the pool has got one since.

    Otherwise each request would wait to find out the same, and while all threads wait, others wait for a thread.
    """

    failed_at = -PAUSE

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if time.monotonic() - DatabaseWrapper.failed_at < PAUSE and not self._has_spare():
            raise psycopg.OperationalError("there was no connection to be had a moment ago")
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            DatabaseWrapper.failed_at = time.monotonic()
            raise

    def _has_spare(self) -> bool:
        return bool(self.pool and self.pool.get_stats()["pool_available"])
