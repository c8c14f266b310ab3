"""Staff's actions on single answers: delete with undo, restore, delete permanently."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from hashlib import sha256

from django.db import transaction

from questions.archive.evidence.claims import Claim, add_claim, pack
from questions.archive.evidence.file_days import place_answers
from questions.archive.evidence.removed_answers import (
    is_same,
    is_trace,
    key_of,
    put_back,
    removed_in,
    taken_out,
    trace,
    without,
)
from questions.archive.rows_as_records import answer_of, record_of
from questions.models import Answer, Archive, Evidence, Question
from questions.sources.records import HOLDING, AnswerRecord

from .question_edits import claims_of, settle_record


class CannotBeDone(Exception):
    """The action is refused. The message says why."""


def removed_answers(question: Question) -> dict[str, AnswerRecord]:
    """Deleted answers that can be restored, each by a permanent name."""
    return {_name(one): one for one in removed_in(claims_of(question)) if not is_trace(one)}


def _name(removed: AnswerRecord) -> str:
    return sha256(repr(removed).encode()).hexdigest()[:16]


@transaction.atomic
def remove_answers(question: Question, answers: Iterable[Answer], editor: str) -> None:
    """Delete these from the question and settle it without them. A source that shows them again has no effect."""
    Archive.lock()
    gone = tuple(taken_out(answer_of(answer)) for answer in answers)
    refuse_to_lose_address(question, gone)
    keys, record = {key_of(one) for one in gone}, record_of(question)
    rest = tuple(answer for answer in record.answers if key_of(answer) not in keys)
    settle_record(question, record._replace(answers=rest), editor, gone)


def refuse_to_lose_address(question: Question, gone: Iterable[AnswerRecord]) -> None:
    if question.tabled_on is None and any(one.stage != HOLDING for one in gone):
        raise CannotBeDone("This answer's date is part of the question's address. Delete the question instead.")


@transaction.atomic
def restore_answer(question: Question, name: str, editor: str) -> None:
    """Restore a deleted answer with its attachments. Raises CannotBeDone if another answer has taken its place."""
    Archive.lock()
    answer, record = put_back(_find(question, name)), record_of(question)
    if key_of(answer) in {key_of(one) for one in record.answers}:
        raise CannotBeDone("There is now another answer with this stage. Delete that one first.")
    answers = sorted((*record.answers, answer), key=lambda one: (one.stage, one.day))
    settle_record(question, record._replace(answers=tuple(answers)), editor)


@transaction.atomic
def erase_answer(question: Question, name: str) -> None:
    """Delete an answer permanently: only its history stays, and no source brings back one of its stage and day."""
    Archive.lock()
    removed = _find(question, name)
    stands = any(key_of(one) == key_of(removed) for one in record_of(question).answers)
    claims = [
        _erased(claim, removed, () if stands else (trace(removed),)) for claim in place_answers(claims_of(question))
    ]
    packed = pack(reduce(add_claim, claims, ()))
    Evidence.objects.filter(question=question).update(packed=packed)


def _erased(claim: Claim, removed: AnswerRecord, instead: tuple[AnswerRecord, ...]) -> Claim:
    kept = tuple(one for one in claim.record.removed if not is_same(removed, one))
    named = (*kept, *instead) if len(kept) < len(claim.record.removed) else kept
    return claim._replace(record=without(claim.record, (removed,))._replace(removed=named))


def _find(question: Question, name: str) -> AnswerRecord:
    try:
        return removed_answers(question)[name]
    except KeyError:
        raise CannotBeDone("This answer is no longer in the list of deleted answers.") from None
