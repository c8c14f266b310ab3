"""What hangs on a question besides its answers: what changed in it, its group, former addresses, evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .questions import Question


class QuestionEvent(models.Model):
    """Something that changed in a question's record, seen first on `day`.

    That it was tabled and answered is not kept here: the question and its answers say so
    themselves (see timeline.py).
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
    """A UIN, with the day of tabling, or that of the answer where a source does not tell the other."""

    uin = models.CharField("UIN", max_length=20)
    tabled_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.uin} of {self.tabled_on or self.answered_on:%-d %B %Y}"


class GroupLink(NamesAQuestion):
    """That a question was answered together with another, which may not be in the archive yet."""

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
            # Finding the links that wait for a question which has just arrived.
            models.Index(fields=["uin", "tabled_on"], name="group_link_waiting"),
        ]


class FormerAddress(NamesAQuestion):
    """An address that a question had before the day in it was changed; it redirects."""

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
    """What each source said of a question, and on which days: see archive/claims.py.

    The question, its answers and its events are settled from this anew whenever a record
    arrives, which is why the order of arrival does not matter.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="evidence")
    packed = models.BinaryField()

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"Evidence on {self.question_id}"
