from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from .questions import Question


class Topic(models.Model):
    """A subject that people follow, such as SEND or family hubs."""

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])


class TopicAssignmentQuerySet(models.QuerySet):
    def included(self) -> TopicAssignmentQuerySet:
        """Leaving out an editor's “not this one”."""
        return self.filter(is_excluded=False)


class TopicAssignment(models.Model):
    """That a question belongs to a topic, or (an editor's word) that it does not."""

    class Origin(models.TextChoices):
        RULE = "rule", "the topic's rule"
        EDITOR = "editor", "an editor"

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="assignments")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="topic_assignments")
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.EDITOR)
    is_excluded = models.BooleanField("not this one", default=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    assigned_at = models.DateTimeField(auto_now_add=True)

    objects = TopicAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "question"], name="topic_assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{'not ' if self.is_excluded else ''}{self.topic}"
