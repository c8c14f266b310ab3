from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models


class Acronym(models.Model):
    """What an acronym stands for, so that a search for it finds its long form too; one row for each long form."""

    letters = models.CharField(
        max_length=10,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Za-z0-9]{1,9}\Z", "Start with a capital, then use only letters and digits: SEND, DfE."
            )
        ],
        help_text="With the usual capitals and small letters: SEND, DfE.",
    )
    long_form = models.CharField(max_length=200, help_text="special educational needs and disabilities")

    class Meta:
        ordering = ["letters", "long_form"]
        constraints = [
            # Looking up the acronyms of a search goes by this too.
            models.UniqueConstraint(fields=["letters", "long_form"], name="acronym_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letters}: {self.long_form}"
