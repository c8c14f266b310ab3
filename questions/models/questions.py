from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from questions.rules.deadlines import Clock, QuestionType, deadline, type_of
from questions.text.addresses import official_page

from .answer_kinds import AnswerKind
from .column_types import HttpsURLField
from .dated import Dated
from .departments import Department
from .external import ExternalId
from .identities import QuestionIdentity
from .members import House, Member, Membership

if TYPE_CHECKING:
    from .answers import Answer


class QuestionQuerySet(models.QuerySet):
    def public(self) -> QuestionQuerySet:
        """Published and not deleted. Everything that the public sees goes through this filter."""
        return self.filter(published_at__isnull=False, deleted_at=None)

    def drafts(self) -> QuestionQuerySet:
        """Questions that wait for a Publisher."""
        return self.filter(published_at=None, deleted_at=None)

    def answered(self) -> QuestionQuerySet:
        """With a substantive answer, whether corrected since or not."""
        return self.filter(answered_on__isnull=False)

    def unanswered(self) -> QuestionQuerySet:
        """Neither answered nor withdrawn."""
        return self.filter(status__in=Question.OPEN)

    def at_parliament(self) -> QuestionQuerySet:
        """Those with an id at Parliament, by which they can be requested."""
        return self.filter(parliament_id__isnull=False).exclude(provenance=Question.Provenance.DEMO)

    def fit_for_parliament(self) -> QuestionQuerySet:
        """Those with all that Parliament's record of a question always has."""
        return self.filter(**{f"{name}__isnull": False for name in Question.ALWAYS_AT_PARLIAMENT})

    def in_house(self, house: str) -> QuestionQuerySet:
        return self.filter(house=house)

    def tabled_between(self, first: date | None, last: date | None) -> QuestionQuerySet:
        """Tabled from `first` to `last`, both inclusive; None leaves that end open."""
        first_ = Q(tabled_on__gte=first) if first else Q()
        return self.filter(first_, Q(tabled_on__lte=last) if last else Q())

    def at(self, house: str, tabled_on: date, uin: str) -> QuestionQuerySet:
        """The question that has this address now."""
        return self.filter(house=house, tabled_on=tabled_on, uin=uin)

    def with_people(self) -> QuestionQuerySet:
        """With what a question's heading line needs, in the same query."""
        return self.select_related("department", "asked_by", "asked_by_printed", "asked_as")


class Question(QuestionIdentity, Dated):
    happened = ("tabled_on",)

    class Status(models.TextChoices):
        """One for each question: of those that apply, the last listed here."""

        UNANSWERED = "unanswered", "Unanswered"
        HOLDING = "holding", "Holding answer"
        ANSWERED = "answered", "Answered"
        CORRECTED = "corrected", "Corrected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # What Parliament's record of a question always has, as lookups.
    ALWAYS_AT_PARLIAMENT = ("parliament_id", "tabled_on", "asked_by__parliament_id", "department__parliament_id")
    OPEN = (Status.UNANSWERED, Status.HOLDING)  # a holding answer leaves a question open
    ANSWERED = (Status.ANSWERED, Status.CORRECTED)

    class Provenance(models.TextChoices):
        PARLIAMENT = "parliament", "Parliament's API"
        TWFY = "twfy", "TheyWorkForYou"
        EDITOR = "editor", "entered by hand"
        DEMO = "demo", "demo archive"

    parliament_id = models.PositiveBigIntegerField(
        "Parliament ID", unique=True, null=True, blank=True, help_text="The question's ID in Parliament's API."
    )
    uin = models.CharField("UIN", max_length=20)
    house = models.CharField(max_length=7, choices=House, default=House.COMMONS)
    heading = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    text_is_cut = models.BooleanField("text incomplete", default=False)
    asked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="questions_asked"
    )
    asked_by_printed = models.ForeignKey(
        ExternalId,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="questions_asked",
        verbose_name="name as printed",
    )
    asked_as = models.ForeignKey(
        Membership,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="party and seat when tabled",
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    tabled_on = models.DateField(null=True, blank=True)
    due_on = models.DateField("date for answer", null=True, blank=True)
    is_named_day = models.BooleanField("named day", null=True, blank=True)
    has_interest = models.BooleanField("interest declared", default=False)
    is_withdrawn = models.BooleanField("withdrawn", default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNANSWERED, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    source_url = HttpsURLField("address at the source", max_length=500, blank=True)
    provenance = models.CharField(
        "source", max_length=10, choices=Provenance, default=Provenance.EDITOR, editable=False
    )
    last_seen_on = models.DateField(null=True, editable=False)
    vanished_on = models.DateField(
        "no longer at Parliament since", null=True, editable=False, help_text="The day when we could no longer find it."
    )
    published_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    withheld_because = models.CharField(
        "reason not public", max_length=500, blank=True, help_text="Why it is not published."
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-tabled_on", "-pk"]
        permissions = [
            ("preview_question", "Can see the page of a question that is not public"),
            ("publish_question", "Can publish and unpublish questions"),
            ("remove_question", "Can delete questions with undo, and restore them"),
        ]
        constraints = [
            # The permanent address.
            models.UniqueConstraint(
                fields=["house", "tabled_on", "uin"],
                name="question_address",
                violation_error_message="This UIN has been entered for that House and day already.",
            ),
            # The permanent address if nobody recorded when the question was tabled.
            models.UniqueConstraint(
                fields=["house", "answered_on", "uin"],
                condition=Q(tabled_on=None),
                name="question_address_by_answer",
                violation_error_message="This UIN has been entered for that House and day of answer already.",
            ),
        ]
        indexes = [
            # Lists, newest first: of all questions, and of one department.
            models.Index(fields=["-tabled_on", "-id"], name="question_newest"),
            models.Index(fields=["department", "-tabled_on", "-id"], name="question_by_department"),
            # The facets of every list. The index has every column that they need, so the rows are not read.
            models.Index(
                fields=["department", "house", "status", "tabled_on"],
                condition=Q(published_at__isnull=False, deleted_at=None),
                name="question_facets",
            ),
            # Lists by newest answer, and the home page.
            models.Index(fields=["-answered_on", "-id"], name="question_by_answer"),
            # A UIN alone in the search box, or in the admin's.
            models.Index(fields=["uin"], name="question_by_uin"),
            # A member's questions; lists filtered by party and seat.
            models.Index(fields=["asked_by", "-tabled_on"], name="question_by_asker"),
            models.Index(fields=["asked_as"], name="question_by_membership"),
            # Questions by someone known only by a printed name, for when that person is matched to a member.
            models.Index(
                fields=["asked_by_printed"], condition=Q(asked_by_printed__isnull=False), name="question_by_printed"
            ),
            # Lists filtered by status, and open questions.
            models.Index(fields=["status", "-tabled_on"], name="question_by_status"),
            # Questions with incomplete texts: the admin's filter, and the count on the page about coverage.
            models.Index(fields=["id"], condition=Q(text_is_cut=True), name="question_cut"),
            # The admin's list of drafts, and its count on the admin's first page.
            models.Index(
                fields=["-tabled_on", "-id"], condition=Q(published_at=None, deleted_at=None), name="question_drafts"
            ),
            # The admin's list of deleted questions.
            models.Index(fields=["id"], condition=Q(deleted_at__isnull=False), name="question_deleted"),
            # Removing the demo archive.
            models.Index(fields=["provenance"], name="question_by_provenance"),
        ]

    def __str__(self) -> str:
        return f"{self.heading} ({self.uin})" if self.heading else self.title_and_uin

    @property
    def official_url(self) -> str:
        """The question's page at Parliament; '' if it cannot be known."""
        if self.source_url or self.provenance == self.Provenance.DEMO or not self.tabled_on:
            return self.source_url
        return official_page(self.uin, self.tabled_on)

    @property
    def is_public(self) -> bool:
        """The same test as `public()`, for one question."""
        return self.published_at is not None and self.deleted_at is None

    @property
    def asker_name(self) -> str:
        """The asker's name, or the name as printed if no member is matched; '' if there is neither."""
        asker = self.asked_by or self.asked_by_printed
        return asker.name if asker else ""

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def type(self) -> QuestionType:
        return type_of(self.house, self.uin, self.is_named_day)

    @property
    def deadline_on(self) -> date | None:
        """The last day for an answer to be on time."""
        return deadline(self.type, self.due_on)

    @property
    def clock(self) -> Clock:
        """The facts that decide whether it was answered on time. Reads the answers, if there are any."""
        days = self.deadline_on, self.tabled_on, self.answered_on, self.last_seen_on
        return Clock(*days, is_open=self.is_open, is_prorogued=bool(self.answered_on) and self._is_prorogued)

    @property
    def _is_prorogued(self) -> bool:
        """Whether its first answer that is not a holding answer says only that the session ended."""
        answers = (answer for answer in self.answers_in_order if answer.stage != answer.Stage.HOLDING)
        first = next(answers, None)
        return first is not None and first.answer_kind == AnswerKind.PROROGATION

    @cached_property
    def answers_in_order(self) -> list[Answer]:
        """Oldest first, from one query or a prefetch."""
        if not self.pk:
            return []
        return sorted(self.answers.all(), key=lambda a: (a.stage, a.answered_on))

    @property
    def current_answer(self) -> Answer | None:
        return self.answers_in_order[-1] if self.answers_in_order else None
