"""Real dates, working days and sessions: boundary cases, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from questions.rules import days
from questions.rules.days import FAR, IN_THE_FUTURE, NO_DATE, TOO_FAR, fault, has_come, is_far, is_told, near
from questions.rules.deadlines import is_working_day, working_days_after, working_days_between
from questions.rules.sessions import Session, Sessions

TODAY = date(2024, 9, 30)
ONE = timedelta(days=1)


@pytest.fixture
def fixed_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "today", lambda: TODAY)


# Real dates


def test_today_is_the_current_date() -> None:
    assert days.today() in (date.today(), date.today() - ONE)  # noqa: DTZ011


@pytest.mark.parametrize(("day", "expected"), [(date.min, False), (date(1, 12, 31), False), (date(2, 1, 1), True)])
def test_year_1_means_no_date(day: date, expected: bool) -> None:
    assert is_told(day) is expected


@pytest.mark.usefixtures(fixed_today.__name__)
def test_today_has_come_and_tomorrow_has_not() -> None:
    assert (has_come(TODAY), has_come(TODAY + ONE), has_come(date.min)) == (True, False, True)


@pytest.mark.usefixtures(fixed_today.__name__)
def test_an_end_more_than_50_years_ahead_means_no_end() -> None:
    last = date(2074, 12, 31)
    assert (FAR, is_far(last), is_far(last + ONE)) == (50, False, True)
    assert (near(last), near(last + ONE), near(None)) == (last, None, None)


@pytest.mark.usefixtures(fixed_today.__name__)
@pytest.mark.parametrize(
    ("day", "has_happened", "expected"),
    [
        *[(None, False, ""), (None, True, ""), (TODAY, False, ""), (TODAY, True, "")],
        *[(TODAY + ONE, False, ""), (TODAY + ONE, True, IN_THE_FUTURE), (date(2074, 12, 31), False, "")],
        *[(date(2075, 1, 1), False, TOO_FAR), (date(2075, 1, 1), True, IN_THE_FUTURE)],
        *[(date.min, False, NO_DATE), (date.min, True, NO_DATE), (date(2, 1, 1), True, "")],
    ],
)
def test_fault_says_what_is_wrong_with_a_typed_date(day: date | None, has_happened: bool, expected: str) -> None:
    assert fault(day, has_happened=has_happened) == expected


@pytest.mark.usefixtures(fixed_today.__name__)
def test_a_typed_date_may_be_in_the_future_by_default() -> None:
    assert fault(TODAY + ONE) == ""


def test_each_fault_is_explained_in_sentences() -> None:
    assert NO_DATE == "Year 1 means no date. Enter the date, or leave the field empty."
    assert IN_THE_FUTURE == "This date is in the future."
    assert TOO_FAR == "This date is more than 50 years in the future."


# Working days

FRIDAY, MONDAY = date(2023, 3, 24), date(2023, 3, 27)


@pytest.mark.parametrize(
    ("first", "number", "expected"),
    [
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 2, MONDAY + ONE),
        (FRIDAY + ONE, 1, MONDAY),
        (FRIDAY + 2 * ONE, 1, MONDAY),
        (MONDAY, 5, date(2023, 4, 3)),
        (date(2023, 12, 22), 1, date(2023, 12, 27)),  # a weekend and two holidays
        (date(2023, 12, 29), 1, date(2024, 1, 2)),  # in another year
    ],
)
def test_working_days_are_counted_from_the_following_day(first: date, number: int, expected: date) -> None:
    assert working_days_after(first, number) == expected
    assert working_days_between(first, expected) == number


def test_no_working_days_are_counted_to_the_same_day_or_an_earlier_one() -> None:
    assert working_days_between(MONDAY, MONDAY) == 0
    assert working_days_between(MONDAY, FRIDAY) == 0


def test_monday_to_friday_are_working_days() -> None:
    week = [date(2023, 3, 20) + number * ONE for number in range(7)]
    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2


# Sessions

FIRST = Session(date(2022, 5, 10), date(2023, 10, 26), "2022–23")
SECOND = Session(date(2023, 11, 7), None, "2023–24")
THIRD = Session(date(2024, 7, 17), date(2026, 4, 30), "2024–26")
SESSIONS = Sessions([THIRD, FIRST, SECOND])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, None),
        (date(2022, 5, 9), None),
        (date(2022, 5, 10), FIRST),
        (date(2023, 10, 26), FIRST),
        (date(2023, 10, 27), SECOND),  # after one session: in the next
        (date(2024, 7, 16), SECOND),
        (date(2024, 7, 17), THIRD),
        (date(2026, 4, 30), THIRD),
        (date(2026, 5, 1), None),
        (date.max, None),
    ],
)
def test_each_day_is_in_at_most_one_session(day: date | None, expected: Session | None) -> None:
    assert SESSIONS.of(day) == expected
    assert SESSIONS.are_same(day, day) is (expected is not None)


def test_two_days_are_in_the_same_session_only_if_one_session_has_both() -> None:
    assert SESSIONS.are_same(date(2022, 5, 10), date(2023, 10, 26))
    assert not SESSIONS.are_same(date(2023, 10, 26), date(2023, 10, 27))
    assert not SESSIONS.are_same(date(2022, 5, 9), date(2022, 5, 8))
    assert not SESSIONS.are_same(date(2023, 10, 26), None)


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("2022-05-10", (date(2022, 5, 10), date(2023, 10, 26))),
        ("2023-11-07", (date(2023, 10, 27), date(2024, 7, 16))),
        ("2024-07-17", (date(2024, 7, 17), date(2026, 4, 30))),
        ("2022-05-11", None),
        ("", None),
    ],
)
def test_a_session_is_found_by_its_first_day(slug: str, expected: tuple[date, date | None] | None) -> None:
    assert SESSIONS.period(slug) == expected
    assert (slug in [session.slug for session in SESSIONS]) is (expected is not None)


def test_a_session_that_has_not_ended_has_no_last_day() -> None:
    assert Sessions([FIRST, SECOND]).period("2023-11-07") == (date(2023, 10, 27), None)


def test_sessions_are_in_order_of_date() -> None:
    assert list(SESSIONS) == [FIRST, SECOND, THIRD]
    assert [SESSIONS.next_of(session) for session in SESSIONS] == [SECOND, THIRD, None]
    assert list(Sessions()) == []


def test_calendars_are_equal_only_if_they_have_the_same_sessions() -> None:
    assert Sessions([FIRST, SECOND]) == Sessions([SECOND, FIRST])
    assert Sessions([FIRST]) != Sessions([SECOND])
    assert Sessions([FIRST]) != [FIRST]


@pytest.mark.parametrize(
    ("tabled", "by", "expected"),
    [
        (date(2022, 5, 10), date(2023, 10, 26), False),
        (date(2022, 5, 10), date(2023, 10, 27), True),  # its last day is on record
        (date(2023, 11, 7), date(2024, 7, 16), False),
        (date(2023, 11, 7), date(2024, 7, 17), True),  # it is not, but the next one has begun
        (date(2024, 7, 17), date(2026, 4, 30), False),
        (date(2024, 7, 17), date(2026, 5, 1), True),
        (date(2022, 5, 9), date(2026, 5, 1), False),
        (None, date(2026, 5, 1), False),
        (date(2022, 5, 10), None, False),
    ],
)
def test_a_session_has_ended_after_its_last_day_or_once_the_next_has_begun(
    tabled: date | None, by: date | None, expected: bool
) -> None:
    assert SESSIONS.has_ended(tabled, by) is expected


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (date(2022, 5, 9), date(2022, 5, 10), True),
        (date(2022, 5, 10), date(2023, 11, 6), False),
        (date(2022, 5, 10), date(2023, 11, 7), True),
        (date(2024, 7, 17), date.max, False),
    ],
)
def test_began_between_excludes_the_earlier_day_and_includes_the_later_one(
    earlier: date, later: date, expected: bool
) -> None:
    assert SESSIONS.began_between(earlier, later) is expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2023, 10, 27), date(2023, 11, 6), True),
        (date(2023, 10, 26), date(2023, 11, 6), False),
        (date(2023, 10, 27), date(2023, 11, 7), False),
        (date(2024, 7, 1), date(2024, 7, 16), False),  # nobody knows when the one before ended
        (date(2026, 5, 1), date(2026, 5, 31), False),  # nor when the next will begin
    ],
)
def test_days_are_between_sessions_only_if_they_are_certainly_in_neither(
    first: date, last: date, expected: bool
) -> None:
    assert SESSIONS.is_between(first, last) is expected


def test_the_later_of_two_overlapping_sessions_begins_on_its_first_day() -> None:
    overlapping = Sessions([FIRST._replace(last=date(2023, 11, 7)), SECOND])
    assert overlapping.of(date(2023, 11, 6)) == overlapping.all[0]
    assert overlapping.of(date(2023, 11, 7)) == SECOND
    assert Sessions([FIRST._replace(last=date(2023, 11, 6)), SECOND]).of(date(2023, 11, 7)) == SECOND
