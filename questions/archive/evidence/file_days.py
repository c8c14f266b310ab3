"""Matches answers that have only their file's day to a question's answers. Pure functions.

TheyWorkForYou's files since 2014 are like this: an answer is in its day's file, and a correction is in its own day's,
as if it were the answer. What else is known about the question decides: the text, or else the day, or else
that it came after another answer. The order of files makes no difference, nor whether Parliament's record is there.
"""

from __future__ import annotations

from typing import NamedTuple

from questions.sources.records import ANSWER, CORRECTION, HOLDING, AnswerRecord
from questions.text.cleaning import Form, Wording, same

from .claims import Claim, is_editor

SOURCE = "twfy"


class Known(NamedTuple):
    """What else is known about the question while answers are matched one by one."""

    answers: list[AnswerRecord]
    uncorrected: str  # the last day on which Parliament showed an answer that nobody had corrected


def tells_only_day(claim: Claim) -> bool:
    """Leave Hansard's prints unchanged: they have no date tabled, and mark corrections in another way."""
    return claim.source == SOURCE and claim.record.tabled is not None and bool(claim.record.answers)


def placed(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The same claims in the same order, each answer with its true kind and day."""
    places = [place for place, claim in enumerate(claims) if tells_only_day(claim)]
    if not places:
        return claims
    there = list(claims)
    known = _known([claim for claim in claims if not tells_only_day(claim)])
    for place in sorted(places, key=lambda place: claims[place].record.answers[-1].day):
        record = claims[place].record
        *before, last = record.answers
        answers = (*(_place_earlier(answer, known) for answer in before), _place(last, known))
        known.answers.extend(answers)
        there[place] = claims[place]._replace(record=record._replace(answers=answers))
    return tuple(there)


def _known(claims: list[Claim]) -> Known:
    shown = [claim for claim in claims if claim.record.answered and not is_editor(claim.source)]
    uncorrected = (claim.days[-1] for claim in shown if all(a.kind != CORRECTION for a in claim.record.answers))
    return Known([answer for claim in claims for answer in claim.record.answers], max(uncorrected, default=""))


def _place(answer: AnswerRecord, known: Known) -> AnswerRecord:
    """A full text is the best evidence; another answer of that day is better than a cut text."""
    alike = [other for other in known.answers if _is_alike(answer.wording, other.wording)]
    full = [other for other in alike if other.wording and other.wording.form != Form.CUT]
    that_day = [other for other in known.answers if other.day == answer.day]
    if not (found := full or that_day or alike):
        return _follow(answer, known)
    best = max(found, key=lambda other: (other.day == answer.day, other.kind == answer.kind, other.kind, other.day))
    return answer._replace(kind=best.kind, day=best.day)


def _place_earlier(answer: AnswerRecord, known: Known) -> AnswerRecord:
    """An answer shown with its correction, in the correction's file, has the original's day."""
    return answer._replace(day=_first_day(known) or answer.day)


def _is_alike(one: Wording | None, other: Wording | None) -> bool:
    return bool(one and other and same(one, other))


def _follow(answer: AnswerRecord, known: Known) -> AnswerRecord:
    """Other words than those of the first answer correct it, unless Parliament shows none corrected then: beside
    others of its group, a question stands above their answer, which may be no longer its own."""
    first = _first_day(known)
    if first is None or answer.kind == HOLDING:
        return answer
    if answer.day <= first:
        return answer._replace(kind=ANSWER, day=first)
    if answer.day <= known.uncorrected:
        return answer._replace(kind=ANSWER, day=first, wording=None, attachments=())
    return answer._replace(kind=CORRECTION)


def _first_day(known: Known) -> str | None:
    return min((answer.day for answer in known.answers if answer.kind == ANSWER), default=None)
