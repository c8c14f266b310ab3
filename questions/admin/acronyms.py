"""The admin of acronyms."""

from __future__ import annotations

from django.contrib import admin

from questions.models import Acronym

from .base import MeaningAdmin


@admin.register(Acronym)
class AcronymAdmin(MeaningAdmin):
    list_display = ("letters", "long_form")
    search_fields = ("letters", "long_form")
