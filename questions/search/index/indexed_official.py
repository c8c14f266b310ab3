"""What the index has for the addresses of Parliament's API, whose days and order differ from those of lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from questions.models import Answer

from .indexed_timeliness import LAST_OF_ALL, SPAN, Values, ordinal

NEEDED = ("parliament_id", "tabled_on", "asked_by__parliament_id", "department__parliament_id")


def official(row: Values, answers: Sequence[Any]) -> Values:
    """Whether Parliament's record can hold the question, the days by which its API selects, and its order.

    `answers`: the current one first. `replied` is the day that Parliament calls `dateAnswered`.
    """
    replied, corrected = _replied(row, answers), last_corrected(answers)
    latest = max(ordinal(replied), ordinal(corrected))
    day = latest + LAST_OF_ALL if latest else ordinal(row["tabled_on"])
    return {
        "official": "yes" if all(row[name] for name in NEEDED) else "no",
        "replied": ordinal(replied),
        "corrected": ordinal(corrected),
        "latest_reply": day * SPAN + row["pk"],
    }


def _replied(row: Values, answers: Sequence[Any]) -> date | None:
    """The day of the answer; while there is none, of the latest holding answer."""
    return row["answered_on"] or next((answer.answered_on for answer in answers), None)


def last_corrected(answers: Sequence[Any]) -> date | None:
    return next((answer.answered_on for answer in answers if answer.stage == Answer.Stage.CORRECTION), None)
