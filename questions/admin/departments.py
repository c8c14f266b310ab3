"""The admin of departments, and of the links to those that took over from them."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from questions.archive.importing.tables import settle_departments
from questions.models import Department, DepartmentLink

from .base import LargeTableAdmin, SettlingAdmin, apply_rules
from .in_use import InUseAdmin
from .spreadsheets import SpreadsheetAdmin


@admin.register(Department)
class DepartmentAdmin(InUseAdmin, SettlingAdmin, SpreadsheetAdmin):
    instead = "If it no longer exists, enter its end date, and add a link to the department that took over."
    list_display = ("name", "short_name", "started_on", "ended_on", "parliament_id", "slug")
    search_fields = ("name", "short_name")
    readonly_fields = ("slug",)

    def settle_rows(self, request: HttpRequest, rows: list[Department]) -> None:
        settle_departments(rows)
        apply_rules(request)


@admin.register(DepartmentLink)
class DepartmentLinkAdmin(LargeTableAdmin):
    list_display = ("predecessor", "successor", "kind", "day")
    list_select_related = ("predecessor", "successor")
    search_fields = ("predecessor__name", "successor__name", "kind")
    autocomplete_fields = ("predecessor", "successor")
