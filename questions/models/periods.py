"""What memberships and posts have in common: they are held over a period, both ends inclusive.

How far the record of them goes is told by the newest start or end on it. What has not ended on record may have ended
since, so that pages say what was last recorded, and when, and nothing of today.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from questions.rules.days import near, today

from .dated import Dated


def last_recorded(rows: QuerySet) -> Greatest:
    """In a query, the day of the newest change among these rows: a start or an end, none that is still to come."""
    started, ended = (
        Subquery(rows.filter(**{f"{name}__lte": today()}).order_by(f"-{name}").values(name)[:1])
        for name in ("started_on", "ended_on")
    )
    return Greatest(Coalesce(started, ended), Coalesce(ended, started))


def last_recorded_on(rows: QuerySet) -> date | None:
    """That day by itself; None where nothing has begun or ended yet."""
    return next(iter(rows.order_by().values_list(last_recorded(rows), flat=True)[:1]), None)


class HeldQuerySet(models.QuerySet):
    def held_on(self, day: date) -> Self:
        """Those in force on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def with_recorded_on(self) -> Self:
        """With the day until which the record goes: what has not ended is known to be held until then."""
        model: Any = self.model
        alike = {name: OuterRef(name) for name in model.recorded_by}
        return self.annotate(recorded_on=last_recorded(model.objects.filter(**alike)))


class Source(models.IntegerChoices):
    """Where a row is from. Which of them stand where several tell of one member: archive/told.py."""

    LIST = 1, "a list"
    BIOGRAPHY = 2, "the member's biography at Parliament"
    EDITOR = 3, "an editor"


class HeldOverAPeriod(Dated):
    recorded_by: ClassVar[tuple[str, ...]] = ()  # the record may go further for some of these than for others
    recorded_on: date | None = None  # of what was asked for with it: see with_recorded_on()

    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="Empty while it is still held.")
    source = models.PositiveSmallIntegerField(choices=Source, default=Source.LIST, editable=False)

    objects = HeldQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """None while it is still held."""
        return near(self.ended_on)

    def clean(self) -> None:
        self.ended_on = near(self.ended_on)
        super().clean()

    def was_held_on(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """The constraint that a period does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
        name=name,
        violation_error_message="The end is before the start.",
    )
