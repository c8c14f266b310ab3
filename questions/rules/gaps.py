"""What may be known of a question only in part: each gap has a name for addresses, and words for readers."""

from __future__ import annotations

from django.db.models import TextChoices


class Gap(TextChoices):
    CUT = "cut", "Of some text only the beginning is known"
    QUESTION_CUT = "question-cut", "Only the beginning of the question is known"
    ANSWER_CUT = "answer-cut", "Only the beginning of an answer is known"
    ANSWER_MISSING = "answer-missing", "The text of an answer is not on record"
    NO_HEADING = "no-heading", "Without a heading"
    NO_DEPARTMENT = "no-department", "The department is not recorded"
    PRINTED = "printed-name", "Of whoever asked or answered, only the printed name is known"
    NO_PARTY = "no-party", "The asker’s party on the day is not recorded"
    NO_POST = "no-post", "The minister’s post on the day is not recorded"
    REFERENCE = "reference", "Cites a question that is not in the archive"
