"""Charts over time: round numbers, labels with room, and bars at their place in time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from questions.lists.chart import MOST_MONTHS, Chart, drawn, within
from questions.lists.columns import Bar, Columns, Kind, Period, Value, columns
from questions.lists.scales import BETWEEN, ROOM, labels, percent, round_numbers
from questions.rules.months import Months

JANUARY = 2020 * 12


def periods(*numbers: float, length: int = 1) -> list[Period]:
    return [
        Period(JANUARY + place * length, f"{number}", f"p={place}", [Value(number)])
        for place, number in enumerate(numbers)
    ]


def year_of(*numbers: float, kind: Kind | None = None) -> Columns:
    return columns(periods(*numbers), Months(JANUARY, JANUARY + 11), 1, [], kind)


def heights(drawn: Columns) -> list[list[float]]:
    return [[part.height for part in bar.parts] for bar in drawn.bars]


@pytest.mark.parametrize(
    ("most", "numbers"),
    [
        (0, [0, 1, 2]),
        (1, [0, 1, 2]),
        (3, [0, 1, 2, 3]),
        (4, [0, 2, 4]),
        (7, [0, 5, 10]),
        (70, [0, 25, 50, 75]),
        (1443, [0, 500, 1000, 1500]),
        (3454, [0, 2000, 4000]),
    ],
)
def test_numbers_of_questions_have_a_round_scale(most: int, numbers: list[float]) -> None:
    assert round_numbers(most) == numbers


@pytest.mark.parametrize(("most", "numbers"), [(0.97, [0, 0.5, 1]), (0.3, [0, 0.1, 0.2, 0.3]), (4.2, [0, 2, 4, 6])])
def test_small_shares_have_a_scale_with_fractions(most: float, numbers: list[float]) -> None:
    assert round_numbers(most, is_whole=False) == numbers


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_scale_has_three_or_four_numbers_and_holds_the_largest(is_whole: bool) -> None:
    for most in (*range(1, 3000), 10**6, 12345678):
        found = round_numbers(most, is_whole=is_whole)
        assert 3 <= len(found) <= 4, most
        assert found[0] == 0
        assert found[-2] < most <= found[-1] or most <= 1, most


@pytest.mark.parametrize(
    ("share", "written"),
    [(0, "0%"), (100, "100%"), (43.2, "43%"), (9.99, "10%"), (4.32, "4.3%"), (0.5, "0.5%"), (0.0432, "0.043%")],
)
def test_shares_are_written_in_two_digits(share: float, written: str) -> None:
    assert percent(share) == written


@pytest.mark.parametrize("length", [1, 12])
@pytest.mark.parametrize("width", ROOM)
def test_labels_have_room_however_long_the_time(length: int, width: str) -> None:
    first = JANUARY + 3 if length == 1 else JANUARY
    for number in (one for one in (1, 2, 5, 13, 26, 50, 60, 120, 300, 1200) if one % length == 0):
        found = [one for one in labels(Months(first, first - 1 + number), length) if width in one.widths]
        assert found, number
        for one, other in pairwise(found):
            apart = (other.x - one.x) / 100 * ROOM[width]
            assert apart >= (len(one.text) + len(other.text)) / 2 + BETWEEN - 0.1, (number, one, other)


def test_labels_name_months_if_there_is_room_and_otherwise_years() -> None:
    short, long = (labels(Months(JANUARY, JANUARY + number - 1), 1) for number in (12, 120))
    assert [one.text for one in short if "wide" in one.widths][:2] == ["Jan 2020", "Apr 2020"]
    assert {one.text for one in long if "narrow" in one.widths} == {"2020", "2025"}


def test_a_bar_is_as_tall_as_its_number_on_the_scale() -> None:
    assert heights(year_of(15, 7.5, 0)) == [[100], [50], [0]]


def test_the_smallest_bar_can_be_seen_and_stays_above_the_axis() -> None:
    tiny = year_of(10000, 1).bars[1].parts[0]
    assert tiny.height > 0.5
    assert tiny.y + tiny.height == 100


def test_parts_of_a_bar_stand_on_one_another() -> None:
    (bar,) = columns([Period(JANUARY, "", "", [Value(10, "a"), Value(10, "b")])], Months(JANUARY, JANUARY), 1).bars
    assert [(part.name, part.y, part.height) for part in bar.parts] == [("a", 50, 50), ("b", 0, 50)]


def test_a_bar_is_at_its_place_in_time_and_never_very_wide() -> None:
    (bar,) = columns(periods(3, length=12), Months(JANUARY, JANUARY + 47), 12).bars
    assert (bar.start, bar.middle) == (0, 12.5)
    assert columns(periods(3, length=12), Months(JANUARY, JANUARY + 47), 12).bar < 10


def test_the_words_of_a_bar_are_moved_by_as_much_of_their_length_as_the_bar_is_of_the_width() -> None:
    assert [Bar("", "", "", 0, 0, middle, []).shift for middle in (1, 50, 99)] == [0, 5, 10]


def test_a_share_is_drawn_from_0_to_100_percent_with_its_standard() -> None:
    found = year_of(87, 40, kind=Kind("%", "points", 85))
    assert [(tick.text, tick.y) for tick in found.ticks] == [("100%", 0), ("50%", 50), ("0%", 100)]
    assert found.standard_at == 15
    assert [bar.parts[0].y for bar in found.bars] == [13, 60]


def test_points_are_joined_only_if_no_period_lies_between() -> None:
    one, other, later = periods(80, 85, 90)
    found = columns(
        [one, other, later._replace(first=JANUARY + 5)], Months(JANUARY, JANUARY + 9), 1, [], Kind("%", "points", 85)
    )
    assert [(line.x1, line.x2) for line in found.joins] == [(5, 15)]


def test_missing_months_outside_the_axis_are_not_drawn() -> None:
    missing = [Months(JANUARY - 9, JANUARY - 5), Months(JANUARY + 10, JANUARY + 30)]
    (one,) = columns(periods(1), Months(JANUARY, JANUARY + 11), 1, missing).missing
    assert (one.x, one.width) == (83.33, 16.67)


def of_months(number: int) -> Chart:
    return drawn({1990 * 12 + place: 1 for place in range(number)}, [], "w={}".format)


def test_more_months_than_can_be_selected_are_drawn_by_year_with_all_months_in_the_table() -> None:
    short, long = of_months(MOST_MONTHS), of_months(300)
    assert short.by == "month"
    assert long.by == "year"
    assert long.columns
    assert [(bar.words, bar.query) for bar in long.columns.bars][:1] == [("1990: 12", "w=1990")]
    assert sum(month.number or 0 for year in long.years for month in year.months) == 300


def test_the_table_tells_months_without_questions_from_missing_ones() -> None:
    counts = {JANUARY: 5, JANUARY + 3: 6}
    (year,) = drawn(counts, [Months(JANUARY + 1, JANUARY + 1)], str).years
    assert [month.number for month in year.months] == [5, None, 0, 6, *[None] * 8]


def test_a_link_to_a_year_keeps_the_chosen_day_in_it() -> None:
    assert within("2023", date(2023, 5, 2)) == "2023-05-02"
    assert within("2024", date(2023, 5, 2)) == within("2024", None) == "2024"
