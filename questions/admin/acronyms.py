"""The admin of acronyms."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from questions.models import Acronym

from .base import SettlingAdmin, apply_rules


@admin.register(Acronym)
class AcronymAdmin(SettlingAdmin):
    list_display = ("letters", "long_form")
    search_fields = ("letters", "long_form")

    def settle_rows(self, request: HttpRequest, rows: list[Any]) -> None:
        apply_rules(request)
