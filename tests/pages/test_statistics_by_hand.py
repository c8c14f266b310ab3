"""The statistics of real questions, compared with a separate count of the rows in their files."""

from __future__ import annotations

import html
import json
import lzma
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.test import Client

from tests.support.indexing import index_dir
from tests.support.pages import read

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.slow,
    pytest.mark.usefixtures(index_dir.__name__),
]

DAY = timedelta(days=1)
# England's bank holidays among the days that are counted here.
HOLIDAYS = {
    *(date(2023, 12, 25), date(2023, 12, 26), date(2024, 1, 1), date(2024, 8, 26), date(2024, 12, 25)),
    *(date(2024, 12, 26), date(2025, 1, 1), date(2025, 8, 25), date(2025, 12, 25), date(2025, 12, 26)),
}
FIGURES = ("tabled", "answered", "on-time", "late", "overdue", "left-out")
Counts = dict[str, tuple[int, ...]]


class Row(NamedTuple):
    """A Commons question in one of Parliament's lists. `cohort` is its day of tabling and its deadline."""

    body: str
    is_named_day: bool
    cohort: tuple[date, date]
    answered: date | None  # None for a holding answer
    is_prorogued: bool


def rows_of(path: Path) -> list[Row]:
    with lzma.open(path) as file:
        return [_row(one["value"]) for one in json.load(file)]


def _row(value: dict[str, Any]) -> Row:
    is_oral = int(value["uin"]) > 900_000
    named, due = value["isNamedDay"], _day(value["dateForAnswer"])
    last = due if named or is_oral else nth_working_day(due, 5)
    answered = None if value["answerIsHolding"] else _day(value["dateAnswered"])
    said = "not proved possible" in (value["answerText"] or "") and "Prorogation" in value["answerText"]
    return Row(value["answeringBodyName"], named and not is_oral, (_day(value["dateTabled"]), last), answered, said)


def _day(text: str | None) -> Any:
    return date.fromisoformat(text[:10]) if text else None


def nth_working_day(day: date, number: int) -> date:
    """The working day with this number, counting `day` as the first."""
    left = number - 1
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def by_hand(rows: list[Row], seen: date) -> Counts:
    """The FIGURES of each answering body, from rows that were all last seen on that day."""
    waiting = {row.cohort for row in rows if not row.answered and seen <= row.cohort[1]}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts = found[row.body]
        counts.update(["tabled", *(["answered"] if row.answered else [])])
        counts["left-out" if row.cohort in waiting else _verdict(row)] += 1
    return {body: tuple(counts[name] for name in FIGURES) for body, counts in found.items()}


def _verdict(row: Row) -> str:
    if row.answered and row.answered <= row.cohort[1]:
        return "on-time"
    if row.is_prorogued:
        return "lapsed"
    return "late" if row.answered else "overdue"


def load(path: Path) -> None:
    call_command("import_questions", str(path), stdout=StringIO())


def shown(client: Client) -> Counts:
    page = client.get("/statistics/?columns=department").content.decode()
    section = page.split('id="by-department"', 1)[1].split("</section>", 1)[0]
    rows = re.findall(r'<tr data-value="[^"]+">.*?<a [^>]*>([^<]+)</a>(.*?)</tr>', section, re.S)
    return {html.unescape(name): _figures(row) for name, row in rows}


def _figures(row: str) -> tuple[int, ...]:
    found = dict(re.findall(r'data-figure="([^"]+)" data-count="(\d*)"', row))
    return tuple(int(found[name]) for name in FIGURES)


@pytest.mark.parametrize(("month", "seen"), [("2024-08", date(2024, 11, 26)), ("2025-10", date(2025, 10, 13))])
def test_the_figures_of_a_real_month_equal_those_counted_from_its_list(
    client: Client, real_data: Path, month: str, seen: date
) -> None:
    path = real_data / "parliament" / "list" / f"{month}.json.xz"
    load(path)
    expected = by_hand(rows_of(path), seen)
    assert shown(client) == expected
    assert sum(numbers[0] for numbers in expected.values()) > 1000


@pytest.mark.parametrize(("month", "share"), [("2023-12", 91.7), ("2024-07", 91.3), ("2024-09", 86.5)])
def test_the_share_of_ordinary_questions_on_time_agrees_with_parliaments_own_count(
    client: Client, real_data: Path, month: str, share: float
) -> None:
    """The Procedure Committee (HC 461, 13 January 2025) reports more than its 85% for the session 2023-24."""
    load(real_data / "parliament" / "list" / f"{month}.json.xz")
    ordinary = f"/questions/?house=commons&named_day=0&tabled_after={month}&tabled_before={month}"
    numbers = [read(client, f"{ordinary}&timing={timing}").count for timing in ("on-time", "late", "overdue")]
    assert 100 * numbers[0] / sum(numbers) == pytest.approx(share, abs=0.3)
    assert read(client, f"{ordinary}&counted=1").count == sum(numbers)
