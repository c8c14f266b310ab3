"""Windows on London's wall clock, through the days on which the clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.operations.schedule import LABEL, Daily, Every, Weekly, When, latest_window, next_window, wall_clock

# The clocks go back on 25 October 2026: 01:00 to 01:59 comes twice. They go forward on 28 March 2027: it is missing.
NIGHT, HALF_PAST_ONE = Daily(time(3, 0)), Daily(time(1, 30))
WHEN = [Every(7), Every(60), Every(1440), NIGHT, HALF_PAST_ONE, Weekly(6, time(1, 30))]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def minutes(first: str, days: int) -> Iterator[datetime]:
    start = utc(first)
    yield from (start + timedelta(minutes=minute) for minute in range(days * 24 * 60))


def windows(when: When, moments: Iterator[datetime]) -> list[str]:
    """The windows that begin in this time. One that is not later than the last one has been done."""
    last = latest_window(when, next(moments))
    return [last := window for moment in moments if (window := latest_window(when, moment)) > last]


@pytest.mark.parametrize(
    ("when", "moment", "window"),
    [
        (NIGHT, "2026-11-29 02:59", "2026-11-28 03:00"),
        (NIGHT, "2026-11-29 03:00", "2026-11-29 03:00"),
        (NIGHT, "2026-07-01 01:59", "2026-06-30 03:00"),  # in summer, London is an hour ahead
        (NIGHT, "2026-07-01 02:00", "2026-07-01 03:00"),
        (Every(60), "2026-11-29 12:59", "2026-11-29 12:00"),
        (Every(15), "2026-11-29 12:59", "2026-11-29 12:45"),
        (Every(10080), "2026-11-29 12:59", "2026-11-23 00:00"),
        (Weekly(6, time(4, 0)), "2026-11-29 03:59", "2026-11-22 04:00"),
        (Weekly(6, time(4, 0)), "2026-11-29 04:00", "2026-11-29 04:00"),
    ],
)
def test_the_latest_window_is_the_last_that_has_begun(when: When, moment: str, window: str) -> None:
    assert latest_window(when, utc(moment)) == window


def test_an_hour_that_comes_twice_counts_once() -> None:
    assert latest_window(HALF_PAST_ONE, utc("2026-10-25 00:30")) == "2026-10-25 01:30"
    assert latest_window(HALF_PAST_ONE, utc("2026-10-25 01:30")) == "2026-10-25 01:30"
    assert len(windows(Every(30), minutes("2026-10-24 22:59", 1))) == 46  # 24 hours of real time have 23 on the clock
    assert len(windows(HALF_PAST_ONE, minutes("2026-10-24 12:00", 2))) == 2


def test_a_window_in_the_missing_hour_begins_when_that_hour_would_have_ended() -> None:
    assert latest_window(HALF_PAST_ONE, utc("2027-03-28 00:59")) == "2027-03-27 01:30"
    assert latest_window(HALF_PAST_ONE, utc("2027-03-28 01:00")) == "2027-03-28 01:30"


@pytest.mark.parametrize("when", [NIGHT, HALF_PAST_ONE, Daily(time(0, 0)), Daily(time(1, 0)), Daily(time(2, 0))])
@pytest.mark.parametrize("day", ["2026-10-24 12:00", "2027-03-27 12:00", "2026-06-01 12:00"])
def test_a_daily_window_comes_once_on_each_day(when: Daily, day: str) -> None:
    found = windows(when, minutes(day, 3))
    first = utc(day).date() + timedelta(days=1)
    assert found == [f"{first + timedelta(days=number)} {when.at:%H:%M}" for number in range(3)]


@given(
    st.integers(0, 8_000_000).map(lambda number: utc("2024-01-01") + timedelta(minutes=number)), st.sampled_from(WHEN)
)
def test_now_is_between_the_latest_window_and_the_next(moment: datetime, when: When) -> None:
    shown = wall_clock(moment)
    assert datetime.fromisoformat(latest_window(when, moment)) <= shown < next_window(when, moment)


def test_the_next_window_comes_after_those_done_when_the_clocks_have_gone_back() -> None:
    moment = utc("2026-10-25 01:10")  # the second 01:10
    assert f"{next_window(Every(30), moment):{LABEL}}" == "2026-10-25 01:30"
    assert f"{next_window(Every(30), moment, done='2026-10-25 01:30'):{LABEL}}" == "2026-10-25 02:00"


def test_schedules_are_described_in_words() -> None:
    said = [*map(str, (Every(1), Every(90), NIGHT, Weekly(6, time(4, 5))))]
    assert said == ["Every minute", "Every 90 minutes", "Every day at 03:00", "Every Sunday at 04:05"]
