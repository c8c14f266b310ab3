"""Mistakes in questions' records that readers have reported."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .questions import Question

LONGEST = 2000  # characters


class MistakeReportQuerySet(models.QuerySet):
    def waiting(self) -> MistakeReportQuerySet:
        """Reports that nobody has closed."""
        return self.filter(closed_at=None)


class MistakeReport(models.Model):
    """A reader's report of a mistake, and its outcome. Written by archive/editing/reader_reports.py.

    `sender` shows, on the day of sending only, which reports came from the same address. No address is stored.
    """

    class Where(models.TextChoices):
        QUESTION = "question", "The question’s text"
        ANSWER = "answer", "The answer"
        NAMES = "names", "A name, a party or a post"
        DATE = "date", "A date"
        OTHER = "other", "Something else"

    class Outcome(models.TextChoices):
        FIXED = "fixed", "fixed"
        NO_MISTAKE = "no-mistake", "not a mistake"
        AS_AT_PARLIAMENT = "as-published", "as published by Parliament"
        KNOWN = "known", "already reported"
        NONSENSE = "nonsense", "spam or abuse"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, editable=False, related_name="mistake_reports")
    what = models.TextField("what is wrong", max_length=LONGEST)
    where = models.CharField(max_length=8, choices=Where)
    email = models.EmailField(
        "email", blank=True, help_text="Deleted when the report is closed, or after REPORT_EMAIL_DAYS days."
    )
    sent_at = models.DateTimeField("sent", auto_now_add=True)
    sender = models.CharField(
        max_length=32, blank=True, editable=False, help_text="A keyed hash, valid for that day only."
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(
        max_length=12, choices=Outcome, blank=True, help_text="Choose an outcome to close the report."
    )
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField("closed", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = MistakeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            # The admin's list of open reports, and its count on the admin's first page.
            models.Index(fields=["-id"], condition=Q(closed_at=None), name="mistake_open"),
            # How many reports came from one sender today, and from everyone in the last hour; senders to forget.
            models.Index(fields=["sender"], condition=~Q(sender=""), name="mistake_by_sender"),
            models.Index(fields=["sent_at"], name="mistake_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_where_display()}, {self.sent_at:%-d %B %Y}"
