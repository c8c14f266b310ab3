"""Replaces ids of content types and permissions with names in a copy, because ids differ between databases."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from .tables import fields_of

Names = list[str]
Exchange = dict[int, Callable[[Any], Any]]  # replacements by the value's position in its row

NAMED: dict[type[Model], tuple[str, ...]] = {
    ContentType: ("app_label", "model"),
    Permission: ("content_type__app_label", "content_type__model", "codename", "name"),
}


def to_names(model: type[Model], *, accounts: bool) -> Exchange:
    """Replacements for a row's ids in a copy: names, and without accounts null for users' ids."""
    exchange: Exchange = {}
    for place, field in enumerate(fields_of(model)):
        if field.related_model in NAMED:
            exchange[place] = names_of(field.related_model).get
        elif field.related_model is User and not accounts:
            exchange[place] = lambda user: None
    return exchange


def names_of(model: type[Model]) -> dict[int, Names]:
    rows = model._base_manager.values_list("pk", *NAMED[model])
    return {pk: list(names) for pk, *names in rows}


def to_ids(model: type[Model]) -> Exchange:
    """The ids in this database for the names in a copy's row; missing ones are created."""
    find: dict[Any, Callable[..., int]] = {ContentType: _content_type, Permission: _permission}
    return {
        place: _found_once(find[field.related_model])
        for place, field in enumerate(fields_of(model))
        if field.related_model in find
    }


def _found_once(find: Callable[..., int]) -> Callable[[Names | None], int | None]:
    once = cache(find)
    return lambda names: once(*names) if names else None


def _content_type(app_label: str, model: str) -> int:
    return ContentType.objects.get_or_create(app_label=app_label, model=model)[0].pk


def _permission(app_label: str, model: str, codename: str, name: str) -> int:
    of = {"content_type_id": _content_type(app_label, model), "codename": codename}
    return Permission.objects.get_or_create(**of, defaults={"name": name})[0].pk
