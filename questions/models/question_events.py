"""What belongs to a question besides its answers: changes, group, former addresses, evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .questions import Question


class QuestionEvent(models.Model):
    """A change in a question's record, first seen on `day`.

    Tabling and answers are not stored here, because the question and its answers already show them
    (see pages/timeline.py).
    """

    class Kind(models.TextChoices):
        REWORDED = "reworded", "Question reworded"
        HEADING = "heading", "Heading changed"
        TRANSFERRED = "transferred", "Transferred"
        TABLED_CHANGED = "tabled", "Tabling date changed"
        DUE_CHANGED = "due", "Date for answer changed"
        ANSWER_REWORDED = "answer", "Answer's text changed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    day = models.DateField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    source = models.CharField(max_length=50, blank=True, help_text="“parliament”, “editor:anna” …")

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day:%-d %B %Y}"


class NamesAQuestion(models.Model):
    """A UIN with the day of tabling, or with the day of the answer if the source does not give the day of tabling."""

    uin = models.CharField("UIN", max_length=20)
    tabled_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.uin} of {self.tabled_on or self.answered_on:%-d %B %Y}"


class GroupLink(NamesAQuestion):
    """A question was answered together with another, which may not be in the archive yet."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="group_links")
    other = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, editable=False, related_name="grouped_by")

    class Meta:
        ordering = ["tabled_on", "uin"]
        constraints = [
            models.UniqueConstraint(fields=["question", "tabled_on", "uin"], name="group_link_once"),
            models.UniqueConstraint(
                fields=["question", "answered_on", "uin"], condition=Q(tabled_on=None), name="group_link_by_answer_once"
            ),
        ]
        indexes = [
            # Finding the links to a question that has just arrived.
            models.Index(fields=["uin", "tabled_on"], name="group_link_waiting"),
        ]


class FormerAddress(NamesAQuestion):
    """An address that a question had before one of its days changed. It redirects."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [
            models.UniqueConstraint(fields=["question", "tabled_on", "uin"], name="former_address_once"),
            models.UniqueConstraint(
                fields=["question", "answered_on", "uin"],
                condition=Q(tabled_on=None),
                name="former_address_by_answer_once",
            ),
        ]
        indexes = [
            # Redirecting an old address.
            models.Index(fields=["uin", "tabled_on"], name="former_address_lookup"),
        ]


class Evidence(models.Model):
    """What each source said about a question, and on which days: see archive/evidence/claims.py.

    Whenever a record arrives, the question, its answers and its events are settled again from all of
    this. That is why the order of arrival does not matter.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="evidence")
    packed = models.BinaryField()

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"Evidence on {self.question_id}"
