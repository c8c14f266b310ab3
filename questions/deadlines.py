"""Whether questions are answered in time: the rules, as data, and the verdict on each. Pure functions.

The rules are those by which the Procedure Committee of the House of Commons, and the Lords, count. A holding answer
does not stop the clock. Working days are Mondays to Fridays without the bank holidays of England.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from django.db.models import TextChoices
from holidays import HolidayBase, country_holidays

from questions.parliaments import session_ended

ORDINARY_WORKING_DAYS = 5
STANDARD = 85  # percent that the Procedure Committee expects to be answered on time
DAY = timedelta(days=1)


class Rule(NamedTuple):
    """By when a kind of question is to be answered: its name, and the rule as it is said beside a verdict."""

    name: str
    words: str


NAMED_DAY = Rule("named day question", "on the day that it names")
ORDINARY = Rule("ordinary question", "five working days, or the day for which it was put down where that comes later")
LORDS = Rule("question in the Lords", "ten working days, which end on the day for which it is put down")
RULES = (NAMED_DAY, ORDINARY, LORDS)


class Timing(TextChoices):
    """The verdict. Where the type of a question is unknown, and on what was withdrawn, there is none."""

    ON_TIME = "on-time", "Answered on time"
    LATE = "late", "Answered late"
    OVERDUE = "overdue", "Overdue"  # seen unanswered after the rule's day
    OPEN = "open", "Last seen before its answer was due"
    LAPSED = "lapsed", "Lapsed at the end of the session"
    NONE = "none", "No verdict"


DUE = (Timing.ON_TIME, Timing.LATE, Timing.OVERDUE)  # those of which the rule's day has come


def rule_of(house: str, is_named_day: bool | None) -> Rule | None:
    """None where the type is not recorded."""
    if house == "lords":
        return LORDS
    return {True: NAMED_DAY, False: ORDINARY, None: None}[is_named_day]


def deadline(house: str, is_named_day: bool | None, tabled_on: date | None, due_on: date | None) -> date | None:
    """The last day on which an answer is in time; None where the type or the days are not recorded.

    Ordinary questions: `due_on` is the day they are put down for, and no deadline unless a recess makes it the later.
    """
    if rule_of(house, is_named_day) is not ORDINARY:
        return due_on if rule_of(house, is_named_day) else None
    is_counted = tabled_on and tabled_on.year < date.max.year  # after which there are no days to count
    expected = working_days_after(tabled_on, ORDINARY_WORKING_DAYS) if tabled_on and is_counted else None
    return max(expected, due_on) if expected and due_on else expected


def share_on_time(on_time: int, late: int, overdue: int) -> int | None:
    """In percent, rounded down, of those whose day has come; None where it has come for none."""
    due = on_time + late + overdue
    return 100 * on_time // due if due else None


class Clock(NamedTuple):
    """What a verdict goes by, of one question; `is_open`: neither answered nor withdrawn."""

    deadline_on: date | None
    tabled_on: date | None
    answered_on: date | None
    last_seen_on: date | None
    is_open: bool


def timing(clock: Clock) -> Timing:
    if clock.is_open:
        return _while_open(clock)
    if not clock.deadline_on or not clock.answered_on or is_backwards(clock.tabled_on, clock.answered_on):
        return Timing.NONE
    return Timing.ON_TIME if clock.answered_on <= clock.deadline_on else Timing.LATE


def is_backwards(tabled_on: date | None, answered_on: date | None) -> bool:
    """Whether an answer is dated before its question, which is an error of the record."""
    return bool(tabled_on and answered_on and answered_on < tabled_on)


def _while_open(clock: Clock) -> Timing:
    """A question lapses with its session, and what was last seen before its day may have been answered since."""
    ended = session_ended(clock.tabled_on)
    if ended and clock.last_seen_on and clock.last_seen_on > ended:
        return Timing.LAPSED
    if not clock.deadline_on:
        return Timing.NONE
    seen_after = clock.last_seen_on and clock.last_seen_on > clock.deadline_on
    return Timing.OVERDUE if seen_after else Timing.OPEN


def days_taken(tabled_on: date | None, answered_on: date | None) -> int | None:
    """Days from tabling to the answer, as the calendar counts them; None where they cannot be known."""
    if not tabled_on or not answered_on or answered_on < tabled_on:
        return None
    return (answered_on - tabled_on).days


@cache
def _bank_holidays() -> HolidayBase:
    """England's, of each year that is asked about."""
    return country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


@lru_cache(maxsize=20_000)
def working_days_after(day: date, number: int) -> date:
    """The working day that comes so many after `day`, which itself does not count."""
    following = _working_days_from(day + DAY)
    return [next(following) for _ in range(number)][-1]


def _working_days_from(day: date) -> Iterator[date]:
    while True:
        if is_working_day(day):
            yield day
        day += DAY


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first`, up to and with `last`."""
    return sum(is_working_day(first + DAY * number) for number in range(1, (last - first).days + 1))
