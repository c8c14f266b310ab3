"""The progress of a sync with Parliament, and what lists last showed.

None of this is about questions. If the tables are lost, the next sync only requests more than it needs.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .members import House


class SyncPlanQuerySet(models.QuerySet):
    def unfinished(self) -> SyncPlanQuerySet:
        """Plans with lists that were not read to the end."""
        return self.filter(models.Exists(SyncWindow.objects.filter(plan=models.OuterRef("pk"), is_done=False)))

    def up_to_date(self) -> SyncPlanQuerySet:
        """Plans that reached the day on which they were made. The next sync continues from there."""
        return self.filter(given_until=None)


class SyncPlan(models.Model):
    """What one sync plans to request for one House: questions tabled, answered or corrected in a range of days."""

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

    `last_id` is the last question of the previous page. The next page must show it too; if not, the list has changed
    and is read again. A page's questions are saved in the transaction that moves `skip`.
    """

    class Kind(models.TextChoices):
        """Which of a question's days is in the window, as named by the list call's parameters."""

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
        days = (
            f"on {self.last:%-d %B %Y}"
            if self.first == self.last
            else f"from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}"
        )
        return f"questions of the {self.plan.house.capitalize()} {self.kind} {days}"

    def begin_again(self) -> None:
        self.skip, self.total, self.last_id, self.has_moved = 0, None, None, False


class ListedQuestion(models.Model):
    """A digest of what lists last showed of a question; one row for each question ever listed.

    `is_due`: its full record still has to be requested. Written in one transaction with the records, so that after an
    interruption a sync requests only what it had not saved.
    """

    parliament_id = models.PositiveBigIntegerField(primary_key=True)
    digest = models.CharField(max_length=32, blank=True)
    window_id = models.BigIntegerField(null=True, help_text="The last window that listed it; not a foreign key.")
    is_due = models.BooleanField(default=False)

    class Meta:
        indexes = [
            # The questions to request, newest first.
            models.Index(fields=["-parliament_id"], condition=Q(is_due=True), name="listed_due"),
            # The questions that a window listed, to find those that it no longer lists.
            models.Index(fields=["window_id"], name="listed_in_window"),
        ]

    def __str__(self) -> str:
        return f"question {self.parliament_id}"


class Validator(models.Model):
    """The ETag and Last-Modified of an API's response, by address, for conditional requests.

    Only for what is requested often: open questions and biographies. Those not used for a while are deleted.
    """

    LONGEST_URL, LONGEST = 500, 300

    url = models.CharField(max_length=LONGEST_URL, primary_key=True)
    etag = models.CharField(max_length=LONGEST, blank=True)
    modified = models.CharField(max_length=LONGEST, blank=True)
    used_on = models.DateField()

    class Meta:
        indexes = [
            # Deleting those not used for a long time.
            models.Index(fields=["used_on"], name="validator_by_use"),
        ]

    def __str__(self) -> str:
        return self.url

    def fits(self) -> bool:
        """Whether the values fit their columns. If not, the next request has no conditions."""
        return len(self.url) <= self.LONGEST_URL and max(len(self.etag), len(self.modified)) <= self.LONGEST
