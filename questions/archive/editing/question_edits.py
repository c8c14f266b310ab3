"""Editors' changes as claims, like any source's, so that no later import undoes them silently."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from questions.archive.evidence.claims import Claim, add_claim, is_editor, unpack
from questions.archive.evidence.file_days import place_answers
from questions.archive.evidence.ordering import state
from questions.archive.evidence.removed_answers import is_same, key_of, removed_in, taken_out, without_removed
from questions.archive.evidence.settling import settle
from questions.archive.rows_as_records import record_of, source_of
from questions.archive.writing.write_questions import Draft, write_drafts
from questions.models import Archive, Evidence, Question
from questions.sources.records import AnswerRecord, QuestionRecord


def _without_editors_of(day: str, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Leave out editors' claims of this day. Claims have no time, so only the last edit of a day is kept."""
    others = (
        claim._replace(days=tuple(d for d in claim.days if d != day or not is_editor(claim.source))) for claim in claims
    )
    return tuple(claim for claim in others if claim.days)


@transaction.atomic
def take_edit(question: Question, editor: str) -> list[str]:
    """Settle a question whose rows an editor has just changed; the edit is a claim like others.

    Missing answers count as deleted (removed_answers.py). If the editor moves a question back to an earlier state in
    another way, claims of later states are dropped. Returns the emptied fields for which a source has a value.
    """
    Archive.lock()
    return settle_record(question, record_of(question), editor, saved=[question.pk])


def settle_record(
    question: Question,
    record: QuestionRecord,
    editor: str,
    gone: tuple[AnswerRecord, ...] = (),
    saved: Iterable[int] = (),
) -> list[str]:
    """As `take_edit`, with the question's new state as a record; `gone` are removed answers not in the evidence."""
    draft = make_draft(question, record, editor, Evidence.objects.filter(question=question).first(), gone=gone)
    write_drafts([draft], saved=saved)
    known_now = draft.settled.record._asdict()
    return [name for name, value in record._asdict().items() if value is None and known_now[name] is not None]


def make_draft(
    question: Question | None,
    record: QuestionRecord,
    editor: str,
    evidence: Evidence | None,
    *,
    takes_back: str = "",
    gone: tuple[AnswerRecord, ...] = (),
) -> Draft:
    """A draft of the question with an editor's claim of today; `question` is None if it is new.

    Editors' claims of the day `takes_back` are removed, not just superseded.
    """
    today = timezone.localdate().isoformat()
    known = _without_editors_of(takes_back, _claims_in(evidence))
    record = record._replace(removed=_removed(record, known, gone))
    edit = Claim(record, source_of(editor), (today,))
    claims = _not_beyond(record, add_claim(_without_editors_of(today, known), edit))
    return Draft(question, claims, settle(claims))


def claims_of(question: Question) -> tuple[Claim, ...]:
    return _claims_in(Evidence.objects.filter(question=question).first())


def _claims_in(evidence: Evidence | None) -> tuple[Claim, ...]:
    return unpack(bytes(evidence.packed)) if evidence else ()


def _removed(
    record: QuestionRecord, known: tuple[Claim, ...], gone: tuple[AnswerRecord, ...]
) -> tuple[AnswerRecord, ...]:
    """Answers deleted earlier or now, unless the record has them again."""
    there = {key_of(answer) for answer in record.answers}
    stood = (
        [AnswerRecord(a.stage, a.day, a.by, a.wording, a.attachments) for a in settle(known).answers] if known else []
    )
    missing = [taken_out(answer) for answer in stood if key_of(answer) not in there]
    found = dict.fromkeys((*removed_in(known), *gone, *missing))
    return tuple(one for one in sorted(found, key=repr) if not any(is_same(one, answer) for answer in record.answers))


def _not_beyond(record: QuestionRecord, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Drop claims of a later state than the editor's, not counting deleted answers."""
    told = zip(claims, without_removed(place_answers(claims)), strict=True)
    return tuple(claim for claim, rest in told if state(rest.record) <= state(record))
