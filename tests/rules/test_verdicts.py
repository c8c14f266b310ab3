"""Types of question and verdicts: boundary cases, without a database."""

from __future__ import annotations

from datetime import date

import pytest

from questions.rules.deadlines import (
    DUE,
    LAST_COUNTED,
    RULES,
    Clock,
    QuestionType,
    Timing,
    days_taken,
    deadline,
    is_backwards,
    is_oral,
    share_on_time,
    timing,
    type_of,
)

from .test_calendar import FRIDAY, MONDAY, ONE, SESSIONS


@pytest.mark.parametrize(
    ("house", "uin", "expected"),
    [
        *[("commons", "900001", True), ("commons", "900000", False), ("commons", "9000010", True)],
        *[("lords", "900001", False), ("commons", "HL900001", False), ("commons", "", False)],
    ],
)
def test_oral_questions_have_high_uins(house: str, uin: str, expected: bool) -> None:
    assert is_oral(house, uin) is expected


def test_each_type_has_a_value_for_addresses_a_label_and_a_rule() -> None:
    assert dict(QuestionType.choices) == {
        "named-day": "Named day",
        "ordinary": "Ordinary",
        "oral": "Oral question answered in writing",
        "lords": "Lords written question",
        "none": "Type not recorded",
    }
    assert {kind.value: rule for kind, rule in RULES.items()} == {
        "named-day": ("named day question", "must be answered by the named day"),
        "ordinary": (
            "ordinary question",
            "must be answered within five working days, counting the date for answer as the first",
        ),
        "oral": ("oral question answered in writing", "must be answered by the date for answer"),
        "lords": ("Lords written question", "must be answered within ten working days, by the date for answer"),
    }


def test_each_verdict_has_a_value_for_addresses_and_a_label() -> None:
    assert dict(Timing.choices) == {
        "on-time": "Answered on time",
        "late": "Answered late",
        "overdue": "Overdue when last checked",
        "open": "Not yet due when last checked",
        "lapsed": "Lapsed at the end of the session",
        "none": "No verdict",
    }
    assert DUE == (Timing.ON_TIME, Timing.LATE, Timing.OVERDUE)


@pytest.mark.parametrize("house", ["commons", "lords"])
@pytest.mark.parametrize("is_named_day", [True, False, None])
def test_all_lords_questions_have_one_type(house: str, is_named_day: bool | None) -> None:
    assert (type_of(house, "HL12", is_named_day) == QuestionType.LORDS) is (house == "lords")


def test_there_is_no_deadline_beyond_the_end_of_the_calendar() -> None:
    assert deadline(QuestionType.ORDINARY, date(LAST_COUNTED, 12, 1))
    assert LAST_COUNTED == 9998
    assert deadline(QuestionType.ORDINARY, date(LAST_COUNTED + 1, 1, 1)) is None
    assert deadline(QuestionType.NAMED_DAY, date.max) == date.max


@pytest.mark.parametrize(
    ("on_time", "late", "overdue", "expected"),
    [
        *[(0, 0, 0, None), (1, 0, 0, 100), (0, 1, 0, 0), (0, 0, 1, 0)],
        *[(1, 1, 0, 50), (1, 0, 1, 50), (2, 1, 0, 66), (85, 10, 5, 85), (849, 100, 51, 84), (1, 1, 1, 33)],
    ],
)
def test_the_share_on_time_is_a_percentage_rounded_down(
    on_time: int, late: int, overdue: int, expected: int | None
) -> None:
    assert share_on_time(on_time, late, overdue) == expected


@pytest.mark.parametrize(
    ("tabled", "answered", "is_back", "taken"),
    [
        (MONDAY, FRIDAY, True, None),
        (MONDAY, MONDAY, False, 0),
        (FRIDAY, MONDAY, False, 3),
        (None, MONDAY, False, None),
        (MONDAY, None, False, None),
        (None, None, False, None),
    ],
)
def test_days_taken_is_none_if_the_answer_is_dated_before_the_question(
    tabled: date | None, answered: date | None, is_back: bool, taken: int | None
) -> None:
    assert is_backwards(tabled, answered) is is_back
    assert days_taken(tabled, answered) == taken


LATE, EARLY = MONDAY + ONE, FRIDAY - ONE


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        (Clock(MONDAY, FRIDAY, MONDAY, None, False, True), Timing.ON_TIME),
        (Clock(MONDAY, FRIDAY, LATE, None, False, True), Timing.LAPSED),
        (Clock(None, FRIDAY, LATE, None, False, True), Timing.LAPSED),
        (Clock(MONDAY, FRIDAY, None, None, False, True), Timing.LAPSED),
        (Clock(MONDAY, FRIDAY, LATE, None, False), Timing.LATE),
        (Clock(MONDAY, FRIDAY, MONDAY, None, False), Timing.ON_TIME),
        (Clock(MONDAY, None, MONDAY, None, False), Timing.ON_TIME),
        (Clock(MONDAY, FRIDAY, EARLY, None, False), Timing.NONE),
        (Clock(MONDAY, FRIDAY, None, None, False), Timing.NONE),
        (Clock(None, FRIDAY, MONDAY, None, False), Timing.NONE),
        (Clock(MONDAY, FRIDAY, MONDAY, LATE, True), Timing.OVERDUE),  # open: a holding answer does not stop the clock
        (Clock(MONDAY, FRIDAY, None, MONDAY, True), Timing.OPEN),
        (Clock(MONDAY, FRIDAY, None, None, True), Timing.OPEN),
        (Clock(MONDAY, None, None, LATE, True), Timing.OVERDUE),  # without a day of tabling, there is no session to end
        (Clock(None, None, None, LATE, True), Timing.NONE),
        (Clock(MONDAY, FRIDAY, None, date(2023, 10, 27), True), Timing.LAPSED),
    ],
)
def test_each_clock_has_one_verdict(clock: Clock, expected: Timing) -> None:
    assert timing(clock, SESSIONS) == expected
