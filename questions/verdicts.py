"""Whether a question was answered in time, as its page says it: never without the rule that says so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from questions.deadlines import Rule, Timing, is_backwards, rule_of, timing, working_days_between
from questions.models import Question
from questions.parliaments import session_ended

LONG = timedelta(days=2000)


class Verdict(NamedTuple):
    """`words` say it in a sentence; `rule` is None where none applies."""

    timing: Timing
    words: str
    rule: Rule | None


def verdict(question: Question) -> Verdict:
    found = timing(question.clock)
    return Verdict(found, SAID[found](question), rule_of(question.house, question.is_named_day))


def _on_time(question: Question) -> str:
    return "answered on time"


def _late(question: Question) -> str:
    how_long = _between(question.deadline_on, question.answered_on)
    return f"answered {how_long} late" if how_long else "answered late, before the next working day"


def _overdue(question: Question) -> str:
    how_long = _between(question.deadline_on, question.last_seen_on)
    seen = f"overdue when last seen on {question.last_seen_on:%-d %B %Y}"
    return f"{how_long} {seen}".strip()


def _open(question: Question) -> str:
    if not question.last_seen_on:
        return "no verdict: nobody has looked since"
    return f"no verdict: last seen on {question.last_seen_on:%-d %B %Y}, before its day was over"


def _lapsed(question: Question) -> str:
    return f"lapsed: unanswered when the session ended on {session_ended(question.tabled_on):%-d %B %Y}"


def _none(question: Question) -> str:
    if question.is_withdrawn:
        return "no verdict: withdrawn"
    if rule_of(question.house, question.is_named_day) is None:
        return "no verdict: whether it is a named day question is not recorded"
    if is_backwards(question.tabled_on, question.answered_on):
        return "no verdict: the answer is dated before the question"
    return "no verdict: the days that it goes by are not recorded"


def _between(deadline_on: date | None, day: date | None) -> str:
    """ "2 working days", or "" where there was none in between; errors of the record are not counted out."""
    if not deadline_on or not day:
        return ""
    if day - deadline_on > LONG:
        return "years"
    number = working_days_between(deadline_on, day)
    return f"{number:,} working day{'' if number == 1 else 's'}" if number else ""


SAID = {
    Timing.ON_TIME: _on_time,
    Timing.LATE: _late,
    Timing.OVERDUE: _overdue,
    Timing.OPEN: _open,
    Timing.LAPSED: _lapsed,
    Timing.NONE: _none,
}
