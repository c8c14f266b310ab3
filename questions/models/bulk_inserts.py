"""Copying rows inside the database, for hundreds of thousands of rows at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.models import Value


def insert_select(model: type[models.Model], rows: models.QuerySet, taken: dict[str, str], **same: Any) -> int:
    """Insert one row of `model` for each of `rows`. `taken` maps its fields to theirs; `same` has values for all rows.

    Returns how many rows were inserted. Defaults and save() of the model do not run.
    """
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in (*taken, *same)}
    values = {f"new_{name}": Value(value, output_field=fields[name]) for name, value in same.items()}
    chosen = rows.order_by().annotate(**values).values_list(*taken.values(), *values)
    connection = connections[router.db_for_write(model)]
    try:
        sql, params = chosen.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields.values())
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) {sql}", params)
        return cursor.rowcount
