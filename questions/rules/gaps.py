"""Gaps in what is known about a question: each has a name for addresses, and words for readers."""

from __future__ import annotations

from django.db.models import TextChoices


class Gap(TextChoices):
    CUT = "cut", "Text incomplete"
    QUESTION_CUT = "question-cut", "Question incomplete"
    ANSWER_CUT = "answer-cut", "Answer incomplete"
    ANSWER_MISSING = "answer-missing", "Text of an answer not on record"
    NO_HEADING = "no-heading", "No heading"
    NO_DEPARTMENT = "no-department", "Department not recorded"
    PRINTED = "printed-name", "Asker or minister not matched to a member"
    NO_PARTY = "no-party", "Asker’s party on the day not recorded"
    NO_POST = "no-post", "Minister’s post on the day not recorded"
    REFERENCE = "reference", "Cites a question not in the archive"
