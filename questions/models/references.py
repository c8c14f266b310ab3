"""What questions and answers cite: other questions, and documents on other sites."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from .answers import Answer
from .questions import Question


class ReferenceQuerySet(models.QuerySet):
    def unresolved(self) -> ReferenceQuerySet:
        """References to questions that are not in the archive."""
        return self.filter(target=None)


class Reference(models.Model):
    """A question's text, or one of its answers, cites another question, which may not be in the archive yet."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="references")
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, null=True, related_name="references", help_text="Empty: in the question."
    )
    uin = models.CharField("UIN", max_length=20)
    day = models.DateField(null=True, help_text="The day of the cited answer, as the text gives it.")
    tabled_on = models.DateField(null=True, help_text="The date tabled, if the text or a link gives it.")
    target = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, related_name="cited_by")

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            # Finding the references to a question that has just arrived.
            models.Index(fields=["uin"], name="reference_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.uin} of {self.day:%-d %B %Y}" if self.day else self.uin


class CitedDocumentQuerySet(models.QuerySet):
    def public(self) -> CitedDocumentQuerySet:
        """Documents cited by an answer to a public question. Nobody may learn of the others."""
        return self.filter(Exists(Citation.objects.public().filter(document=OuterRef("pk"))))


class CitedDocument(models.Model):
    """A page or file on another site that answers cite. Addresses with the same normalised form are one document."""

    key = models.CharField(
        max_length=16, unique=True, editable=False, help_text="Made from the address: see derived/citations.py."
    )
    url = models.TextField("address", help_text="Without parts that do not identify the document.")
    host = models.CharField(max_length=255)
    title = models.CharField(max_length=500, blank=True, help_text="The name that most answers use.")

    objects = CitedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["host", "url"]
        indexes = [
            # The documents of one site.
            models.Index(fields=["host"], name="cited_document_host"),
        ]

    def __str__(self) -> str:
        return self.title or self.shown_url

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.key])

    @property
    def shown_url(self) -> str:
        return self.url.removeprefix("https://")

    @property
    def slug(self) -> str:
        """How an address names the document."""
        return self.key


class CitationQuerySet(models.QuerySet):
    def public(self) -> CitationQuerySet:
        # Checked for each citation: if the public questions were a subquery, SQLite would read all of them first.
        return self.filter(Exists(Question.objects.public().filter(pk=OuterRef("answer__question"))))


class Citation(models.Model):
    """An answer cites a document, under this address."""

    document = models.ForeignKey(CitedDocument, on_delete=models.CASCADE, related_name="citations")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="citations")
    url = models.TextField("address", help_text="The address as in the answer.")
    title = models.CharField(max_length=200, blank=True, help_text="The name that the answer uses.")

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["document", "answer"], name="citation_once")]

    def __str__(self) -> str:
        return self.url
