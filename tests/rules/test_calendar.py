"""Days that can be, working days and sessions, at their edges. No database is asked."""

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
def the_day_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "today", lambda: TODAY)


# Days that can be


def test_today_is_the_day_it_is() -> None:
    assert days.today() in (date.today(), date.today() - ONE)  # noqa: DTZ011


@pytest.mark.parametrize(("day", "expected"), [(date.min, False), (date(1, 12, 31), False), (date(2, 1, 1), True)])
def test_year_1_tells_no_day(day: date, expected: bool) -> None:
    assert is_told(day) is expected


@pytest.mark.usefixtures(the_day_is.__name__)
def test_today_has_come_and_tomorrow_has_not() -> None:
    assert (has_come(TODAY), has_come(TODAY + ONE), has_come(date.min)) == (True, False, True)


@pytest.mark.usefixtures(the_day_is.__name__)
def test_an_end_more_than_fifty_years_ahead_is_none() -> None:
    last = date(2074, 12, 31)
    assert (FAR, is_far(last), is_far(last + ONE)) == (50, False, True)
    assert (near(last), near(last + ONE), near(None)) == (last, None, None)


@pytest.mark.usefixtures(the_day_is.__name__)
@pytest.mark.parametrize(
    ("day", "has_happened", "expected"),
    [
        *[(None, False, ""), (None, True, ""), (TODAY, False, ""), (TODAY, True, "")],
        *[(TODAY + ONE, False, ""), (TODAY + ONE, True, IN_THE_FUTURE), (date(2074, 12, 31), False, "")],
        *[(date(2075, 1, 1), False, TOO_FAR), (date(2075, 1, 1), True, IN_THE_FUTURE)],
        *[(date.min, False, NO_DATE), (date.min, True, NO_DATE), (date(2, 1, 1), True, "")],
    ],
)
def test_a_typed_day_is_told_its_fault(day: date | None, has_happened: bool, expected: str) -> None:
    assert fault(day, has_happened=has_happened) == expected


@pytest.mark.usefixtures(the_day_is.__name__)
def test_a_typed_day_need_not_have_happened() -> None:
    assert fault(TODAY + ONE) == ""


def test_the_faults_are_said_in_sentences() -> None:
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
def test_working_days_are_counted_from_the_next(first: date, number: int, expected: date) -> None:
    assert working_days_after(first, number) == expected
    assert working_days_between(first, expected) == number


def test_none_are_counted_from_a_day_to_itself_or_back() -> None:
    assert working_days_between(MONDAY, MONDAY) == 0
    assert working_days_between(MONDAY, FRIDAY) == 0


def test_mondays_to_fridays_are_worked() -> None:
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
        (date(2023, 10, 27), SECOND),  # tabled after one was over: for the next
        (date(2024, 7, 16), SECOND),
        (date(2024, 7, 17), THIRD),
        (date(2026, 4, 30), THIRD),
        (date(2026, 5, 1), None),
        (date.max, None),
    ],
)
def test_a_day_is_in_one_session(day: date | None, expected: Session | None) -> None:
    assert SESSIONS.of(day) == expected
    assert SESSIONS.are_same(day, day) is (expected is not None)


def test_days_of_one_session_are_together_and_others_are_not() -> None:
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
def test_a_session_is_named_by_its_first_day(slug: str, expected: tuple[date, date | None] | None) -> None:
    assert SESSIONS.period(slug) == expected
    assert (slug in [session.slug for session in SESSIONS]) is (expected is not None)


def test_one_that_goes_on_has_no_last_day() -> None:
    assert Sessions([FIRST, SECOND]).period("2023-11-07") == (date(2023, 10, 27), None)


def test_sessions_come_in_the_order_of_their_days() -> None:
    assert list(SESSIONS) == [FIRST, SECOND, THIRD]
    assert [SESSIONS.next_of(session) for session in SESSIONS] == [SECOND, THIRD, None]
    assert list(Sessions()) == []


def test_sessions_are_equal_to_the_same_and_to_nothing_else() -> None:
    assert Sessions([FIRST, SECOND]) == Sessions([SECOND, FIRST])
    assert Sessions([FIRST]) != Sessions([SECOND])
    assert Sessions([FIRST]) != [FIRST]


@pytest.mark.parametrize(
    ("tabled", "by", "expected"),
    [
        (date(2022, 5, 10), date(2023, 10, 26), False),
        (date(2022, 5, 10), date(2023, 10, 27), True),  # its last day is on record
        (date(2023, 11, 7), date(2024, 7, 16), False),
        (date(2023, 11, 7), date(2024, 7, 17), True),  # it is not: the next one has begun
        (date(2024, 7, 17), date(2026, 4, 30), False),
        (date(2024, 7, 17), date(2026, 5, 1), True),
        (date(2022, 5, 9), date(2026, 5, 1), False),
        (None, date(2026, 5, 1), False),
        (date(2022, 5, 10), None, False),
    ],
)
def test_a_session_has_ended_after_its_last_day_or_where_the_next_began(
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
def test_a_session_begins_after_one_day_and_up_to_another(earlier: date, later: date, expected: bool) -> None:
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
def test_days_between_two_sessions(first: date, last: date, expected: bool) -> None:
    assert SESSIONS.is_between(first, last) is expected


def test_where_days_on_record_cross_the_next_session_begins_on_its_first() -> None:
    crossing = Sessions([FIRST._replace(last=date(2023, 11, 7)), SECOND])
    assert crossing.of(date(2023, 11, 6)) == crossing.all[0]
    assert crossing.of(date(2023, 11, 7)) == SECOND
    assert Sessions([FIRST._replace(last=date(2023, 11, 6)), SECOND]).of(date(2023, 11, 7)) == SECOND
