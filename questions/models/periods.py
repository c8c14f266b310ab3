"""What memberships and posts share: they are held over a period, with both ends inclusive.

Their newest start or end shows how recent the record is. What has not ended on record may have ended since, so pages
say what was last recorded, and when, and nothing about today.
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
    """In a query, the day of the newest change in these rows: the latest start or end that is not in the future."""
    started, ended = (
        Subquery(rows.filter(**{f"{name}__lte": today()}).order_by(f"-{name}").values(name)[:1])
        for name in ("started_on", "ended_on")
    )
    return Greatest(Coalesce(started, ended), Coalesce(ended, started))


def last_recorded_on(rows: QuerySet) -> date | None:
    """That day as a value; None if nothing has begun or ended yet."""
    return next(iter(rows.order_by().values_list(last_recorded(rows), flat=True)[:1]), None)


class HeldQuerySet(models.QuerySet):
    def held_on(self, day: date) -> Self:
        """Those in force on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), started_on__lte=day)

    def with_recorded_on(self) -> Self:
        """Adds the day of the newest change on record. What has not ended is known to be held until that day."""
        model: Any = self.model
        alike = {name: OuterRef(name) for name in model.recorded_by}
        return self.annotate(recorded_on=last_recorded(model.objects.filter(**alike)))


class Source(models.IntegerChoices):
    """Where a row is from. archive/importing/biography_merging.py decides between rows from several sources."""

    LIST = 1, "a list"
    BIOGRAPHY = 2, "the member's biography at Parliament"
    EDITOR = 3, "an editor"


class HeldOverAPeriod(Dated):
    recorded_by: ClassVar[tuple[str, ...]] = ()  # fields; how recent the record is differs between their values
    recorded_on: date | None = None  # set by with_recorded_on()

    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="Leave empty if it has not ended.")
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
    """A constraint: a period does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
        name=name,
        violation_error_message="The end is before the start.",
    )
