"""What the archive holds, and what it knows only in part: counted, so that nobody has to guess."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from questions.models import Answer, GroupLink, ImportRun, Question, Reference


class Gap(NamedTuple):
    """How many of the rows of one kind lack something; `number` of `total`."""

    what: str
    number: int
    total: int

    @property
    def percent(self) -> float:
        return 100 * self.number / self.total if self.total else 0


class Coverage(NamedTuple):
    questions: int
    answers: int
    first_tabled: date | None
    last_tabled: date | None
    last_seen: date | None
    last_import: ImportRun | None
    gaps: list[Gap]

    @property
    def last_import_on(self) -> date | None:
        return timezone.localdate(self.last_import.started_at) if self.last_import else None


QUESTION_GAPS = {
    "Questions of whose text only the beginning is known": Q(text_is_cut=True),
    "Questions without a heading": Q(heading=""),
    "Questions whose asker’s party on the day is not recorded": Q(asked_as=None),
    "Questions to a department that is not recorded": Q(department=None),
}
ANSWER_GAPS = {
    "Answers of whose text only the beginning is known": Q(text_is_cut=True),
    "Answers whose text is not on record": Q(text=""),
    "Answers whose minister’s post on the day is not recorded": Q(answered_as=None, answered_by__isnull=False),
}


def coverage() -> Coverage:
    """Five queries, each over a whole table."""
    questions = _count(Question.objects.public(), QUESTION_GAPS, **_days())
    answers = _count(Answer.objects.filter(question__in=Question.objects.public()), ANSWER_GAPS)
    waiting = GroupLink.objects.aggregate(total=Count("pk"), waiting=Count("pk", filter=Q(other=None)))
    group_gap = Gap("Grouped questions that are not here", waiting["waiting"], waiting["total"])
    cited = Reference.objects.filter(question__in=Question.objects.public()).aggregate(
        total=Count("pk"), waiting=Count("pk", filter=Q(target=None))
    )
    reference_gap = Gap("References to questions that are not here", cited["waiting"], cited["total"])
    return Coverage(
        questions=questions["total"],
        answers=answers["total"],
        first_tabled=questions["first"],
        last_tabled=questions["last"],
        last_seen=questions["seen"],
        last_import=ImportRun.objects.filter(kind="import_questions").first(),
        gaps=[*_gaps(questions, QUESTION_GAPS), *_gaps(answers, ANSWER_GAPS), group_gap, reference_gap],
    )


def _days() -> dict[str, Any]:
    return {"first": Min("tabled_on"), "last": Max("tabled_on"), "seen": Max("last_seen_on")}


def _count(rows: Any, gaps: dict[str, Q], **more: Any) -> dict[str, Any]:
    numbers = {f"gap_{place}": Count("pk", filter=gap) for place, gap in enumerate(gaps.values())}
    return rows.aggregate(total=Count("pk"), **numbers, **more)


def _gaps(counted: dict[str, Any], gaps: dict[str, Q]) -> list[Gap]:
    return [Gap(what, counted[f"gap_{place}"], counted["total"]) for place, what in enumerate(gaps)]
