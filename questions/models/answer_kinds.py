"""The kinds of answers, and the rules that decide them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models


class AnswerKind(models.TextChoices):
    """What an answer amounts to, whatever its subject. These are the values of the parameter `kind`."""

    SUBSTANTIVE = "substantive", "Substantive"
    HOLDING = "holding", "Holding answer"
    WILL_WRITE = "will-write", "Will write"
    COST = "disproportionate-cost", "Disproportionate cost"
    NOT_HELD = "not-held", "Information not held"
    REFERS = "refers", "Refers to another answer"
    PROROGATION = "prorogation", "Prorogation or dissolution"


class AnswerKindRule(models.Model):
    """An answer with one of these phrases is of this kind. If several rules match, the first in order decides.

    Case, punctuation and white space make no difference. archive/derived/phrases.py says what a phrase can contain.
    """

    class Place(models.TextChoices):
        ANYWHERE = "anywhere", "anywhere in the answer"
        BEGINNING = "beginning", "at the beginning of the answer"
        EARLY = "early", "early in the answer"

    answer_kind = models.CharField("kind of answer", max_length=25, choices=AnswerKind)
    phrases = models.TextField(
        help_text="One phrase on each line. “…” stands for up to ten words, as in “refer … to the answer”. [does|do] "
        "stands for one of these words, [yet|in general]? for one of these or nothing, [*ly]? for a word that ends in "
        "“ly” or nothing, and [*]? for any word or nothing. For example: [does|do] not [*ly]? hold"
    )
    place = models.CharField(max_length=10, choices=Place, default=Place.ANYWHERE)
    longest = models.PositiveIntegerField(
        "maximum length",
        null=True,
        blank=True,
        validators=[MaxValueValidator(100_000)],
        help_text="Match only answers up to this many characters. Leave empty to match any answer.",
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Rules with lower numbers are tried first.")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "rule for kinds of answers"
        verbose_name_plural = "rules for kinds of answers"

    def __str__(self) -> str:
        first = next(iter(self.phrases.splitlines()), "")
        return f"{self.get_answer_kind_display()}: “{first}” {self.get_place_display()}"


class AnswerKindsInForce(models.Model):
    """The one row that says which rules decided the kinds of all answers. If it differs from the current rules, some
    answers still have to be checked again. Without the row, no answer has been checked.
    """

    rules = models.JSONField(help_text="The phrases, in the order in which they are tried.")

    class Meta:
        verbose_name_plural = "rules for kinds of answers in force"

    def __str__(self) -> str:
        return f"{len(self.rules)} phrases"
