from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models


class Acronym(models.Model):
    """One long form of an acronym, so that a search for the acronym also finds the long form."""

    letters = models.CharField(
        max_length=10,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Za-z0-9]{1,9}\Z",
                "Start with a capital letter, then use only letters and digits, such as SEND or DfE.",
            )
        ],
        help_text="As it is usually written, such as SEND or DfE.",
    )
    long_form = models.CharField(max_length=200, help_text="Such as “special educational needs and disabilities”.")

    class Meta:
        ordering = ["letters", "long_form"]
        constraints = [
            # Searches also use this to look up acronyms.
            models.UniqueConstraint(fields=["letters", "long_form"], name="acronym_once"),
        ]

    def __str__(self) -> str:
        return f"{self.letters}: {self.long_form}"
