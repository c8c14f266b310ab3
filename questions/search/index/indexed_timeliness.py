"""What the index has on a question's timeliness: its type, whether it was answered on time, and how long it waited."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from questions.models import Answer, AnswerKind, Question
from questions.rules.deadlines import Clock, QuestionType, Timing, days_taken, deadline, is_oral, timing, type_of
from questions.rules.sessions import Sessions

from .schema import UNKNOWN

Values = dict[str, Any]

# Sort keys are day × SPAN + primary key, so that they sort by day, then by key.
SPAN = 10**11
LAST_OF_ALL = date.max.toordinal() + 1  # for an unknown day, if the order is oldest first
YES_OR_NO = {True: 1, False: 2}
HOUSES = {"commons": 0, "lords": 1}


def ordinal(day: date | None) -> int:
    return day.toordinal() if day else UNKNOWN


def timeliness(row: Values, answers: Sequence[Any], sessions: Sessions) -> Values:
    """The question's type, its timing, and what figures need: see cohorts.py. `answers`: the current one first."""
    kind = type_of(row["house"], row["uin"], row["is_named_day"])
    last = deadline(kind, row["due_on"])
    verdict = timing(_clock(row, last, answers), sessions)
    return {
        "type": kind.value,
        "timing": verdict.value,
        "slowest": _days_waited(row, verdict) * SPAN + row["pk"],
        # If Parliament no longer lists an open question, its outcome at the deadline will never be known.
        "cohort": UNKNOWN if verdict == Timing.OPEN and row["vanished_on"] else _cohort(row, last),
        "replied_in_time": _replied_in_time(last, answers) if kind == QuestionType.NAMED_DAY and last else UNKNOWN,
        "number": _number(row),
    }


def _days_waited(row: Values, verdict: Timing) -> int:
    """One more than the days from tabling to the answer; while a question is open, to the day when it was last seen.

    A question that lapsed was never answered, whatever stands there as its answer.
    """
    if verdict == Timing.LAPSED:
        return UNKNOWN
    until = row["last_seen_on"] if verdict in (Timing.OVERDUE, Timing.OPEN) else row["answered_on"]
    waited = days_taken(row["tabled_on"], until)
    return UNKNOWN if waited is None else waited + 1


def _replied_in_time(last: date, answers: Sequence[Any]) -> int:
    """Whether there was any answer by the deadline, even a holding answer."""
    return YES_OR_NO[any(answer.answered_on <= last for answer in answers)]


def _clock(row: Values, last: date | None, answers: Sequence[Any]) -> Clock:
    is_open = row["status"] in Question.OPEN
    # The current answer comes first, so this is the original, not its correction.
    first = next((answer for answer in reversed(answers) if answer.stage != Answer.Stage.HOLDING), None)
    is_prorogued = first is not None and first.answer_kind == AnswerKind.PROROGATION
    return Clock(last, row["tabled_on"], row["answered_on"], row["last_seen_on"], is_open, is_prorogued)


def _cohort(row: Values, last: date | None) -> int:
    """The House, day of tabling and deadline as one number."""
    if not last:
        return UNKNOWN
    return (ordinal(row["tabled_on"]) * LAST_OF_ALL + ordinal(last)) * len(HOUSES) + HOUSES[row["house"]]


def _number(row: Values) -> int:
    """The UIN as a number of its session; the Commons' oral questions have a series of their own and are UNKNOWN."""
    digits = row["uin"].upper().removeprefix("HL")
    is_number = digits.isascii() and digits.isdecimal() and len(digits) < 10
    is_counted = is_number and not is_oral(row["house"], row["uin"])
    return int(digits) if is_counted else UNKNOWN
