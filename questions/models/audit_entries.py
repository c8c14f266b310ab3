"""The audit history: who changed which field of which row, when and from where. The public timeline is separate."""

from __future__ import annotations

import json
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from .imports import ImportRun

Fields = dict[str, list[Any]]  # column name: [before, after], as JSON values


class AuditEntry(models.Model):
    """What was done to one row. Only archive/audit/entries.py writes entries, and nothing changes them.

    There are no foreign keys to the row, so its history stays after the row is deleted.
    """

    class Kind(models.TextChoices):
        CREATED = "created", "added"
        CHANGED = "changed", "changed"
        DELETED = "deleted", "deleted"
        RESTORED = "restored", "restored"

    class Source(models.TextChoices):
        DESK = "admin", "the admin"
        IMPORT = "import", "an import"
        SYNC = "sync", "a sync"
        BULK = "bulk", "a spreadsheet"
        API = "api", "the API"
        COMMAND = "command", "a command"

    id = models.BigAutoField(primary_key=True)
    model = models.CharField(max_length=12, help_text="The kind of row, such as “answer”.")
    row_id = models.BigIntegerField()
    root = models.CharField(max_length=12, help_text="The page that shows it: for an answer, its “question”.")
    root_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(auto_now_add=True)
    source = models.CharField("from", max_length=7, choices=Source)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, db_index=False, related_name="+"
    )
    by_name = models.CharField("by", max_length=150, blank=True, help_text="The user name at that time.")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, db_index=False, related_name="entries")
    label = models.CharField(max_length=200, blank=True, help_text="The name of a deleted row.")
    reason = models.CharField(max_length=500, blank=True, default="", help_text="If one was required.")
    packed = models.BinaryField(help_text="The changed fields, before and after; for a deleted row, all fields.")

    class Meta:
        verbose_name_plural = "history"
        ordering = ["-id"]
        indexes = [
            # The history of a question with its answers, a member with memberships and posts, a topic, or a department.
            models.Index(fields=["root", "root_id", "-id"], name="audit_of_root"),
            # The history of one answer, one post and so on.
            models.Index(fields=["model", "row_id", "-id"], name="audit_of_row"),
            # What one person did; the entries to detach when a user is deleted.
            models.Index(fields=["by", "-id"], condition=Q(by__isnull=False), name="audit_by_person"),
            # What one import changed.
            models.Index(fields=["run", "-id"], condition=Q(run__isnull=False), name="audit_by_run"),
            # The admin's list of changes from one source.
            models.Index(fields=["source", "-id"], name="audit_by_source"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row_id} {self.kind}, {self.at:%-d %B %Y %H:%M}"

    @property
    def fields(self) -> Fields:
        return json.loads(zlib.decompress(self.packed)) if self.packed else {}

    @property
    def who(self) -> str:
        return self.by_name or self.get_source_display()


def pack(fields: Fields) -> bytes:
    """Compressed, because the text before and the text after a change share most of their words."""
    return zlib.compress(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(), 1) if fields else b""
