"""Whether a question was answered on time, in words for its page, always with the rule applied."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from questions.models import Answer, Question
from questions.rules.deadlines import (
    DUE,
    LORDS_DAYS,
    ORDINARY_DAYS,
    RULES,
    QuestionType,
    Rule,
    Timing,
    is_backwards,
    is_working_day,
    timing,
    working_days_after,
    working_days_between,
)
from questions.rules.sessions import Sessions

LONG = timedelta(days=2000)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
DAY_OF = {QuestionType.NAMED_DAY: "the named day"}
DATE_FOR_ANSWER = "the date for answer"


class Verdict(NamedTuple):
    """`words` is a sentence; `rule` is None if none was applied."""

    timing: Timing
    words: str
    rule: Rule | None


def verdict(question: Question, sessions: Sessions) -> Verdict:
    found = timing(question.clock, sessions)
    words = _lapsed(question, sessions) if found == Timing.LAPSED else SAID[found](question)
    return Verdict(found, words, RULES.get(question.type) if found in DUE else None)


def _on_time(question: Question) -> str:
    return f"answered {COUNTED.get(question.type, _by_its_day)(question)}"


def _of_ordinary(question: Question) -> str:
    """The first working day is the date for answer."""
    due, answered = question.due_on, question.answered_on
    if not due or not answered or answered < due:
        return f"before the first of {NUMBERS[ORDINARY_DAYS]} working days"
    return _nth(1 + working_days_between(due, answered), ORDINARY_DAYS, answered)


def _of_lords(question: Question) -> str:
    """The first working day is the one after tabling. No number if the record's deadline differs."""
    tabled, due, answered = question.tabled_on, question.due_on, question.answered_on
    if not (tabled and due and answered) or due - tabled > LONG or working_days_after(tabled, LORDS_DAYS) != due:
        return "on time"
    number = working_days_between(tabled, answered)
    return _nth(number, LORDS_DAYS, answered) if number else f"before the first of {NUMBERS[LORDS_DAYS]} working days"


def _nth(number: int, of: int, day: date) -> str:
    """ "after" is for answers at weekends and on bank holidays."""
    return f"{'on' if is_working_day(day) else 'after'} the {ORDINALS[number]} of {NUMBERS[of]} working days"


def _by_its_day(question: Question) -> str:
    """For questions that must be answered by one particular day."""
    that_day = DAY_OF.get(question.type, DATE_FOR_ANSWER)
    if question.answered_on == question.due_on:
        return f"on {that_day}"
    return f"{_between(question.answered_on, question.due_on)} before {that_day}".strip()


COUNTED = {QuestionType.ORDINARY: _of_ordinary, QuestionType.LORDS: _of_lords}


def _late(question: Question) -> str:
    how_long = _between(question.deadline_on, question.answered_on)
    said = f"answered {how_long} late" if how_long else "answered late, before the next working day"
    return f"{said}, after a holding answer by the named day" if was_held_in_time(question) else said


def was_held_in_time(question: Question) -> bool:
    """Whether a named day question had a holding answer by the named day."""
    held = [answer.answered_on for answer in question.answers_in_order if answer.stage == Answer.Stage.HOLDING]
    by_day = question.type == QuestionType.NAMED_DAY and question.due_on
    return bool(by_day and held and min(held) <= by_day)


def _overdue(question: Question) -> str:
    how_long = _between(question.deadline_on, question.last_seen_on)
    seen = f"overdue when last seen on {question.last_seen_on:%-d %B %Y}"
    said = f"{how_long} {seen}".strip()
    return f"{said}, with a holding answer by the named day" if was_held_in_time(question) else said


def _open(question: Question) -> str:
    if not question.last_seen_on:
        return "no verdict yet: the date last checked is not recorded"
    return f"no verdict yet: last checked on {question.last_seen_on:%-d %B %Y}, before the deadline had passed"


def _lapsed(question: Question, sessions: Sessions) -> str:
    if not question.is_open:
        return "lapsed: the answer says only that the session ended"
    session = sessions.of(question.tabled_on)
    if session and session.last:
        return f"lapsed: unanswered when the session ended on {session.last:%-d %B %Y}"
    following = session and sessions.next_of(session)
    when = f", before the next one began on {following.first:%-d %B %Y}" if following else ""
    return f"lapsed: unanswered when the session ended{when}"


def _none(question: Question) -> str:
    if question.is_withdrawn:
        return "no verdict: withdrawn"
    if question.type == QuestionType.UNKNOWN:
        return "no verdict: the type of question is not recorded"
    if is_backwards(question.tabled_on, question.answered_on):
        return "no verdict: the answer is dated before the question"
    return "no verdict: the date for answer is not recorded"


def _between(first: date | None, last: date | None) -> str:
    """ "two working days", or "" if there are none in between; just "years" for errors in the record."""
    if not first or not last:
        return ""
    if last - first > LONG:
        return "years"
    number = working_days_between(first, last)
    words = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{words} working day{'' if number == 1 else 's'}" if number else ""


SAID = {
    Timing.ON_TIME: _on_time,
    Timing.LATE: _late,
    Timing.OVERDUE: _overdue,
    Timing.OPEN: _open,
    Timing.NONE: _none,
}
