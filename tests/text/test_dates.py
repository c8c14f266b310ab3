"""Dates as people write them in sentences, and words that only look like one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from questions.text.dates import DAY, MONTHS, day_of, full_day, is_day, is_relative, period_of

TODAY = date(2024, 3, 20)
SUNDAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12 March 2024", date(2024, 3, 12)),
        ("12th March 2024", date(2024, 3, 12)),
        ("1st May 2023", date(2023, 5, 1)),
        ("2nd of May, 2023", date(2023, 5, 2)),
        ("the 3rd of May 2023", date(2023, 5, 3)),
        ("31May 2023", date(2023, 5, 31)),
        ("Monday 6 November 2023", date(2023, 11, 6)),
        ("Sunday, the 5 November 2023", date(2023, 11, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("March 5 2024", date(2024, 3, 5)),
        ("Tuesday March 5th 2024", date(2024, 3, 5)),
        ("5 Mar 2024", date(2024, 3, 5)),
        ("5 Sept 2023", date(2023, 9, 5)),
        ("5 Sept. 2023", date(2023, 9, 5)),
        ("5th Mar., 2024", date(2024, 3, 5)),
        ("5 march 24", date(2024, 3, 5)),
        ("5 March '24", date(2024, 3, 5)),
        ("5 March 1999", date(1999, 3, 5)),
        ("5 March 00", date(2000, 3, 5)),
        ("5 March 0100", date(100, 3, 5)),  # a year of four digits is complete
        ("5 May 99", date(2099, 5, 5)),
        ("2024-03-05", date(2024, 3, 5)),
        ("05/03/2024", date(2024, 3, 5)),
        ("5.3.24", date(2024, 3, 5)),
        ("5.3.124", date(124, 3, 5)),
        ("12 Febuary 2024", date(2024, 2, 12)),
        ("12 Septmeber 2023", date(2023, 9, 12)),
        ("12 Augst 2023", date(2023, 8, 12)),
        ("29 February 2024", date(2024, 2, 29)),
        ("31 December 2023", date(2023, 12, 31)),
        ("1 January 2024", date(2024, 1, 1)),
    ],
)
def test_a_written_date_is_understood(written: str, day: date) -> None:
    assert re.fullmatch(DAY, written, re.I)
    assert day_of(written, None) == day_of(written.upper(), TODAY) == day


@pytest.mark.parametrize(
    "written",
    [
        *[
            "31 February 2024",
            "29 February 2023",
            "0 May 2023",
            "32 May 2023",
            "2 May 20213",
            "2024-13-01",
            "31/02/2024",
        ],
        *[
            "12/13/2024",
            "5 contracts 2023",
            "5 Xarch 2024",
            "5 Mxxxh 2024",
            "5 Monday 2024",
            "11 the",
            "1 January 0001",
            "01/01/0001",
        ],
        *["1 May 002", "0001-01-01"],
    ],
)
def test_an_impossible_date_is_not_a_day(written: str) -> None:
    assert day_of(written, TODAY) is None


@pytest.mark.parametrize(
    ("written", "on", "day"),
    [
        ("20 March", TODAY, date(2024, 3, 20)),
        ("21 March", TODAY, date(2023, 3, 21)),
        ("19 March", TODAY, date(2024, 3, 19)),
        ("1 January", TODAY, date(2024, 1, 1)),
        ("31 December", TODAY, date(2023, 12, 31)),
        ("29 February", TODAY, date(2024, 2, 29)),
        ("29 February", date(2024, 2, 28), date(2020, 2, 29)),
        ("29 February", date(1904, 2, 28), date(1896, 2, 29)),  # eight years earlier, as 1900 was not a leap year
        ("30 February", TODAY, None),
        ("20 March", None, None),
    ],
)
def test_a_date_without_a_year_means_the_last_such_day(written: str, on: date | None, day: date | None) -> None:
    assert day_of(written, on) == day


@pytest.mark.parametrize(
    ("written", "on", "day"),
    [
        ("today", TODAY, TODAY),
        ("Earlier today", TODAY, TODAY),
        ("yesterday", TODAY, date(2024, 3, 19)),
        ("yesterday", date(2024, 3, 1), date(2024, 2, 29)),
        ("today", date.min, date.min),
        ("yesterday", date.min, None),
        ("yesterday", date(1, 1, 2), date.min),
        ("today", None, None),
        ("yesterday", None, None),
    ],
)
def test_today_and_yesterday_depend_on_the_day_of_the_text(written: str, on: date | None, day: date | None) -> None:
    assert day_of(written, on) == day


@pytest.mark.parametrize("number", range(12))
def test_every_month_is_known_by_its_name_and_its_first_three_letters(number: int) -> None:
    for name in (MONTHS[number], MONTHS[number][:3], MONTHS[number].title()):
        assert day_of(f"9 {name} 2023", None) == date(2023, number + 1, 9)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("11 March", True),
        ("29 February", True),
        ("11 contracts", False),
        ("12 junior", False),
        ("31 June", False),
        ("today", True),
    ],
)
def test_a_day_is_distinguished_from_a_number_of_things(written: str, expected: bool) -> None:
    assert is_day(written) is expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 5 March 2024, 12 were", "5 March 2024"),
        ("on 5 March, 2024 and", "5 March, 2024"),
        ("on 5 March 12 were", "5 March"),  # 12 is not a year, because a word follows it
        ("on 5 March 12, and", "5 March 12"),
        ("on 5 March 20245 or", "5 March 20245"),
        ("on 5 of them", "5 of them"),
        ("on 5 May. 12 were", "5 May"),
        ("on 5 May. 2024 was", "5 May. 2024"),
        ("on 5 March. 2024 was", "5 March"),
        ("on 5 Mar. 20245", "5 Mar"),
        ("on Friday 5 March of", "Friday 5 March"),
        ("on March 5 of", None),  # a month before its day needs a year
        ("on March 5, 2024", "March 5, 2024"),
        ("since 05/03/24.", "05/03/24"),
        ("since 2024-03-05T", "2024-03-05"),
        ("earlier today", "earlier today"),
        ("in 2024", None),
    ],
)
def test_the_pattern_matches_a_whole_date_and_no_more(text: str, found: str | None) -> None:
    day = re.search(DAY, text, re.I)
    assert (day[0] if day else None) == found


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-03-22", date(2023, 3, 22), date(2023, 3, 22)),
        ("9999-12", date(9999, 12, 1), date.max),
        ("31/12/2024", date(2024, 12, 31), date(2024, 12, 31)),
        ("1.2.2024", date(2024, 2, 1), date(2024, 2, 1)),
        ("31-12-2024", date(2024, 12, 31), date(2024, 12, 31)),
        ("31 December 2024", date(2024, 12, 31), date(2024, 12, 31)),
        ("  the 31st  of December, 2024 ", date(2024, 12, 31), date(2024, 12, 31)),
        ("December 31, 2024", date(2024, 12, 31), date(2024, 12, 31)),
        ("Dec 2024", date(2024, 12, 1), date(2024, 12, 31)),
        ("dec. 2024", date(2024, 12, 1), date(2024, 12, 31)),
        ("February 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Febuary, 2023", date(2023, 2, 1), date(2023, 2, 28)),
        ("12/2024", date(2024, 12, 1), date(2024, 12, 31)),
        ("2.2023", date(2023, 2, 1), date(2023, 2, 28)),
    ],
)
def test_a_period_is_a_year_a_month_or_a_day(written: str, first: date, last: date) -> None:
    assert period_of(written) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        *("", "23", "0000", "2023-13", "2023-00", "2023-3", "2023-02-30", "2023-02-00", "٢٠٢٣", "30/2/2023", "13/2023"),
        *("0/2023", "1/1/1", "Smarch 2023", "2023 March", "May 0000", "31/12", "today 2023", "x today", "last 0 days"),
        *("last 1000 days", "next week", "this day", "last day", "past day", "last weeks", "this 3 weeks"),
        *("past months", "31/12/24", "last fortnight", "this 3 weeks ago", "last", "2023-03-22 2023"),
    ],
)
def test_nothing_else_is_a_period(written: str) -> None:
    with pytest.raises(ValueError, match=r"is not a year, month or day|must be in|out of range"):
        period_of(written, SUNDAY)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("today", date(2024, 3, 31), date(2024, 3, 31)),
        ("Yesterday", date(2024, 3, 30), date(2024, 3, 30)),
        ("this week", date(2024, 3, 25), date(2024, 3, 31)),
        ("last week", date(2024, 3, 18), date(2024, 3, 24)),
        ("this month", date(2024, 3, 1), date(2024, 3, 31)),
        ("last  month", date(2024, 2, 1), date(2024, 2, 29)),
        ("this year", date(2024, 1, 1), date(2024, 12, 31)),
        ("Last Year", date(2023, 1, 1), date(2023, 12, 31)),
        ("last 1 day", date(2024, 3, 31), date(2024, 3, 31)),
        ("last 30 days", date(2024, 3, 2), date(2024, 3, 31)),
        ("the past 2 weeks", date(2024, 3, 18), date(2024, 3, 31)),
        ("past week", date(2024, 3, 25), date(2024, 3, 31)),
        ("past month", date(2024, 3, 1), date(2024, 3, 31)),
        ("last 13 months", date(2023, 3, 1), date(2024, 3, 31)),
        ("last 999 years", date(1025, 4, 1), date(2024, 3, 31)),
    ],
)
def test_a_period_can_be_told_from_today(written: str, first: date, last: date) -> None:
    assert period_of(written, SUNDAY) == (first, last)
    assert is_relative(written)
    with pytest.raises(ValueError, match="is not a year, month or day"):
        period_of(written)


def test_the_month_before_the_31st_is_the_one_before() -> None:
    assert period_of("last month", date(2024, 12, 31)) == (date(2024, 11, 1), date(2024, 11, 30))
    assert period_of("last month", date(2024, 1, 31)) == (date(2023, 12, 1), date(2023, 12, 31))
    assert period_of("last year", date(2024, 2, 29)) == (date(2023, 1, 1), date(2023, 12, 31))
    assert period_of("past year", date(2024, 2, 29)) == (date(2023, 3, 1), date(2024, 2, 29))


@pytest.mark.parametrize("written", ["2024", "March 2024", "31/3/2024", "", "lately"])
def test_other_periods_are_not_relative(written: str) -> None:
    assert not is_relative(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-3-5", date(2024, 3, 5)),
        ("05/03/2024", date(2024, 3, 5)),
        ("5.3.2024", date(2024, 3, 5)),
        ("5 March 2024", date(2024, 3, 5)),
        ("5March2024", None),
        ("5th Mar. 2024", date(2024, 3, 5)),
        ("Tuesday, the 5th of MARCH, 2024", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("5 Febuary 2024", date(2024, 2, 5)),
        ("0001-01-01", date.min),
        ("01/01/0001", date.min),
        ("5 March 0024", date(24, 3, 5)),
    ],
)
def test_a_day_alone_is_read_with_its_whole_year(written: str, day: date | None) -> None:
    assert full_day(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "5",
        "2024",
        "5 March",
        "5 March 24",
        "05/03/24",
        "2024-02-30",
        "31/02/2024",
        "today",
        "on 5 March 2024",
        "5 March 2024 at noon",
        "5 contracts 2024",
        "2024/03/05",
        "05-03-2024",
        "5 March 20245",
        "45322",
    ],
)
def test_nothing_else_is_a_day_alone(written: str) -> None:
    assert full_day(written) is None
