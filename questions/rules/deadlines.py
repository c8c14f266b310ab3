"""The rules for deadlines, as data, and the verdict on whether each question was answered on time; pure.

The rules are those of the Procedure Committee of the House of Commons, and of the Lords. A holding answer does not
stop the clock. Working days are Monday to Friday, except bank holidays in England.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from holidays import HolidayBase, country_holidays

from .sessions import Sessions

ORDINARY_DAYS, LORDS_DAYS = 5, 10  # working days
FIRST_ORAL = 900_001  # the lowest UIN of the Commons' oral questions answered in writing
STANDARD = 85  # the percentage that the Procedure Committee expects to be answered on time
DAY = timedelta(days=1)
LAST_COUNTED = date.max.year - 1  # working days after a later day cannot be counted


class QuestionType(TextChoices):
    """The types of questions, which are the values of the parameter `type`."""

    NAMED_DAY = "named-day", "Named day"
    ORDINARY = "ordinary", "Ordinary"
    ORAL = "oral", "Oral question answered in writing"
    LORDS = "lords", "Lords written question"
    UNKNOWN = "none", "Type not recorded"


class Rule(NamedTuple):
    """The deadline for one type of question: the type's name, and the rule in the words shown next to a verdict."""

    name: str
    words: str


RULES = {
    QuestionType.NAMED_DAY: Rule("named day question", "must be answered by the named day"),
    QuestionType.ORDINARY: Rule(
        "ordinary question", "must be answered within five working days, counting the date for answer as the first"
    ),
    QuestionType.ORAL: Rule("oral question answered in writing", "must be answered by the date for answer"),
    QuestionType.LORDS: Rule(
        "Lords written question", "must be answered within ten working days, by the date for answer"
    ),
}


class Timing(TextChoices):
    """The verdict. There is none if a question's type is unknown or it was withdrawn."""

    ON_TIME = "on-time", "Answered on time"
    LATE = "late", "Answered late"
    OVERDUE = "overdue", "Overdue when last checked"
    OPEN = "open", "Not yet due when last checked"
    LAPSED = "lapsed", "Lapsed at the end of the session"
    NONE = "none", "No verdict"


DUE = (Timing.ON_TIME, Timing.LATE, Timing.OVERDUE)  # those whose deadline has passed
JUDGED = (*DUE, Timing.OPEN)  # also those not yet due


def type_of(house: str, uin: str, is_named_day: bool | None) -> QuestionType:
    """Oral questions answered in writing are flagged as named day questions, but their numbers show what they are."""
    if house == "lords":
        return QuestionType.LORDS
    if is_oral(house, uin):
        return QuestionType.ORAL
    return {True: QuestionType.NAMED_DAY, False: QuestionType.ORDINARY, None: QuestionType.UNKNOWN}[is_named_day]


def is_oral(house: str, uin: str) -> bool:
    """Whether its UIN is in the Commons' series for oral questions. These UINs do not show how many were tabled."""
    return house == "commons" and uin.isdecimal() and int(uin) >= FIRST_ORAL


def deadline(kind: QuestionType, due_on: date | None) -> date | None:
    """The last day for an answer to be on time; None if the type is unknown or `due_on` is not recorded."""
    if kind == QuestionType.UNKNOWN or not due_on:
        return None
    if kind != QuestionType.ORDINARY:
        return due_on
    return working_days_after(due_on, ORDINARY_DAYS - 1) if due_on.year <= LAST_COUNTED else None


def share_on_time(on_time: int, late: int, overdue: int) -> int | None:
    """A percentage of questions past their deadline, rounded down; None if there are none."""
    due = on_time + late + overdue
    return 100 * on_time // due if due else None


class Clock(NamedTuple):
    """The facts about one question that its verdict depends on.

    `is_open`: neither answered nor withdrawn. `is_prorogued`: its answer says only that the session ended first.
    """

    deadline_on: date | None
    tabled_on: date | None
    answered_on: date | None
    last_seen_on: date | None
    is_open: bool
    is_prorogued: bool = False


def timing(clock: Clock, sessions: Sessions) -> Timing:
    if clock.is_open:
        return _while_open(clock, sessions)
    is_in_time = clock.answered_on and clock.deadline_on and clock.answered_on <= clock.deadline_on
    if clock.is_prorogued and not is_in_time:
        return Timing.LAPSED
    if not clock.deadline_on or not clock.answered_on or is_backwards(clock.tabled_on, clock.answered_on):
        return Timing.NONE
    return Timing.ON_TIME if is_in_time else Timing.LATE


def is_backwards(tabled_on: date | None, answered_on: date | None) -> bool:
    """Whether an answer is dated before its question, which is an error in the record."""
    return bool(tabled_on and answered_on and answered_on < tabled_on)


def _while_open(clock: Clock, sessions: Sessions) -> Timing:
    """A question lapses with its session. One last seen before its deadline may have been answered since."""
    if sessions.has_ended(clock.tabled_on, clock.last_seen_on):
        return Timing.LAPSED
    if not clock.deadline_on:
        return Timing.NONE
    seen_after = clock.last_seen_on and clock.last_seen_on > clock.deadline_on
    return Timing.OVERDUE if seen_after else Timing.OPEN


def days_taken(tabled_on: date | None, answered_on: date | None) -> int | None:
    """Calendar days from tabling to the answer; None if they cannot be known."""
    if not tabled_on or not answered_on or answered_on < tabled_on:
        return None
    return (answered_on - tabled_on).days


@cache
def _bank_holidays() -> HolidayBase:
    """England's bank holidays, worked out for each year when it is first needed."""
    return country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


@lru_cache(maxsize=20_000)
def working_days_after(day: date, number: int) -> date:
    """The working day that is `number` working days after `day`, not counting `day` itself."""
    following = _working_days_from(day + DAY)
    return [next(following) for _ in range(number)][-1]


def _working_days_from(day: date) -> Iterator[date]:
    while True:
        if is_working_day(day):
            yield day
        day += DAY


def working_days_between(first: date, last: date) -> int:
    """The number of working days after `first`, up to and including `last`."""
    return sum(is_working_day(first + DAY * number) for number in range(1, (last - first).days + 1))
