"""Gaps in what is known about a question: each has a name for addresses, and words for readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

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


class AnswerKnown(Protocol):
    """What decides about the gaps of an answer."""

    @property
    def text(self) -> str: ...

    @property
    def text_is_cut(self) -> bool: ...

    @property
    def is_printed(self) -> bool:
        """Whether the minister is known only by a printed name, not as a member."""

    @property
    def lacks_post(self) -> bool:
        """Whether the minister is known, but not the post held on the day."""


def list_gaps(
    answers: Sequence[AnswerKnown],
    *,
    heading: str,
    is_cut: bool,
    has_department: bool,
    has_party: bool,
    is_printed: bool,
    cites_absent: bool,
) -> list[Gap]:
    """The gaps of a question, in the order above, from what is known of it and its answers."""
    answer_is_cut = any(answer.text_is_cut for answer in answers)
    found = {
        Gap.CUT: is_cut or answer_is_cut,
        Gap.QUESTION_CUT: is_cut,
        Gap.ANSWER_CUT: answer_is_cut,
        Gap.ANSWER_MISSING: any(not answer.text for answer in answers),
        Gap.NO_HEADING: not heading,
        Gap.NO_DEPARTMENT: not has_department,
        Gap.PRINTED: is_printed or any(answer.is_printed for answer in answers),
        Gap.NO_PARTY: not has_party,
        Gap.NO_POST: any(answer.lacks_post for answer in answers),
        Gap.REFERENCE: cites_absent,
    }
    return [gap for gap, is_there in found.items() if is_there]
