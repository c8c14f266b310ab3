"""Deadlines and verdicts: the rules and their awkward cases."""

from __future__ import annotations

from datetime import date

import pytest

from questions.rules.deadlines import (
    JUDGED,
    LORDS_DAYS,
    ORDINARY_DAYS,
    STANDARD,
    Clock,
    QuestionType,
    Timing,
    days_taken,
    deadline,
    is_working_day,
    share_on_time,
    timing,
    type_of,
    working_days_after,
    working_days_between,
)
from questions.rules.sessions import Session, Sessions

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
        (date(2021, 12, 28), "the substitute for Boxing Day"),
        (date(2023, 3, 25), "a Saturday"),
    ],
)
def test_bank_holidays_and_weekends_are_not_working_days(day: date, what: str) -> None:
    assert not is_working_day(day), what


def test_the_lords_answer_within_ten_working_days_and_the_commons_within_five() -> None:
    assert working_days_after(WEDNESDAY, LORDS_DAYS) == date(2023, 4, 5)
    assert working_days_after(WEDNESDAY, ORDINARY_DAYS) == NEXT_WEDNESDAY


def test_the_procedure_committee_expects_85_of_100_answers_on_time() -> None:
    assert share_on_time(85, 10, 5) == STANDARD


def test_questions_that_lapsed_or_have_no_verdict_are_not_judged() -> None:
    assert set(Timing) - set(JUDGED) == {Timing.LAPSED, Timing.NONE}


def test_scotlands_and_northern_irelands_holidays_are_working_days() -> None:
    assert is_working_day(date(2023, 1, 3))  # the substitute for 2 January
    assert is_working_day(date(2023, 3, 17))  # Saint Patrick's


def test_working_days_leave_out_weekends_and_the_four_days_of_easter() -> None:
    assert working_days_after(WEDNESDAY, 5) == NEXT_WEDNESDAY
    assert working_days_after(date(2023, 4, 3), 5) == date(2023, 4, 12)
    assert working_days_after(date(2023, 4, 8), 1) == date(2023, 4, 11)
    assert working_days_between(date(2023, 4, 6), date(2023, 4, 11)) == 1
    assert working_days_between(date(2023, 4, 7), date(2023, 4, 10)) == 0


@pytest.mark.parametrize(
    ("house", "uin", "is_named_day", "expected"),
    [
        ("commons", "171468", True, QuestionType.NAMED_DAY),
        ("commons", "171468", False, QuestionType.ORDINARY),
        ("commons", "171468", None, QuestionType.UNKNOWN),
        ("commons", "900000", True, QuestionType.NAMED_DAY),
        ("commons", "900001", True, QuestionType.ORAL),  # all oral questions have the flag
        ("commons", "911639", False, QuestionType.ORAL),
        ("lords", "HL5762", False, QuestionType.LORDS),
        ("lords", "900001", None, QuestionType.LORDS),
    ],
)
def test_the_type_depends_on_the_house_the_uin_and_the_named_day_flag(
    house: str, uin: str, is_named_day: bool | None, expected: QuestionType
) -> None:
    assert type_of(house, uin, is_named_day) == expected


@pytest.mark.parametrize(
    ("kind", "due_on", "expected"),
    [
        (QuestionType.NAMED_DAY, date(2023, 3, 27), date(2023, 3, 27)),
        (QuestionType.ORDINARY, date(2023, 3, 24), date(2023, 3, 30)),  # Friday counts, then Monday to Thursday
        (QuestionType.ORDINARY, date(2023, 4, 6), date(2023, 4, 14)),  # Easter falls between
        (QuestionType.ORDINARY, date(2023, 3, 25), date(2023, 3, 30)),  # a Saturday still counts as the first
        (QuestionType.ORAL, date(2023, 3, 27), date(2023, 3, 27)),
        (QuestionType.LORDS, date(2023, 4, 5), date(2023, 4, 5)),
        (QuestionType.UNKNOWN, date(2023, 3, 24), None),
        *((kind, None, None) for kind in QuestionType),
    ],
)
def test_the_deadline_depends_on_the_type(kind: QuestionType, due_on: date | None, expected: date | None) -> None:
    assert deadline(kind, due_on) == expected


def test_the_first_and_last_dates_of_the_calendar_cause_no_error() -> None:
    assert deadline(QuestionType.ORDINARY, date.max) is None
    assert deadline(QuestionType.ORDINARY, date(1, 1, 1)) == date(1, 1, 5)


SESSIONS = Sessions(
    [
        Session(date(2022, 5, 10), date(2023, 10, 26), "2022–23"),
        Session(date(2023, 11, 7), date(2024, 5, 24), "2023–24"),
        Session(date(2024, 7, 17), None, "2024–26"),
        Session(date(2026, 5, 13), None, "2026–27"),
    ]
)


def clock(**said: date | bool | None) -> Clock:
    given = {"deadline_on": NEXT_WEDNESDAY, "tabled_on": WEDNESDAY, "answered_on": None, "last_seen_on": None}
    return Clock(**{**given, "is_open": "answered_on" not in said, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"answered_on": NEXT_WEDNESDAY}, Timing.ON_TIME),
        ({"answered_on": date(2023, 3, 30)}, Timing.LATE),
        ({"answered_on": WEDNESDAY}, Timing.ON_TIME),
        ({"answered_on": date(2023, 3, 21)}, Timing.NONE),  # before the day of tabling
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
    assert timing(clock(**said), SESSIONS) == expected


@pytest.mark.parametrize(
    ("answered_on", "expected"),
    [(NEXT_WEDNESDAY, Timing.ON_TIME), (date(2023, 10, 26), Timing.LAPSED)],
)
def test_an_answer_that_says_only_that_the_session_ended_counts_only_if_it_is_on_time(
    answered_on: date, expected: Timing
) -> None:
    assert timing(clock(answered_on=answered_on, is_prorogued=True), SESSIONS) == expected


@pytest.mark.parametrize(
    ("tabled_on", "last_seen_on", "expected"),
    [
        (date(2026, 4, 1), date(2026, 5, 12), Timing.OVERDUE),
        (date(2026, 4, 1), date(2026, 5, 13), Timing.LAPSED),  # the last day of its session is not on record
        (date(2026, 5, 13), date(2026, 9, 1), Timing.OVERDUE),  # the session has no end on record
        (date(2024, 6, 30), date(2024, 9, 1), Timing.OVERDUE),  # a day after a session belongs to the next
    ],
)
def test_a_question_seen_open_in_a_later_session_has_lapsed(
    tabled_on: date, last_seen_on: date, expected: Timing
) -> None:
    given = clock(tabled_on=tabled_on, deadline_on=tabled_on, last_seen_on=last_seen_on)
    assert timing(given, SESSIONS) == expected


def test_days_taken_are_calendar_days_and_never_negative() -> None:
    assert days_taken(WEDNESDAY, NEXT_WEDNESDAY) == 7
    assert days_taken(WEDNESDAY, WEDNESDAY) == 0
    assert days_taken(WEDNESDAY, date(2023, 3, 21)) is None
    assert days_taken(None, WEDNESDAY) is None
    assert days_taken(WEDNESDAY, None) is None
