from __future__ import annotations

from django.db import models
from django.db.models import Q

from .answer_kinds import AnswerKind
from .column_types import HttpsURLField
from .dated import Dated
from .departments import Department
from .external import ExternalId
from .members import Member, Post
from .questions import Question


class AnswerQuerySet(models.QuerySet):
    def with_people(self) -> AnswerQuerySet:
        return self.select_related("answered_by", "answered_by_printed", "answered_as__department", "department")

    def without_post(self) -> AnswerQuerySet:
        """Answers by a member with no post on record for the day."""
        return self.filter(answered_by__isnull=False, answered_as=None)


class Answer(Dated):
    """One of a question's answers. A correction is a row of its own, and its original stays."""

    happened = ("answered_on",)

    class Stage(models.IntegerChoices):
        """In the order in which a question receives them."""

        HOLDING = 1, "Holding answer"
        ANSWER = 2, "Answer"
        CORRECTION = 3, "Correction"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.ANSWER)
    answered_on = models.DateField()
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_given"
    )
    answered_by_printed = models.ForeignKey(
        ExternalId,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="answers_given",
        verbose_name="name as printed",
    )
    answered_as = models.ForeignKey(
        Post,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name="post when answered",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The department that answered, if it is not the question's department.",
    )
    text = models.TextField(blank=True, help_text="In HTML. Leave empty if the text is not on record.")
    text_is_cut = models.BooleanField("text incomplete", default=False)
    answer_kind = models.CharField(
        "kind of answer", max_length=25, choices=AnswerKind, blank=True, help_text="Empty: text not on record."
    )
    is_kind_by_editor = models.BooleanField(default=False, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "stage", "answered_on"]
        permissions = [
            ("correct_answer", "Can correct answers"),
            ("amend_answer", "Can fix typing mistakes in a public answer's text"),
            ("remove_answer", "Can delete answers with undo, and restore them"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "stage", "answered_on"],
                name="answer_once",
                violation_error_message="There is already an answer with this stage and date.",
            ),
        ]
        indexes = [
            # A minister's answers, newest first; working out again the posts held on the day.
            models.Index(fields=["answered_by", "-answered_on"], name="answer_by_minister"),
            # Answers by someone known only by a printed name, as for questions.
            models.Index(
                fields=["answered_by_printed"],
                condition=Q(answered_by_printed__isnull=False),
                name="answer_by_printed",
            ),
            # Answers with incomplete texts, as for questions.
            models.Index(fields=["id"], condition=Q(text_is_cut=True), name="answer_cut"),
            # Answers by post; the admin's list of answers without a post, and its count on the admin's first page.
            models.Index(fields=["answered_as", "answered_by"], name="answer_by_post"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} of {self.answered_on:%-d %B %Y}"

    @property
    def minister_name(self) -> str:
        """The name of the person who answered, chosen as `asker_name` of a question."""
        given_by = self.answered_by or self.answered_by_printed
        return given_by.name if given_by else ""

    @property
    def is_printed(self) -> bool:
        return bool(self.answered_by_printed_id and not self.answered_by_id)

    @property
    def lacks_post(self) -> bool:
        return bool(self.answered_by_id and not self.answered_as_id)

    @property
    def is_on_record(self) -> bool:
        return bool(self.text)


class Attachment(models.Model):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="attachments")
    url = HttpsURLField(max_length=1000)
    title = models.CharField(max_length=500)
    file_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="In bytes.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title
