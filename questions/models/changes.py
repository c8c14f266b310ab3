"""The change log: what happened to the archive, in the order in which it was committed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models


class Archive(models.Model):
    """The one row that names this archive, and that every writer locks first.

    Locking it makes the rows of the change log commit in the order of their ids, so that a
    reader who has taken in row n never finds a row before n later. Call `lock()` first thing
    in a transaction, and keep that transaction under a second.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name_plural = "archive"

    def __str__(self) -> str:
        return str(self.uuid)

    @classmethod
    def lock(cls) -> Archive:
        """The archive's row, locked until the transaction ends (on SQLite, which lets in one
        writer at a time, the transaction itself is the lock)."""
        return cls.objects.select_for_update().get_or_create(pk=1)[0]


class Change(models.Model):
    """One question of which something that is indexed has changed."""

    id = models.BigAutoField(primary_key=True)
    question_id = models.BigIntegerField(help_text="No foreign key: a deletion is a change too.")
    what = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id}: question {self.question_id}, {self.what}"

    @classmethod
    def log(cls, question_ids: Iterable[int], what: str) -> None:
        """Append a row for each question, inside the caller's transaction."""
        Change.objects.bulk_create([Change(question_id=pk, what=what) for pk in question_ids])
