"""The figures of /statistics/: what each counts, and the parameters of its list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from questions.models import Question
from questions.rules.deadlines import DUE, JUDGED, Timing, share_on_time
from questions.search.aggregates.timeliness import Tally

SHOWN = ("tabled", "late", "overdue", "share", "median")  # in tables, unless all columns are asked for
MAIN = ("tabled", "share", "median")  # the figures that matter most


class Column(NamedTuple):
    """A figure: its heading and explanation, how to work it out from a tally, and the parameters of its list."""

    name: str
    label: str
    means: str
    number: Callable[[Tally], int | None]
    narrowed: dict[str, list[str]]
    unit: str = ""
    of_days: bool = False  # of days to the answer


def _of_status(name: str, label: str, means: str, statuses: Iterable[Question.Status]) -> Column:
    values = [status.value for status in statuses]
    return Column(name, label, means, lambda tally: _number_of(tally, values), {"status": values})


def _days_within(name: str, label: str, means: str, part: float) -> Column:
    """The days within which this part of the answers were given; none if too few have an answer."""
    narrowed = {"status": [status.value for status in Question.ANSWERED]}

    def days(tally: Tally) -> int | None:
        return None if _is_early(tally) else tally.within(part)

    return Column(name, label, means, days, narrowed, of_days=True)


def _is_early(tally: Tally) -> bool:
    answered, waiting = (_number_of(tally, statuses) for statuses in (Question.ANSWERED, Question.OPEN))
    return has_few_answers(answered, waiting)


def has_few_answers(answered: int, waiting: int) -> bool:
    """Whether fewer than half are answered. The quickest come first, so answers would look faster than they are."""
    return answered < waiting


def _number_of(tally: Tally, statuses: Iterable[str]) -> int:
    return sum(tally.statuses.get(status, 0) for status in statuses)


def _column(timing: Timing, label: str, means: str) -> Column:
    return Column(
        timing.value, label, means, lambda tally: tally.timings.get(timing.value, 0), {"timing": [timing.value]}
    )


def _counted(timing: Timing, label: str, means: str) -> Column:
    """A column whose questions count towards the share."""
    narrowed = {"timing": [timing.value], "counted": ["1"]}
    return Column(timing.value, label, means, lambda tally: tally.counted.get(timing.value, 0), narrowed)


def _share(tally: Tally) -> int | None:
    return share_on_time(*(tally.counted.get(timing.value, 0) for timing in DUE))


COLUMNS = (
    Column("tabled", "Tabled", "all questions that match", lambda tally: tally.total, {}),
    _of_status("answered", "Answered", "with an answer other than a holding answer", Question.ANSWERED),
    _counted(Timing.ON_TIME, "On time", "of those counted, answered by the deadline"),
    _counted(Timing.LATE, "Late", "of those counted, answered after the deadline"),
    _counted(Timing.OVERDUE, "Overdue", "of those counted, still unanswered when checked after the deadline"),
    Column(
        "share",
        "Share on time",
        "of questions answered on time, late or overdue",
        _share,
        {"timing": [timing.value for timing in DUE], "counted": ["1"]},
        unit="%",
    ),
    _days_within(
        "median", "Median days", "half of the answers so far were given within this many days of tabling", 0.5
    ),
    _days_within(
        "ninetieth",
        "90% answered within (days)",
        "90% of the answers so far were given within this many days of tabling",
        0.9,
    ),
    Column(
        "replied",
        "Named day, replied on time",
        "named day questions with at least a holding answer by the named day",
        lambda tally: tally.replied,
        {"counted": ["1"], "replied_in_time": ["1"]},
    ),
    _of_status("unanswered", "Unanswered", "with no answer, or only a holding answer", Question.OPEN),
    Column(
        "left-out",
        "Not counted",
        "not checked since the deadline, or tabled and due on the same days as questions that were not",
        lambda tally: tally.left_out,
        {"timing": [timing.value for timing in JUDGED], "counted": ["0"]},
    ),
    _column(Timing.LAPSED, "Lapsed", "unanswered when the session ended, or with an answer that only says so"),
    _column(Timing.NONE, "No verdict", "withdrawn, or type or dates not recorded; not counted in the share"),
)
