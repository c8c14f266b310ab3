"""Turn rows into records and claims, so that what editors entered has the same form as what sources say."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from questions.archive.evidence.claims import Claim
from questions.models import Answer, Department, ExternalId, Member, Question
from questions.models.questions import QuestionQuerySet
from questions.sources.records import AnswerRecord, AttachmentRecord, Body, QuestionRecord
from questions.text.cleaning import Form, Wording, answer_wording, cut_wording


def claim_of(question: Question, editor: str = "", day: date | None = None) -> Claim:
    """The claim that a question's own rows make; by default as of the day it was published."""
    day = day or (question.published_at or timezone.now()).date()
    return Claim(record_of(question), source_of(editor), (day.isoformat(),))


def source_of(editor: str) -> str:
    return f"editor:{editor}" if editor else "editor"


def record_of(question: Question) -> QuestionRecord:
    """A question's rows as a record."""
    return record_from(with_record(Question.objects.filter(pk=question.pk)).get())


def with_record(questions: QuestionQuerySet) -> QuestionQuerySet:
    """Prefetch all that a record holds, in a fixed number of queries."""
    answers = Answer.objects.with_people().prefetch_related("attachments")
    return questions.with_people().prefetch_related(Prefetch("answers", answers), "group_links")


def record_from(question: Question) -> QuestionRecord:
    """These objects as a record, as they are in memory: they may differ from what is saved."""
    return QuestionRecord(
        house=question.house,
        uin=question.uin,
        tabled=_iso(question.tabled_on),
        wording=Wording(question.text, Form.CUT if question.text_is_cut else Form.PLAIN),
        parliament_id=question.parliament_id,
        due=_iso(question.due_on),
        named_day=question.is_named_day,
        interest=question.has_interest,
        withdrawn=question.is_withdrawn,
        heading=question.heading or None,
        asked_by=_reference(question.asked_by, question.asked_by_printed),
        department=body_of(question.department),
        answers=tuple(answer_of(a) for a in question.answers_in_order),
        grouped=tuple(sorted(((g.uin, _iso(g.tabled_on)) for g in question.group_links.all()), key=str)),
        source_url=question.source_url,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _reference(member: Member | None, printed: ExternalId | None) -> str | None:
    """The reference that a source printed, unless the row has another member by now."""
    if printed and printed.member == member:
        return printed.reference
    return member.reference if member else None


def body_of(department: Department | None) -> Body | None:
    """A department as records name it."""
    if department is None:
        return None
    own = None if department.parliament_id else department.pk
    return Body(department.parliament_id, department.name, own)


def answer_of(answer: Answer) -> AnswerRecord:
    """An answer's row as a record."""
    # Incomplete texts are plain in records: with its tags, a text would seem longer than the source's, and replace it.
    wording = cut_wording(answer.text) if answer.text_is_cut else answer_wording(answer.text)
    attachments = tuple(AttachmentRecord(a.url, a.title, a.file_type, a.size) for a in answer.attachments.all())
    day = answer.answered_on.isoformat()
    by = _reference(answer.answered_by, answer.answered_by_printed)
    return AnswerRecord(answer.stage, day, by, wording if answer.text else None, attachments)
