from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models

_is_words = RegexValidator(
    r"^[^\W_]+(?:[-'’ ][^\W_]+)*\Z",
    "Use letters and digits, with single spaces, hyphens or apostrophes between them, such as “e-scooter”.",
)


class Spelling(models.Model):
    """Two ways to write one word, so that a search for either also finds the other. Or, without `is_one_word`, two that
    searches must tell apart, although the lists that come with the program take them for one word.
    """

    one = models.CharField("spelling", max_length=60, validators=[_is_words])
    other = models.CharField("other spelling", max_length=60, validators=[_is_words])
    is_one_word = models.BooleanField(
        "same word",
        default=True,
        help_text="If ticked, a search for either spelling also finds the other. If not, searches keep them apart, "
        "even if the built-in lists treat them as the same.",
    )

    class Meta:
        ordering = ["one", "other"]
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="spelling_once")]

    def __str__(self) -> str:
        return f"{self.one} {'=' if self.is_one_word else '≠'} {self.other}"
