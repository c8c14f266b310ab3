"""The index's fields for Parliament's API, which has other days and another order than lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from questions.models import Answer, Question

from .indexed_timeliness import LAST_OF_ALL, SPAN, Values, ordinal


def official(row: Values, answers: Sequence[Any]) -> Values:
    """Whether Parliament's record can hold the question, the days by which its API selects, and its order.

    `answers`: the current one first. `replied` is the day that Parliament calls `dateAnswered`.
    """
    replied, corrected = _replied(row, answers), last_corrected(answers)
    latest = max(ordinal(replied), ordinal(corrected))
    day = latest + LAST_OF_ALL if latest else ordinal(row["tabled_on"])
    return {
        "official": "yes" if all(row[name] for name in Question.ALWAYS_AT_PARLIAMENT) else "no",
        "replied": ordinal(replied),
        "corrected": ordinal(corrected),
        "latest_reply": day * SPAN + row["pk"],
    }


def _replied(row: Values, answers: Sequence[Any]) -> date | None:
    """The day of the answer; while there is none, of the latest holding answer."""
    return row["answered_on"] or next((answer.answered_on for answer in answers), None)


def last_corrected(answers: Sequence[Any]) -> date | None:
    return next((answer.answered_on for answer in answers if answer.stage == Answer.Stage.CORRECTION), None)
