"""By when a question is to be answered, and the verdict: the rules with their awkward cases."""

from __future__ import annotations

from datetime import date

import pytest

from questions.deadlines import (
    Clock,
    Timing,
    days_taken,
    deadline,
    is_working_day,
    timing,
    working_days_after,
    working_days_between,
)

WEDNESDAY = date(2023, 3, 22)
NEXT_WEDNESDAY = date(2023, 3, 29)


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2023, 4, 7), "Good Friday"),
        (date(2023, 4, 10), "Easter Monday"),
        (date(2023, 5, 8), "the coronation"),
        (date(2022, 9, 19), "the state funeral"),
        (date(2022, 6, 3), "the platinum jubilee"),
        (date(2023, 8, 28), "the summer bank holiday"),
        (date(2021, 12, 28), "Boxing Day made up for"),
        (date(2023, 3, 25), "a Saturday"),
    ],
)
def test_nobody_works_on_bank_holidays_and_weekends(day: date, what: str) -> None:
    assert not is_working_day(day), what


def test_scotlands_and_northern_irelands_holidays_are_working_days() -> None:
    assert is_working_day(date(2023, 1, 3))  # the second of January made up for
    assert is_working_day(date(2023, 3, 17))  # Saint Patrick's


def test_working_days_leave_out_weekends_and_the_four_days_of_easter() -> None:
    assert working_days_after(WEDNESDAY, 5) == NEXT_WEDNESDAY
    assert working_days_after(date(2023, 4, 3), 5) == date(2023, 4, 12)
    assert working_days_after(date(2023, 4, 8), 1) == date(2023, 4, 11)
    assert working_days_between(date(2023, 4, 6), date(2023, 4, 11)) == 1
    assert working_days_between(date(2023, 4, 7), date(2023, 4, 10)) == 0


@pytest.mark.parametrize(
    ("house", "is_named_day", "due_on", "expected"),
    [
        ("commons", True, date(2023, 3, 27), date(2023, 3, 27)),
        ("commons", True, None, None),
        ("commons", False, date(2023, 3, 24), NEXT_WEDNESDAY),  # put down for the second sitting day
        ("commons", False, date(2023, 4, 17), date(2023, 4, 17)),  # a recess falls between
        ("commons", False, None, NEXT_WEDNESDAY),
        ("commons", None, date(2023, 3, 24), None),
        ("lords", None, date(2023, 4, 5), date(2023, 4, 5)),
        ("lords", False, date(2023, 4, 5), date(2023, 4, 5)),
        ("lords", None, None, None),
    ],
)
def test_the_day_goes_by_the_type(house: str, is_named_day: bool | None, due_on: date, expected: date) -> None:
    assert deadline(house, is_named_day, WEDNESDAY, due_on) == expected


def test_without_a_day_of_tabling_an_ordinary_question_has_no_deadline() -> None:
    assert deadline("commons", False, None, date(2023, 3, 24)) is None


def test_the_last_days_of_the_calendar_are_no_error() -> None:
    assert deadline("commons", False, date.max, None) is None


def clock(**said: date | bool | None) -> Clock:
    given = {"deadline_on": NEXT_WEDNESDAY, "tabled_on": WEDNESDAY, "answered_on": None, "last_seen_on": None}
    return Clock(**{**given, "is_open": "answered_on" not in said, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"answered_on": NEXT_WEDNESDAY}, Timing.ON_TIME),
        ({"answered_on": date(2023, 3, 30)}, Timing.LATE),
        ({"answered_on": WEDNESDAY}, Timing.ON_TIME),
        ({"answered_on": date(2023, 3, 21)}, Timing.NONE),  # before the question's date
        ({"answered_on": NEXT_WEDNESDAY, "deadline_on": None}, Timing.NONE),
        ({"answered_on": None}, Timing.NONE),  # withdrawn
        ({"last_seen_on": NEXT_WEDNESDAY}, Timing.OPEN),
        ({"last_seen_on": date(2023, 3, 30)}, Timing.OVERDUE),
        ({"last_seen_on": None}, Timing.OPEN),
        ({"last_seen_on": date(2023, 3, 30), "deadline_on": None}, Timing.NONE),
        # The session ended on 26 October 2023.
        ({"last_seen_on": date(2023, 10, 26)}, Timing.OVERDUE),
        ({"last_seen_on": date(2023, 10, 27)}, Timing.LAPSED),
        ({"last_seen_on": date(2024, 1, 9), "deadline_on": None}, Timing.LAPSED),
        ({"answered_on": date(2023, 11, 7)}, Timing.LATE),
    ],
)
def test_each_question_has_one_verdict(said: dict, expected: Timing) -> None:
    assert timing(clock(**said)) == expected


def test_a_session_that_is_not_known_to_be_over_lets_nothing_lapse() -> None:
    given = clock(tabled_on=date(2025, 10, 1), deadline_on=date(2025, 10, 8), last_seen_on=date(2025, 11, 14))
    assert timing(given) == Timing.OVERDUE


def test_days_are_those_of_the_calendar_and_never_fewer_than_none() -> None:
    assert days_taken(WEDNESDAY, NEXT_WEDNESDAY) == 7
    assert days_taken(WEDNESDAY, WEDNESDAY) == 0
    assert days_taken(WEDNESDAY, date(2023, 3, 21)) is None
    assert days_taken(None, WEDNESDAY) is None
    assert days_taken(WEDNESDAY, None) is None
