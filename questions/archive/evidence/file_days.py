"""Answers dated only by the file they are in: which of a question's answers each one is. Pure functions.

TheyWorkForYou's files since 2014 do not mark corrections: an answer is in the file of its day, and its correction is in
a later file, shown as if it were the answer. Other evidence about the question tells them apart: first the text, then
the day, then their order. The order of files makes no difference, nor does whether Parliament's own record has been
imported.
"""

from __future__ import annotations

from typing import NamedTuple

from questions.sources.records import ANSWER, CORRECTION, HOLDING, AnswerRecord
from questions.text.cleaning import Form, Wording, is_same_text

from .claims import Claim, is_editor

SOURCE = "twfy"


class Known(NamedTuple):
    """What else is known about the question while answers are matched one by one."""

    answers: list[AnswerRecord]
    uncorrected: str  # the last day on which Parliament showed an answer that nobody had corrected


def tells_only_day(claim: Claim) -> bool:
    """Whether its answers are dated only by their file. Hansard's prints, which have no day of tabling, are not."""
    return claim.source == SOURCE and claim.record.tabled is not None and bool(claim.record.answers)


def place_answers(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The same claims in the same order, each answer with its true stage and day."""
    places = [place for place, claim in enumerate(claims) if tells_only_day(claim)]
    if not places:
        return claims
    there = list(claims)
    known = _known([claim for claim in claims if not tells_only_day(claim)])
    # Oldest first, whatever the order of claims: each answer that is placed is known to those after it,
    # and a later file counts as a correction only because an original is known by then.
    for place in sorted(places, key=lambda place: claims[place].record.answers[-1].day):
        record = claims[place].record
        *before, last = record.answers
        answers = (*(_place_earlier(answer, known) for answer in before), _place(last, known))
        known.answers.extend(answers)
        there[place] = claims[place]._replace(record=record._replace(answers=answers))
    return tuple(there)


def _known(claims: list[Claim]) -> Known:
    shown = [claim for claim in claims if claim.record.answered and not is_editor(claim.source)]
    uncorrected = (claim.days[-1] for claim in shown if all(a.stage != CORRECTION for a in claim.record.answers))
    return Known([answer for claim in claims for answer in claim.record.answers], max(uncorrected, default=""))


def _place(answer: AnswerRecord, known: Known) -> AnswerRecord:
    """Best evidence first: the same text known in full, another answer on that day, the same text cut."""
    alike = [other for other in known.answers if _is_alike(answer.wording, other.wording)]
    full = [other for other in alike if other.wording and other.wording.form != Form.CUT]
    that_day = [other for other in known.answers if other.day == answer.day]
    if not (found := full or that_day or alike):
        return _follow(answer, known)
    # A total order, so that the order of imports makes no difference to which one is chosen.
    best = max(found, key=lambda other: (other.day == answer.day, other.stage == answer.stage, other.stage, other.day))
    return answer._replace(stage=best.stage, day=best.day)


def _place_earlier(answer: AnswerRecord, known: Known) -> AnswerRecord:
    """An answer shown in a correction's file, before the correction, has the day of the original."""
    return answer._replace(day=_first_day(known) or answer.day)


def _is_alike(one: Wording | None, other: Wording | None) -> bool:
    return bool(one and other and is_same_text(one, other))


def _follow(answer: AnswerRecord, known: Known) -> AnswerRecord:
    """A different, later text is a correction, unless Parliament showed an uncorrected answer after that day.

    In that case the file groups the question with others, and the text may be only theirs.
    """
    first = _first_day(known)
    if first is None or answer.stage == HOLDING:
        return answer
    if answer.day <= first:
        return answer._replace(stage=ANSWER, day=first)
    if answer.day <= known.uncorrected:
        # The text may be that of another question in the group: keep only that there was an answer.
        return answer._replace(stage=ANSWER, day=first, wording=None, attachments=())
    return answer._replace(stage=CORRECTION)


def _first_day(known: Known) -> str | None:
    return min((answer.day for answer in known.answers if answer.stage == ANSWER), default=None)
