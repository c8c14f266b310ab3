"""What corrections changed in answers, for question pages and the list of corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from questions.lists.filters import QuestionFilterSet
from questions.search.hit import Given, Hit
from questions.text.differences import Part, Piece, difference, excerpt

# Reasons why changes cannot be shown, or need not be.
NO_ORIGINAL = "the text of the original answer is not on record"
NO_CORRECTION = "the text of the correction is not on record"
ORIGINAL_CUT = "only the beginning of the original answer is on record"
CORRECTION_CUT = "only the beginning of the correction is on record"


class Text(Protocol):
    text: str
    text_is_cut: bool


class Changed(NamedTuple):
    """What a correction changed; `unknown` says why that is not known. If both are empty, no word differs."""

    parts: list[Part]
    unknown: str = ""

    @property
    def has_more(self) -> bool:
        """Whether there are changes outside the excerpt, which has one line."""
        return sum(line.is_changed for part in self.parts for line in part.lines) > 1

    @property
    def excerpt(self) -> list[Piece]:
        return excerpt(self.parts)


class Correction(NamedTuple):
    """A question's latest correction, and the days between it and the answer (None: not recorded)."""

    given: Given
    days: int | None
    changed: Changed


class CorrectionFilterSet(QuestionFilterSet):
    """Lists the latest correction first, unless the address says otherwise."""

    usual_order = "corrected"


def compare_answers(original: Text | None, correction: Text) -> Changed:
    unknown = _unknown(original, correction)
    return Changed([] if unknown or not original else difference(original.text, correction.text), unknown)


def _unknown(original: Text | None, correction: Text) -> str:
    if not original or not original.text:
        return NO_ORIGINAL
    if not correction.text:
        return NO_CORRECTION
    return ORIGINAL_CUT if original.text_is_cut else CORRECTION_CUT if correction.text_is_cut else ""


def latest_correction(hit: Hit) -> Correction | None:
    """The correction of a question in a list; None if it has none."""
    given: Sequence[Given] = [answer for answer in hit.answers if not answer.is_holding]
    if not given or not given[-1].is_correction:
        return None
    original = given[-2] if len(given) > 1 else None
    return Correction(given[-1], _days(hit.answered_on, given[-1].answered_on), compare_answers(original, given[-1]))


def _days(answered_on: date | None, corrected_on: date) -> int | None:
    return (corrected_on - answered_on).days if answered_on and answered_on <= corrected_on else None
