"""The windows of a schedule: pure functions of the time.

A window is a time on London's wall clock, written as "2026-10-25 01:30". So an hour that comes twice in October has one
window, not two, and a window in the hour that is missing in March begins when that hour would have ended.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from questions.sources.days import LONDON

LABEL = "%Y-%m-%d %H:%M"
START = datetime(2018, 1, 1)  # noqa: DTZ001 - on the wall clock; a Monday, so that windows of a week begin on one
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class Every(NamedTuple):
    """Every so many minutes, counted from midnight if they divide the day."""

    minutes: int

    def __str__(self) -> str:
        return "Every minute" if self.minutes == 1 else f"Every {self.minutes:,} minutes"


class Daily(NamedTuple):
    at: time

    def __str__(self) -> str:
        return f"Every day at {self.at:%H:%M}"


class Weekly(NamedTuple):
    """On a weekday: 0 is Monday."""

    weekday: int
    at: time

    def __str__(self) -> str:
        return f"Every {START + self.weekday * DAY:%A} at {self.at:%H:%M}"


When = Every | Daily | Weekly


def wall_clock(moment: datetime) -> datetime:
    """What London's clocks show at this moment, without a time zone."""
    return moment.astimezone(LONDON).replace(tzinfo=None)


def latest_window(when: When, moment: datetime) -> str:
    """The last window that has begun."""
    return f"{_latest(when, wall_clock(moment)):{LABEL}}"


def next_window(when: When, moment: datetime, done: str = "") -> datetime:
    """The next window on the wall clock, after the moment and after the window `done`."""
    shown = wall_clock(moment)
    after = max(shown, datetime.fromisoformat(done)) if done else shown
    return _latest(when, after) + _length(when)


def _latest(when: When, shown: datetime) -> datetime:
    """Counts whole windows since the first one."""
    first, length = START + _offset(when), _length(when)
    return first + (shown - first) // length * length


def _length(when: When) -> timedelta:
    match when:
        case Every(minutes):
            return timedelta(minutes=minutes)
        case Daily():
            return DAY
        case Weekly():
            return WEEK


def _offset(when: When) -> timedelta:
    match when:
        case Every():
            return timedelta()
        case Daily(at):
            return timedelta(hours=at.hour, minutes=at.minute)
        case Weekly(weekday, at):
            return timedelta(days=weekday, hours=at.hour, minutes=at.minute)
