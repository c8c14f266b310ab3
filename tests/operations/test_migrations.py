"""A migration only adds, so that the previous version works while the next one is being started.

A new migration that takes something away, or asks more of rows, fails here until it is named below with the reason why
the previous version can do without.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

LAST_BEFORE = "0026_plainer_labels"
# Migrations that do more than add, and why the previous version works with them.
EXPLAINED = {
    "0029_more_acronyms": "it adds rows to a table that the previous version has, and marks rules to be applied again"
}

ONLY_NAMES = (migrations.AlterModelOptions, migrations.AlterModelManagers)
ADDITIONS = (migrations.AddIndex, migrations.RemoveIndex, *ONLY_NAMES)


def objections(operation: Operation, before: ProjectState, after: ProjectState) -> list[str]:
    """Why code that does not know of this operation may fail after it."""
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return [line for part in operation.database_operations for line in objections(part, before, after)]
    if isinstance(operation, migrations.CreateModel):
        return [line for name, field in operation.fields for line in holding(field, f"{operation.name}.{name}")]
    if isinstance(operation, ADDITIONS):
        return []
    if isinstance(operation, migrations.AddField):
        missing = [] if can_be_left_out(operation.field) else [f"{operation.describe()}: set db_default or null=True"]
        return missing + holding(operation.field, f"{operation.model_name}.{operation.name}")
    if isinstance(operation, migrations.AlterField):
        return [] if has_same_column(operation, before, after) else [operation.describe()]
    return [operation.describe()]


def can_be_left_out(field: models.Field[Any, Any]) -> bool:
    """Whether a row can be inserted without the field. Django drops a plain `default` after adding the column."""
    return bool(field.null or field.has_db_default() or field.many_to_many)


def holding(field: models.Field[Any, Any], name: str) -> list[str]:
    """An objection if the database would refuse to delete the row that a new field refers to.

    The previous version deletes rows, but not those of tables that it does not know.
    """
    relation = field if isinstance(field, models.ForeignKey) else field.remote_field
    return [f"{name}: set db_constraint=False"] if getattr(relation, "db_constraint", False) else []


def has_same_column(operation: migrations.AlterField, before: ProjectState, after: ProjectState) -> bool:
    old, new = (
        state.apps.get_model("questions", operation.model_name)._meta.get_field(operation.name)
        for state in (before, after)
    )
    return not connection.schema_editor()._field_should_be_altered(old, new)  # type: ignore[attr-defined]


def new_migrations() -> Iterator[tuple[str, list[str]]]:
    """Each migration after LAST_BEFORE, with the objections to it."""
    loader = MigrationLoader(connection)
    plan = [key for key in loader.graph.forwards_plan(loader.graph.leaf_nodes("questions")[0]) if key[0] == "questions"]
    state = loader.project_state([("questions", LAST_BEFORE)])
    for key in plan[plan.index(("questions", LAST_BEFORE)) + 1 :]:
        found: list[str] = []
        for operation in loader.graph.nodes[key].operations:
            before = state.clone()
            operation.state_forwards("questions", state)
            found += objections(operation, before, state)
        yield key[1], found


@pytest.mark.django_db
def test_new_migrations_only_add() -> None:
    assert {name: found for name, found in new_migrations() if found and name not in EXPLAINED} == {}


def model(*fields: tuple[str, models.Field[Any, Any]]) -> ProjectState:
    """A state with one model, which has these fields."""
    state = ProjectState()
    migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True)), *fields]).state_forwards(
        "questions", state
    )
    return state


ADDING = {
    "a table": migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
    "a column that may be empty": migrations.AddField("thing", "day", models.DateField(null=True)),
    "a column with a default in the database": migrations.AddField("thing", "n", models.IntegerField(db_default=0)),
    "a reference that holds nothing back": migrations.AddField(
        "thing", "other", models.ForeignKey("auth.User", models.CASCADE, null=True, db_constraint=False)
    ),
    "an index": migrations.AddIndex("thing", models.Index(fields=["name"], name="thing_name")),
    "another label": migrations.AlterField("thing", "name", models.CharField(max_length=9, help_text="As printed.")),
}
TAKING = {
    "a column removed": migrations.RemoveField("thing", "name"),
    "a column renamed": migrations.RenameField("thing", "name", "title"),
    "a table removed": migrations.DeleteModel("Thing"),
    "a table renamed": migrations.RenameModel("Thing", "Item"),
    "a column with a default only in the code": migrations.AddField("thing", "n", models.IntegerField(default=0)),
    "a table whose rows hold others back": migrations.CreateModel(
        "Other", [("thing", models.OneToOneField("questions.Thing", models.CASCADE, primary_key=True))]
    ),
    "a relation that holds others back": migrations.AddField("thing", "users", models.ManyToManyField("auth.User")),
    "a shorter column": migrations.AlterField("thing", "name", models.CharField(max_length=5)),
    "a new rule for rows": migrations.AddConstraint(
        "thing", models.UniqueConstraint(fields=["name"], name="thing_once")
    ),
    "rows changed by code": migrations.RunPython(migrations.RunPython.noop),
    "rows changed by SQL": migrations.RunSQL("DELETE FROM questions_thing"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ADDING)
def test_an_addition_needs_no_explanation(name: str) -> None:
    assert objections_to(ADDING[name]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", TAKING)
def test_taking_away_needs_an_explanation(name: str) -> None:
    assert len(objections_to(TAKING[name])) == 1


def objections_to(operation: Operation) -> list[str]:
    before = model(("name", models.CharField(max_length=9)))
    after = before.clone()
    operation.state_forwards("questions", after)
    return objections(operation, before, after)
