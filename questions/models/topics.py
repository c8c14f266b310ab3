from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .questions import Question

ENTER, LEAVE = "enter", "leave"


class TopicQuerySet(models.QuerySet):
    def pending(self) -> TopicQuerySet:
        """Topics whose rule must be applied: the rule or its meaning has changed, or applying it was interrupted."""
        stale = ~Q(rule="") & Q(fingerprint="")
        return self.filter(~Q(rule=F("rule_in_force")) | stale | Q(is_switched=True))

    def ruled(self) -> TopicQuerySet:
        return self.exclude(rule_in_force="")


class Topic(models.Model):
    """A subject that people follow, such as SEND or family hubs.

    Its rule and its editors decide which questions belong to it. archive/derived/topics.py applies a changed rule;
    until that is done, the previous one stays in force.
    """

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        help_text="The wider topic that this topic is part of.",
    )
    rule = models.TextField(
        blank=True, help_text="A search that finds the topic's questions, written as in the search box."
    )
    rule_in_force = models.TextField(blank=True, editable=False)
    fingerprint = models.CharField(
        max_length=64, blank=True, editable=False, help_text="A digest of the rule's meaning when it was last applied."
    )
    is_switched = models.BooleanField(
        default=False, editable=False, help_text="Whether added assignments count and removed ones no longer do."
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    def clean(self) -> None:
        if self.pk and self.parent_id in self.within():
            raise ValidationError({"parent": "A topic cannot be part of itself."})

    @classmethod
    def lines(cls) -> dict[int, list[int]]:
        """For each topic (by primary key), itself and the topics that contain it, the narrowest first."""
        parents = dict(cls.objects.order_by().values_list("pk", "parent"))
        return {pk: line_of(pk, parents) for pk in parents}

    def within(self) -> list[int]:
        """The primary keys of the topic and of all topics that it contains."""
        return [pk for pk, line in Topic.lines().items() if self.pk in line]


def line_of(topic: int, parents: dict[int, int | None]) -> list[int]:
    """A topic and those that contain it, the narrowest first; each once, even if they form a cycle."""
    line: list[int] = []
    above: int | None = topic
    while above and above not in line:
        line.append(above)
        above = parents.get(above)
    return line


class FormerTopicSlug(models.Model):
    """An address that a topic had before it was renamed, or that of a topic merged into it."""

    slug = models.SlugField(max_length=200, unique=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class TopicAssignmentQuerySet(models.QuerySet):
    def included(self) -> TopicAssignmentQuerySet:
        """Assignments that count: not those that an editor excluded, or staged for a rule not yet in force."""
        entered, not_left = Q(staged=ENTER, topic__is_switched=True), Q(staged=LEAVE, topic__is_switched=False)
        return self.filter(Q(staged="") | entered | not_left, is_excluded=False)

    def by_rule(self) -> TopicAssignmentQuerySet:
        return self.filter(origin=TopicAssignment.Origin.RULE)


class TopicAssignment(models.Model):
    """A question belongs to a topic or, if an editor says so, does not."""

    class Origin(models.TextChoices):
        RULE = "rule", "the topic's rule"
        EDITOR = "editor", "an editor"

    class Staged(models.TextChoices):
        ENTER = ENTER, "enters with the rule that is being applied"
        LEAVE = LEAVE, "leaves with it"

    # The constraint below finds the questions of a topic, so another index would only slow down writing.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="topic_assignments")
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.EDITOR)
    is_excluded = models.BooleanField("excluded", default=False)
    staged = models.CharField(max_length=5, choices=Staged, blank=True, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    assigned_at = models.DateTimeField(auto_now_add=True)

    objects = TopicAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "question"], name="topic_assignment_once"),
        ]
        indexes = [
            # What a rule that is being applied has staged.
            models.Index(fields=["topic"], condition=~Q(staged=""), name="topic_assignment_staged"),
        ]

    def __str__(self) -> str:
        return f"{'not ' if self.is_excluded else ''}{self.topic}"
