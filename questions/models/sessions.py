"""The sessions of Parliament on record. When one ends, its unanswered questions lapse."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from questions.rules.sessions import Sessions

from .dated import Dated


class ParliamentarySessionQuerySet(models.QuerySet):
    def calendar(self) -> Sessions:
        """All sessions as a value. The one query runs when the value is first used."""
        return Sessions(self.order_by().values_list("first_day", "last_day", "name"))


class ParliamentarySession(Dated):
    first_day = models.DateField(unique=True, help_text="The day of the King's Speech. UINs start again at 1.")
    last_day = models.DateField(
        null=True,
        blank=True,
        help_text="The day of prorogation, or of dissolution if there was none. Leave empty if it has not ended.",
    )
    name = models.CharField(max_length=30, unique=True, help_text="The name that Parliament uses, such as 2024–26.")

    objects = ParliamentarySessionQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day"]
        verbose_name = "session"
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="session_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        others = ParliamentarySession.objects.exclude(pk=self.pk)
        if other := next((other for other in others if self._overlaps(other)), None):
            raise ValidationError(f"The dates overlap with those of session {other}. Change one of the two.")

    def _overlaps(self, other: ParliamentarySession) -> bool:
        """If a session's last day is not on record, only its first day is compared."""
        first, last = self.first_day, self.last_day or self.first_day
        return bool(first and last and first <= (other.last_day or other.first_day) and other.first_day <= last)


class SessionsInForce(models.Model):
    """The one row that says with which sessions references were resolved and verdicts indexed. If it differs from the
    sessions on record, some still have to be worked out again. Without the row, none has been.
    """

    sessions = models.JSONField(help_text="First day, last day and name of each.")

    class Meta:
        verbose_name_plural = "sessions in force"

    def __str__(self) -> str:
        return f"{len(self.sessions)} sessions"
