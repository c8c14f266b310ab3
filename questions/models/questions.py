from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from .departments import Department
from .fields import HttpsURLField
from .members import House, Member, Membership, Post

OFFICIAL_PAGE = "https://questions-statements.parliament.uk/written-questions/detail/{day}/{uin}"


class QuestionQuerySet(models.QuerySet):
    def public(self) -> QuestionQuerySet:
        """Published and not deleted: the one gate for whatever the public sees."""
        return self.filter(published_at__isnull=False, deleted_at=None)

    def answered(self) -> QuestionQuerySet:
        """With a substantive answer, corrected since or not."""
        return self.filter(answered_on__isnull=False)

    def unanswered(self) -> QuestionQuerySet:
        """Neither answered nor withdrawn; a holding answer leaves a question open."""
        return self.filter(status__in=[Question.Status.UNANSWERED, Question.Status.HOLDING])

    def in_house(self, house: str) -> QuestionQuerySet:
        return self.filter(house=house)

    def tabled_between(self, first: date | None, last: date | None) -> QuestionQuerySet:
        """Tabled from `first` to `last`, both inclusive; None leaves that end open."""
        first_ = Q(tabled_on__gte=first) if first else Q()
        return self.filter(first_, Q(tabled_on__lte=last) if last else Q())

    def at(self, house: str, tabled_on: date, uin: str) -> QuestionQuerySet:
        """The question that has this address now."""
        return self.filter(house=house, tabled_on=tabled_on, uin=uin)

    def formerly_at(self, house: str, tabled_on: date, uin: str) -> QuestionQuerySet:
        """Those that had this address until their tabling date was changed."""
        former = FormerAddress.objects.filter(tabled_on=tabled_on, uin=uin)
        return self.filter(house=house, pk__in=former.values("question"))

    def with_people(self) -> QuestionQuerySet:
        """With what a heading line about a question needs, in the same query."""
        return self.select_related("department", "asked_by", "asked_as")


class Question(models.Model):
    class Status(models.TextChoices):
        """One a question, the first that applies from the bottom up."""

        UNANSWERED = "unanswered", "Unanswered"
        HOLDING = "holding", "Holding answer"
        ANSWERED = "answered", "Answered"
        CORRECTED = "corrected", "Corrected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Provenance(models.TextChoices):
        PARLIAMENT = "parliament", "Parliament's API"
        EDITOR = "editor", "entered by hand"
        DEMO = "demo", "demo archive"

    parliament_id = models.PositiveBigIntegerField(
        unique=True, null=True, blank=True, help_text="The question's id at Parliament."
    )
    uin = models.CharField("UIN", max_length=20)
    house = models.CharField(max_length=7, choices=House, default=House.COMMONS)
    heading = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    text_is_cut = models.BooleanField("text is cut", default=False)
    asked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="questions_asked"
    )
    asked_as = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    tabled_on = models.DateField(null=True, blank=True)
    due_on = models.DateField("due for answer", null=True, blank=True)
    is_named_day = models.BooleanField("named day", null=True, blank=True)
    has_interest = models.BooleanField("interest declared", default=False)
    is_withdrawn = models.BooleanField("withdrawn", default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.UNANSWERED, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    source_url = HttpsURLField("source", max_length=500, blank=True)
    provenance = models.CharField(max_length=10, choices=Provenance, default=Provenance.EDITOR, editable=False)
    last_seen_on = models.DateField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-tabled_on", "-pk"]
        constraints = [
            # The permanent address.
            models.UniqueConstraint(
                fields=["house", "tabled_on", "uin"],
                name="question_address",
                violation_error_message="This UIN has been entered for that House and day already.",
            ),
        ]
        indexes = [
            # The list: newest first, of all and of one department.
            models.Index(fields=["-tabled_on", "-id"], name="question_newest"),
            models.Index(fields=["department", "-tabled_on", "-id"], name="question_by_department"),
            # The facets of every list, counted without a look at the rows: all that they ask for is in it.
            models.Index(
                fields=["department", "house", "status", "tabled_on"],
                condition=Q(published_at__isnull=False, deleted_at=None),
                name="question_facets",
            ),
            # The list by newest answer, and the home page.
            models.Index(fields=["-answered_on", "-id"], name="question_by_answer"),
            # A bare UIN typed into the search box, or into the admin's.
            models.Index(fields=["uin"], name="question_by_uin"),
            # A member's questions; the list's party and seat filters.
            models.Index(fields=["asked_by", "-tabled_on"], name="question_by_asker"),
            models.Index(fields=["asked_as"], name="question_by_membership"),
            # The list's status filter, and what is still open.
            models.Index(fields=["status", "-tabled_on"], name="question_by_status"),
            # What is known in part only: the desk's filter, and its count on the page about coverage.
            models.Index(fields=["id"], condition=Q(text_is_cut=True), name="question_cut"),
            # Taking out the demo archive.
            models.Index(fields=["provenance"], name="question_by_provenance"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.uin})"

    def get_absolute_url(self) -> str:
        if self.tabled_on:
            return reverse("question", args=[self.house, self.tabled_on.isoformat(), self.uin])
        return reverse("question-by-answer", args=[self.house, self.answered_on or "none", self.uin])

    @property
    def title(self) -> str:
        """The heading; many questions get one only near their answer, and some never."""
        return self.heading or f"Question {self.uin}"

    @property
    def reference(self) -> str:
        """The API's id: Parliament's, or 'a' and the primary key where there is none."""
        return str(self.parliament_id) if self.parliament_id else f"a{self.pk}"

    @property
    def official_url(self) -> str:
        """The question's page at Parliament; '' where none can be known."""
        if self.source_url or self.provenance == self.Provenance.DEMO or not self.tabled_on:
            return self.source_url
        return OFFICIAL_PAGE.format(day=self.tabled_on.isoformat(), uin=self.uin)

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.UNANSWERED, self.Status.HOLDING)

    @cached_property
    def answers_in_order(self) -> list[Answer]:
        """Oldest first, from one query or a prefetch."""
        return sorted(self.answers.all(), key=lambda a: (a.kind, a.answered_on))

    @property
    def current_answer(self) -> Answer | None:
        return self.answers_in_order[-1] if self.answers_in_order else None


class AnswerQuerySet(models.QuerySet):
    def with_people(self) -> AnswerQuerySet:
        return self.select_related("answered_by", "answered_as", "department")


class Answer(models.Model):
    """One of a question's answers. A correction stands beside its original."""

    class Kind(models.IntegerChoices):
        """In the order in which a question receives them."""

        HOLDING = 1, "Holding answer"
        ANSWER = 2, "Answer"
        CORRECTION = 3, "Correction"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    kind = models.PositiveSmallIntegerField(choices=Kind, default=Kind.ANSWER)
    answered_on = models.DateField()
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_given"
    )
    answered_as = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The one that answered; empty: the question's.",
    )
    text = models.TextField(blank=True, help_text="HTML. Empty: the text is not on record.")
    text_is_cut = models.BooleanField("text is cut", default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question", "kind", "answered_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "kind", "answered_on"],
                name="answer_once",
                violation_error_message="There is an answer of this kind and day already.",
            ),
        ]
        indexes = [
            # A minister's answers, newest first; recomputing the posts held on the day.
            models.Index(fields=["answered_by", "-answered_on"], name="answer_by_minister"),
            # As of questions: answers that are known in part only.
            models.Index(fields=["id"], condition=Q(text_is_cut=True), name="answer_cut"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.answered_on:%-d %B %Y}"

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


class QuestionEvent(models.Model):
    """Something that changed in a question's record, seen first on `day`.

    That it was tabled and answered is not kept here: the question and its answers say so
    themselves (see timeline.py).
    """

    class Kind(models.TextChoices):
        REWORDED = "reworded", "Question reworded"
        HEADING = "heading", "Heading changed"
        TRANSFERRED = "transferred", "Transferred"
        TABLED_CHANGED = "tabled", "Tabling date changed"
        DUE_CHANGED = "due", "Date for answer changed"
        ANSWER_REWORDED = "answer", "Answer's text changed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    day = models.DateField()
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    source = models.CharField(max_length=50, blank=True, help_text="“parliament”, “editor:anna” …")

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day:%-d %B %Y}"


class GroupLink(models.Model):
    """That a question was answered together with another, which may not be in the archive yet."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="group_links")
    uin = models.CharField("UIN", max_length=20)
    tabled_on = models.DateField()
    other = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, editable=False, related_name="grouped_by")

    class Meta:
        ordering = ["tabled_on", "uin"]
        constraints = [
            models.UniqueConstraint(fields=["question", "tabled_on", "uin"], name="group_link_once"),
        ]
        indexes = [
            # Finding the links that wait for a question which has just arrived.
            models.Index(fields=["uin", "tabled_on"], name="group_link_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.uin} of {self.tabled_on:%-d %B %Y}"


class FormerAddress(models.Model):
    """An address that a question had before its tabling date was changed; it redirects."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="former_addresses")
    tabled_on = models.DateField()
    uin = models.CharField("UIN", max_length=20)

    class Meta:
        verbose_name_plural = "former addresses"
        constraints = [
            models.UniqueConstraint(fields=["question", "tabled_on", "uin"], name="former_address_once"),
        ]
        indexes = [
            # Redirecting an old address.
            models.Index(fields=["uin", "tabled_on"], name="former_address_lookup"),
        ]

    def __str__(self) -> str:
        return f"{self.uin} of {self.tabled_on:%-d %B %Y}"


class Evidence(models.Model):
    """What each source said of a question, and on which days: see archive/claims.py.

    The question, its answers and its events are settled from this anew whenever a record
    arrives, which is why the order of arrival does not matter.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="evidence")
    packed = models.BinaryField()

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return f"Evidence on {self.question_id}"
