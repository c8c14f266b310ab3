"""Which process may do what only one may do at a time, even across machines."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from pq_archive.holders import has_ended


class Lease(models.Model):
    """Who may do something, and until when nobody else may. One row for each kind; all times are the database's own."""

    class Kind(models.IntegerChoices):
        """The primary keys. Their numbers must stay, because other versions of the site use them too."""

        SYNC = 1, "syncing"
        JOBS = 2, "running jobs"

    LASTS = {
        Kind.SYNC: timedelta(minutes=10),  # longer than any wait of the client, which does not renew it while waiting
        Kind.JOBS: timedelta(seconds=90),
    }

    holder = models.CharField(max_length=200)
    until = models.DateTimeField()

    class Meta:
        db_table = "questions_synclease"  # from before there were other kinds

    def __str__(self) -> str:
        return f"{self.holder}, until {self.until:%H:%M:%S}"

    @classmethod
    def take(cls, kind: Kind, holder: str) -> bool:
        """Take the lease if it is free or expired, or if its holder is `holder` or has ended. Returns whether it was
        taken.
        """
        there, _ = cls.objects.get_or_create(pk=kind, defaults={"holder": "", "until": Now()})
        ended = there.holder if has_ended(there.holder) else ""
        free = cls.objects.filter(Q(until__lte=Now()) | Q(holder__in={holder, ended}), pk=kind)
        # Only looking comes first: it keeps nobody from writing.
        return free.exists() and bool(free.update(holder=holder, until=Now() + cls.LASTS[kind]))

    @classmethod
    def renew(cls, kind: Kind, holder: str) -> bool:
        """Extend the lease; False if another process has it now."""
        return bool(cls.objects.filter(pk=kind, holder=holder).update(until=Now() + cls.LASTS[kind]))

    @classmethod
    def give_back(cls, kind: Kind, holder: str) -> None:
        cls.objects.filter(pk=kind, holder=holder).update(holder="", until=Now())
