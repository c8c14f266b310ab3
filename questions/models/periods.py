"""What memberships and posts have in common: they are held over a period, both ends inclusive."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class HeldQuerySet(models.QuerySet):
    def held_on(self, day: date) -> Self:
        """Those in force on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)


class Source(models.IntegerChoices):
    """Where a row is from. Which of them stand where several tell of one member: archive/told.py."""

    LIST = 1, "a list"
    BIOGRAPHY = 2, "the member's biography at Parliament"
    EDITOR = 3, "an editor"


class HeldOverAPeriod(models.Model):
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="Empty while it is still held.")
    source = models.PositiveSmallIntegerField(choices=Source, default=Source.LIST, editable=False)

    objects = HeldQuerySet.as_manager()

    class Meta:
        abstract = True

    def was_held_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """The constraint that a period does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
        name=name,
        violation_error_message="The end is before the start.",
    )
