"""The change log: what happened to the archive, in the order in which it was committed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Max, Min
from django.utils import timezone

from .bulk_inserts import insert_select

KEPT = timedelta(days=30)  # how long an index may be offline and still catch up


class Archive(models.Model):
    """The one row that names this archive. Every writer locks it first.

    With this lock, rows of the change log commit in the order of their ids, so a reader that has
    processed row n never finds an earlier row later. Call `lock()` first in a transaction, and keep
    that transaction under a second.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name_plural = "archive"

    def __str__(self) -> str:
        return str(self.uuid)

    @classmethod
    def lock(cls) -> Archive:
        """The archive's row, locked until the transaction ends.

        SQLite allows one writer at a time, so there the transaction itself is the lock.
        """
        return cls.objects.select_for_update().get_or_create(pk=1)[0]

    @classmethod
    def name(cls) -> str:
        """The archive's UUID; '' before anything was written."""
        return "".join(map(str, cls.objects.filter(pk=1).values_list("uuid", flat=True)))


class Mark(NamedTuple):
    """How far a follower of the change log has come: its archive's UUID, and the id of the last change that it has.

    `at` is when that change was logged (ISO 8601). After a backup is restored, another change may get the same id.
    """

    archive: str
    change: int
    at: str = ""

    @classmethod
    def now(cls) -> Mark:
        """At the end of the log. For a follower that reads everything: take it before the first question, so that
        changes made meanwhile may be read twice, but none is missed."""
        last = Change.ends().last
        return cls(Archive.name(), last, Change.time_of(last))

    def moved_to(self, change: int) -> Mark:
        return self._replace(change=change, at=Change.time_of(change))

    def why_lost(self, follower: str) -> str:
        """Why the log cannot say what has changed since; '' if it can. `follower` is named in the sentence."""
        if self.archive != Archive.name():
            return f"{follower} is of another archive"
        ends = Change.ends()
        if self.change > ends.last:
            return f"{follower} is ahead of the change log"
        if self.change < ends.first - 1:
            return f"the change log no longer begins where {follower} ends"
        if self.change >= ends.first and self.at != Change.time_of(self.change):
            return f"the change log is not the one that {follower} followed"
        return ""


class Ends(NamedTuple):
    """The first and the last id of the change log; both 0 while it is empty."""

    first: int
    last: int


class Change(models.Model):
    """A change to something indexed about one question."""

    # Readers remember the last id that they processed, so ids must become visible in order. A sequence alone does not
    # ensure that: without the archive's lock, a transaction with lower ids may commit after one with higher ids.
    id = models.BigAutoField(primary_key=True)
    question_id = models.BigIntegerField(help_text="Not a foreign key, because deletions are changes too.")
    what = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id}: question {self.question_id}, {self.what}"

    @classmethod
    def log(cls, question_ids: Iterable[int], what: str) -> None:
        """Append a row for each question, in the caller's transaction, which must hold the archive's lock."""
        Change.objects.bulk_create([Change(question_id=pk, what=what) for pk in question_ids])

    @classmethod
    def log_all(cls, question_ids: models.QuerySet, what: str) -> None:
        """As `log`, for all questions that a query finds, without reading their ids into memory."""
        # The database copies the ids. The query must name its one column with values_list().
        [column] = question_ids.query.values_select
        insert_select(cls, question_ids, {"question_id": column}, what=what, at=timezone.now())

    @classmethod
    def after(cls, last: int) -> models.QuerySet:
        """(id, question id) of each change after `last`, in order of id."""
        return cls.objects.filter(id__gt=last).order_by("id").values_list("id", "question_id")

    @classmethod
    def ends(cls) -> Ends:
        found = cls.objects.aggregate(first=Min("id"), last=Max("id"))
        return Ends(found["first"] or 0, found["last"] or 0)

    @classmethod
    def time_of(cls, change: int) -> str:
        """When that change was logged (ISO 8601); '' if it is not in the log."""
        return "".join(at.isoformat() for at in cls.objects.filter(pk=change).values_list("at", flat=True))

    @classmethod
    def prune(cls) -> int:
        """Delete rows older than KEPT, except the last one. Returns how many.

        An index that has not processed them yet will be rebuilt.
        """
        # The last row always stays: if the log were empty, every index would seem to be ahead of it, and be rebuilt.
        old = cls.objects.filter(at__lt=timezone.now() - KEPT, id__lt=cls.ends().last)
        return old.delete()[0]
