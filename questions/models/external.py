from __future__ import annotations

from django.db import models
from django.db.models import Q

from .members import House, Member


class ExternalId(models.Model):
    """Another source's id for a person, and which member that is, once it is certain.

    Name, House and day are those of the latest mention. If only one member of the House had that name on that day, it
    is that member (archive/importing/matching.py). Until then, pages show the name as printed.
    """

    scheme = models.CharField(max_length=20, help_text="The source of the ID; “printed” if there is only a name.")
    value = models.CharField(max_length=210)
    name = models.CharField(max_length=200, help_text="The name as printed.")
    house = models.CharField(max_length=7, choices=House)
    seen_on = models.DateField(help_text="The day of the latest mention.")
    member = models.ForeignKey(
        Member,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="external_ids",
        help_text="If empty, pages show the name as printed.",
    )
    is_an_editors = models.BooleanField(
        "chosen by an editor", default=False, help_text="If you tick this, imports never change the member."
    )

    class Meta:
        verbose_name = "external ID"
        verbose_name_plural = "external IDs"
        ordering = ["name", "scheme", "value"]
        constraints = [
            # Imports find rows by this key.
            models.UniqueConstraint(fields=["value", "scheme"], name="external_id_once"),
        ]
        indexes = [
            # People not matched to a member: a filter in the admin.
            models.Index(fields=["name"], condition=Q(member=None), name="external_id_unmatched"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"

    @property
    def reference(self) -> str:
        """How records name it: "publicwhip:lord/100855"."""
        return f"{self.scheme}:{self.value}"
