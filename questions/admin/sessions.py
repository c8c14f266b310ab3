"""The admin of Parliament's sessions."""

from __future__ import annotations

import logging

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest

from questions.archive.derived import sessions
from questions.models import ParliamentarySession
from questions.search.index.store import IndexNotWritten

from .base import SettlingAdmin, format_count

logger = logging.getLogger(__name__)


@admin.register(ParliamentarySession)
class ParliamentarySessionAdmin(SettlingAdmin):
    list_display = ("name", "first_day", "last_day")

    def settle_rows(self, request: HttpRequest, rows: list[ParliamentarySession]) -> None:
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
        messages.success(request, f"Timeliness or references changed for {format_count(changed, 'question')}.")
