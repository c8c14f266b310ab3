"""The admin of Parliament's sessions."""

from __future__ import annotations

import logging

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from questions.archive.derived import sessions
from questions.models import ParliamentarySession
from questions.search.index.store import IndexNotWritten

from .base import LargeTableAdmin, number

logger = logging.getLogger(__name__)


@admin.register(ParliamentarySession)
class ParliamentarySessionAdmin(LargeTableAdmin):
    list_display = ("name", "first_day", "last_day")

    def save_model(self, request: HttpRequest, obj: ParliamentarySession, form: object, change: bool) -> None:
        super().save_model(request, obj, form, change)
        apply_sessions(request)

    def delete_model(self, request: HttpRequest, obj: ParliamentarySession) -> None:
        super().delete_model(request, obj)
        apply_sessions(request)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        apply_sessions(request)


def apply_sessions(request: HttpRequest) -> None:
    """After the commit, work out again what depends on sessions."""
    transaction.on_commit(lambda: _apply_and_tell(request))


def _apply_and_tell(request: HttpRequest) -> None:
    try:
        changed = sessions.apply_pending(sessions.FEW)
    except IndexNotWritten as error:
        logger.warning("Sessions were not applied: %s", error)
        changed = None
    if changed is None:
        messages.info(request, "Timeliness and references are being updated in the background.")
    else:
        messages.success(request, f"Timeliness or references changed for {number(changed, 'question')}.")
