"""Answers that an editor has removed from a question, and its claims without them. Pure functions.

The newest of the editors' claims lists them. A source may go on showing such an answer, in any form: it stays removed.
A source that shows another text or another day is believed.
"""

from __future__ import annotations

from questions.sources.records import CORRECTION, AnswerRecord, QuestionRecord
from questions.text.cleaning import Form, Wording, is_same_text

from .claims import Claim, is_editor

NO_TEXT = Wording("", Form.PLAIN)  # for an answer deleted while its text was not on record


def key_of(answer: AnswerRecord) -> tuple[int, str]:
    """What identifies an answer in its question: there is one holding answer, one original, one correction a day."""
    return answer.stage, answer.day if answer.stage == CORRECTION else ""


def taken_out(answer: AnswerRecord) -> AnswerRecord:
    """A removed answer as a claim stores it."""
    return answer._replace(wording=answer.wording or NO_TEXT)


def put_back(removed: AnswerRecord) -> AnswerRecord:
    return removed._replace(wording=None if removed.wording == NO_TEXT else removed.wording)


def trace(removed: AnswerRecord) -> AnswerRecord:
    """What is kept of an answer deleted for good: no source may bring back an answer with this stage and day."""
    return AnswerRecord(removed.stage, removed.day, None, None)


def is_trace(removed: AnswerRecord) -> bool:
    return removed.wording is None


def is_same(removed: AnswerRecord, answer: AnswerRecord) -> bool:
    """Whether this is the removed answer; where a text is missing, stage and day decide."""
    if (removed.stage, removed.day) != (answer.stage, answer.day):
        return False
    return removed.wording is None or answer.wording is None or is_same_text(removed.wording, answer.wording)


def removed_in(claims: tuple[Claim, ...]) -> tuple[AnswerRecord, ...]:
    """The answers that the newest edit leaves out."""
    edits = [claim for claim in claims if is_editor(claim.source)]
    # If two edits have the same day, their content decides, so that the order of imports makes no difference.
    return max(edits, key=lambda claim: (claim.days[-1], repr(claim))).record.removed if edits else ()


def without_removed(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The same claims in the same order, without these answers."""
    if not any(claim.record.removed for claim in claims):
        return claims
    removed = removed_in(claims)
    return tuple(claim._replace(record=without(claim.record, removed)) for claim in claims)


def without(record: QuestionRecord, removed: tuple[AnswerRecord, ...]) -> QuestionRecord:
    answers = tuple(answer for answer in record.answers if not any(is_same(one, answer) for one in removed))
    return record._replace(answers=answers, removed=())
