"""Queries that each page needs, compiled once: Django takes longer to write their SQL than the database to run it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]


class PreparedQuery:
    """`build` makes a query of values from some keys, which must be its only parameters, in their order.

    Values are as the database gives them, so columns must not need Django's conversion, as JSON and durations do.
    """

    def __init__(self, build: Callable[[Sequence[Any]], QuerySet]):
        self._build = build
        self._compiled = lru_cache(maxsize=256)(self._compile)

    def rows(self, keys: Sequence[Any]) -> Rows:
        """What the query finds for these keys, which are all different; nothing without keys."""
        if not keys:
            return []
        database, sql = self._compiled(len(keys))
        with connections[database].cursor() as cursor:
            cursor.execute(sql, keys)
            return cursor.fetchall()

    def _compile(self, number: int) -> tuple[str, str]:
        """The database's alias and the SQL for this number of keys."""
        stand_ins = [*map(str, range(number))]
        query = self._build(stand_ins)
        sql, parameters = query.query.get_compiler(query.db).as_sql()
        if [*map(str, parameters)] != stand_ins:
            raise ValueError("a prepared query has no parameters but its keys")
        return query.db, sql
