"""Replaces everything in an archive with a copy, in one transaction: either everything is replaced or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import BooleanField, CharField, Field, IntegerField, Model, TextField

from pq_archive import copying
from questions.accounts.roles import grant_roles
from questions.models import Archive
from questions.search.index import store

from .names import to_ids
from .reading import Copy, CopyRefused, Progress
from .tables import FILLED_AT_FIRST, columns_of, fields_of, name_of, refers_to_itself, replaced_models

MENDED = "Correct these rows in the original archive, then write another copy."

Preparer = Callable[[Any], Any]


def find_replaced_tables(*, accounts: bool) -> list[str]:
    """The non-empty tables that a copy (with or without accounts) would replace: none in a new archive."""
    return [
        name_of(model)
        for model in replaced_models(accounts=accounts)
        if model not in FILLED_AT_FIRST and model._base_manager.exists()
    ]


def load(copy: Copy, progress: Progress) -> None:
    """Delete what is in the archive and insert the copy. Readers see the earlier state until the end.

    Raises CopyRefused, DatabaseError or IndexNotWritten; then nothing has changed. Afterwards there is no search index.
    """
    # Keep the index's writers out: they could mix rows of both archives.
    with store.locked("builder", wait=True), store.locked("writer", wait=True):
        with transaction.atomic(durable=True):
            Archive.lock()
            _replace(copy, progress)
        # After the commit, with both locks held: nobody may add to an index of rows that are gone.
        store.retire()


def _replace(copy: Copy, progress: Progress) -> None:
    groups = [] if copy.accounts else _groups_of_users()
    models = replaced_models(accounts=copy.accounts)
    # Delete rows before the rows that they refer to.
    for model in reversed(models):
        copying.empty(model)
    preparers: dict[type[Model], list[Preparer]] = {model: _preparers(model) for model in models}
    for model, rows in copy.batches():
        _insert(model, rows, preparers[model])
        progress(len(rows))
    copying.check_references()
    for model in models:
        copying.count_on(model)
    grant_roles()  # the copy may be older than the present roles
    _join_again(groups)
    copying.rows_have_changed()


def _groups_of_users() -> list[tuple[int, str]]:
    return list(User.groups.through._base_manager.values_list("user_id", "group__name"))


def _join_again(groups: list[tuple[int, str]]) -> None:
    """Put the remaining users into the copy's groups with the names of their earlier groups."""
    by_name = dict(Group.objects.values_list("name", "pk"))
    User.groups.through._base_manager.bulk_create(
        User.groups.through(user_id=user, group_id=by_name[name]) for user, name in groups if name in by_name
    )


def _insert(model: type[Model], rows: list[list[Any]], preparers: list[Preparer]) -> None:
    try:
        prepared = [[prepare(value) for prepare, value in zip(preparers, row, strict=True)] for row in rows]
        copying.insert(model, prepared)
        if not refers_to_itself(model):
            copying.check_references()
    except (ValidationError, ValueError, TypeError) as error:
        raise CopyRefused(f"{_named(model, rows)}: a value does not fit its column ({error}). {MENDED}") from error
    except DatabaseError as error:
        why = str(error).splitlines()[0]
        raise CopyRefused(f"{_named(model, rows)}: the database rejects them ({why}). {MENDED}") from error


def _named(model: type[Model], rows: list[list[Any]]) -> str:
    place = columns_of(model).index(model._meta.pk.attname)
    return f"rows {rows[0][place]} to {rows[-1][place]} of {name_of(model)}"


def _preparers(model: type[Model]) -> list[Preparer]:
    """The functions that prepare each value of a row for the database."""
    to_id = to_ids(model)
    return [_preparer(field, to_id.get(place)) for place, field in enumerate(fields_of(model))]


def _preparer(field: Field, to_id: Preparer | None) -> Preparer:
    if to_id:
        return to_id
    to_python, for_database = field.to_python, field.get_db_prep_save
    database = connections[DEFAULT_DB_ALIAS]  # the object itself: the proxy would look it up at each use
    same = _same_in_json(getattr(field, "target_field", field))

    def prepare(value: Any) -> Any:
        return value if value is None or type(value) is same else for_database(to_python(value), database)

    return prepare


def _same_in_json(field: Field) -> type | None:
    """The type whose JSON values need no conversion for the database, as with most columns."""
    same = {CharField: str, TextField: str, IntegerField: int, BooleanField: bool}
    return next((kind for of, kind in same.items() if isinstance(field, of)), None)
