"""The security log, which nobody can change here."""

from __future__ import annotations

from django.contrib import admin

from questions.models import SecurityEvent

from .base import ReadOnlyAdmin, show_count


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "kind", "on", "detail", show_count("times"), "last_at", "address", "user_agent")
    list_filter = ("kind", "at")
    search_fields = ("=by", "=on", "=address")
    search_help_text = "Enter a user name or an IP address"
