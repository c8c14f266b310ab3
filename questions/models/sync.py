"""How far a sync with Parliament has come, what was listed when last looked, and who is at it.

None of this is about questions: where the tables are lost, the next sync only asks for more than it had to.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from .members import House


class SyncPlanQuerySet(models.QuerySet):
    def unfinished(self) -> SyncPlanQuerySet:
        """With lists that were not read to their end."""
        return self.filter(models.Exists(SyncWindow.objects.filter(plan=models.OuterRef("pk"), is_done=False)))

    def up_to_date(self) -> SyncPlanQuerySet:
        """Those that reached the day on which they were made; the next one goes on from there."""
        return self.filter(given_until=None)


class SyncPlan(models.Model):
    """What one sync set out to ask of one House: the questions tabled, answered or corrected on the days in between."""

    house = models.CharField(max_length=7, choices=House)
    since = models.DateField()
    until = models.DateField()
    given_since = models.DateField(null=True, help_text="--since; empty if it continues the plan before.")
    given_until = models.DateField(null=True, help_text="--until; empty if it is the day when the plan was made.")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = SyncPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_house_display()}, {self.since:%-d %B %Y} to {self.until:%-d %B %Y}"


class SyncWindow(models.Model):
    """One list that is read page by page; `skip` is where the next page begins.

    `last_id` is the question at the end of the page before, which the next page has to show too, for otherwise the
    list has moved, and is read once more. A page's questions are noted in the transaction that moves `skip`.
    """

    class Kind(models.TextChoices):
        """Which day of a question lies in the window, as the list call's parameters call it."""

        TABLED = "tabled", "tabled"
        ANSWERED = "answered", "answered"
        CORRECTED = "corrected", "corrected"

    plan = models.ForeignKey(SyncPlan, on_delete=models.CASCADE, related_name="windows")
    kind = models.CharField(max_length=9, choices=Kind)
    first = models.DateField()
    last = models.DateField()
    skip = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    last_id = models.PositiveBigIntegerField(null=True)
    has_moved = models.BooleanField(default=False)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        days = f"on {self.last:%-d %B %Y}" if self.first == self.last else f"from {self.first} to {self.last}"
        return f"questions of the {self.plan.house.capitalize()} {self.kind} {days}"

    def begin_again(self) -> None:
        self.skip, self.total, self.last_id, self.has_moved = 0, None, None, False


class ListedQuestion(models.Model):
    """What a list showed of a question when last it named it, as a digest; one row for each that was ever listed.

    `is_due`: its full record is still to be asked for. Written in one transaction with what it stands for, so that a
    sync that is killed asks for what it had not saved, and for nothing else.
    """

    parliament_id = models.PositiveBigIntegerField(primary_key=True)
    digest = models.CharField(max_length=32, blank=True)
    window_id = models.BigIntegerField(null=True, help_text="The last window that listed it; not a foreign key.")
    is_due = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # What is to be asked for, newest first.
            models.Index(fields=["-parliament_id"], condition=Q(is_due=True), name="listed_due"),
            # What a window named, to find what it named no longer.
            models.Index(fields=["window_id"], name="listed_in_window"),
        ]

    def __str__(self) -> str:
        return f"question {self.parliament_id}"


class Validator(models.Model):
    """By what an answer of an API is recognised when it is asked for again: ETag and Last-Modified by address.

    Only of what is asked for again and again: open questions and biographies. What was not of use for a while goes.
    """

    LONGEST_URL, LONGEST = 500, 300

    url = models.CharField(max_length=LONGEST_URL, primary_key=True)
    etag = models.CharField(max_length=LONGEST, blank=True)
    modified = models.CharField(max_length=LONGEST, blank=True)
    used_on = models.DateField()

    class Meta:
        indexes = [
            # Taking out what has not been of use for long.
            models.Index(fields=["used_on"], name="validator_by_use"),
        ]

    def __str__(self) -> str:
        return self.url

    def fits(self) -> bool:
        """Whether all of it can be kept: what cannot is asked for without conditions."""
        return len(self.url) <= self.LONGEST_URL and max(len(self.etag), len(self.modified)) <= self.LONGEST


class SyncLease(models.Model):
    """The one row that says who syncs, and until when nobody else may. All times are the database's own."""

    LASTS = timedelta(minutes=10)  # longer than any wait of the client, during which nobody renews it

    holder = models.CharField(max_length=200)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.holder}, until {self.until:%H:%M:%S}"

    @classmethod
    def take(cls, holder: str, *, ended: str = "") -> bool:
        """Take it if it is free, has run out, or was held by `holder` or by `ended`; tells whether it was taken."""
        cls.objects.get_or_create(pk=1, defaults={"holder": "", "until": Now()})
        free = Q(until__lte=Now()) | Q(holder__in={holder, ended})
        return bool(cls.objects.filter(free, pk=1).update(holder=holder, until=Now() + cls.LASTS))

    @classmethod
    def renew(cls, holder: str) -> bool:
        """Hold it for longer; False where another has it by now."""
        return bool(cls.objects.filter(pk=1, holder=holder).update(until=Now() + cls.LASTS))

    @classmethod
    def give_back(cls, holder: str) -> None:
        cls.objects.filter(pk=1, holder=holder).update(holder="", until=Now())
