"""The CSV imports: how each kind of table is read, saved and settled."""

from __future__ import annotations

from datetime import date
from functools import partial

from questions.models import Department
from questions.sources import tables

from . import tables as savers
from .runs import TableImport


def members(as_of: date, *, fictional: bool = False) -> TableImport:
    save = partial(savers.save_members, as_of=as_of, fictional=fictional)
    return TableImport("import_members", tables.MEMBERS, save, settle=savers.settle_members)


def memberships(*, fictional: bool = False) -> TableImport:
    return TableImport(
        "import_memberships",
        tables.MEMBERSHIPS,
        partial(savers.save_memberships, fictional=fictional),
        key=lambda row: row.id,
        settle=savers.settle_memberships,
    )


def posts(*, fictional: bool = False) -> TableImport:
    return TableImport(
        "import_posts",
        tables.POSTS,
        partial(savers.save_posts, fictional=fictional),
        key=lambda row: row.id,
        settle=savers.settle_posts,
    )


def departments() -> TableImport:
    return TableImport(
        "import_departments",
        tables.DEPARTMENTS,
        savers.save_departments,
        key=lambda row: row.key,
        settle=lambda keys: savers.settle_departments(Department.objects.filter(key__in=keys)),
    )


def department_links() -> TableImport:
    return TableImport("import_departments --links", tables.LINKS, savers.save_links)
