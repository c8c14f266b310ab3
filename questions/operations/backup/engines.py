"""The module that backs up and restores this archive's database."""

from __future__ import annotations

from types import ModuleType

from django.db import connection

from . import postgresql, sqlite


def engine() -> ModuleType:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
