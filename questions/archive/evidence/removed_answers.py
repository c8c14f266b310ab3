"""Answers that an editor has taken out of a question: what is said of it, without them. Pure functions.

The newest of the editors' claims names them. A source that goes on showing such an answer, in whatever form, says
nothing new, and the answer stays away; one that shows another text or another day is believed.
"""

from __future__ import annotations

from questions.sources.records import CORRECTION, AnswerRecord, QuestionRecord
from questions.text.cleaning import Form, Wording, same

from .claims import Claim, is_editor

NO_TEXT = Wording("", Form.PLAIN)  # of an answer that was taken out while its text was not on record


def key_of(answer: AnswerRecord) -> tuple[int, str]:
    """There is one holding answer and one original; corrections differ by their days."""
    return answer.kind, answer.day if answer.kind == CORRECTION else ""


def taken_out(answer: AnswerRecord) -> AnswerRecord:
    """As a claim keeps it."""
    return answer._replace(wording=answer.wording or NO_TEXT)


def put_back(removed: AnswerRecord) -> AnswerRecord:
    return removed._replace(wording=None if removed.wording == NO_TEXT else removed.wording)


def trace(removed: AnswerRecord) -> AnswerRecord:
    """What stays of one that is deleted for good: that no answer of this kind and day is to come from a source."""
    return AnswerRecord(removed.kind, removed.day, None, None)


def is_trace(removed: AnswerRecord) -> bool:
    return removed.wording is None


def is_same(removed: AnswerRecord, answer: AnswerRecord) -> bool:
    """Whether this is the answer that was taken out: one that says no text may well be."""
    if (removed.kind, removed.day) != (answer.kind, answer.day):
        return False
    return removed.wording is None or answer.wording is None or same(removed.wording, answer.wording)


def removed_in(claims: tuple[Claim, ...]) -> tuple[AnswerRecord, ...]:
    """The answers that are taken out as of the newest edit."""
    edits = [claim for claim in claims if is_editor(claim.source)]
    return max(edits, key=lambda claim: (claim.days[-1], repr(claim))).record.removed if edits else ()


def without_removed(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The same claims in the same order, as if these answers had never been."""
    if not any(claim.record.removed for claim in claims):
        return claims
    removed = removed_in(claims)
    return tuple(claim._replace(record=without(claim.record, removed)) for claim in claims)


def without(record: QuestionRecord, removed: tuple[AnswerRecord, ...]) -> QuestionRecord:
    answers = tuple(answer for answer in record.answers if not any(is_same(one, answer) for one in removed))
    return record._replace(answers=answers, removed=())
