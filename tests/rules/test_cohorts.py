"""Which questions count towards the share on time, so that it does not depend on when records were last checked."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from questions.models import Question
from questions.rules.deadlines import deadline, type_of
from tests.support.factories import log, make_answered, make_question
from tests.support.indexing import index_dir
from tests.support.pages import read, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(index_dir.__name__)]

MONDAY = date(2023, 3, 27)  # the deadline of these questions
TUESDAY = date(2023, 3, 28)
NAMED: dict[str, Any] = {"is_named_day": True, "due_on": MONDAY, "department": "Home Office"}
HOME_OFFICE = "/departments/home-office/"


def counted(client: Client) -> tuple[list[str], list[str]]:
    """The UINs of the questions that count towards the share, and of those that are left out."""
    counts = read(client, "/questions/?counted=1&sort=oldest").uins
    left_out = "/questions/?counted=0&timing=on-time&timing=late&timing=overdue&timing=open&sort=oldest"
    return counts, read(client, left_out).uins


def test_a_cohort_counts_once_all_are_answered_withdrawn_or_seen_after_the_deadline(client: Client) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    make_question(uin="2", **NAMED, last_seen_on=TUESDAY)
    make_question(uin="3", **NAMED, is_withdrawn=True)
    assert counted(client) == (["1", "2"], [])
    assert "50% of 2 questions counted were answered on time: 0 late, 1 overdue." in words_of(client, HOME_OFFICE)


def test_a_cohort_does_not_count_while_one_open_question_was_last_seen_by_the_deadline(client: Client) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    make_question(uin="2", **NAMED, last_seen_on=MONDAY)
    assert counted(client) == ([], ["1", "2"])
    said = "2 questions are not counted, because they, or other questions tabled and due on the same days,"
    page = read(client, HOME_OFFICE)
    assert said in words_of(client, HOME_OFFICE)
    assert read(client, page.link("2 questions")).uins == ["2", "1"]
    assert "answered on time:" not in page.text


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ({"tabled_on": date(2023, 3, 21)}, "another day of tabling"),
        ({"due_on": TUESDAY}, "another deadline"),
        ({"house": "lords"}, "the other House"),
    ],
)
def test_a_question_in_another_cohort_does_not_hold_up_this_one(
    client: Client, other: dict[str, Any], what: str
) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    make_question(uin="2", **{**NAMED, **other}, last_seen_on=MONDAY)
    assert counted(client) == (["1"], ["2"]), what


def test_ordinary_and_named_day_questions_with_the_same_deadline_are_one_cohort(client: Client) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    make_question(uin="2", is_named_day=False, due_on=date(2023, 3, 21), last_seen_on=MONDAY)
    assert counted(client) == ([], ["1", "2"])


def test_a_question_that_parliament_no_longer_lists_does_not_hold_up_others(client: Client) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    make_question(uin="2", **NAMED, last_seen_on=MONDAY, vanished_on=TUESDAY)
    assert counted(client) == (["1"], ["2"])


def test_a_question_that_lapsed_or_has_no_verdict_is_neither_counted_nor_left_out(client: Client) -> None:
    make_question(uin="1", **NAMED, last_seen_on=date(2024, 1, 9))
    make_answered(uin="2", is_named_day=None, due_on=MONDAY)
    assert counted(client) == ([], [])
    assert read(client, "/questions/?counted=0&sort=oldest").uins == ["1", "2"]


def test_a_cohort_counts_as_soon_as_its_last_question_is_seen_after_the_deadline(client: Client) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    other = make_question(uin="2", **NAMED, last_seen_on=MONDAY)
    assert counted(client)[0] == []
    Question.objects.filter(pk=other.pk).update(last_seen_on=TUESDAY)
    log(other)
    assert counted(client) == (["1", "2"], [])


def test_the_counted_filter_is_a_chip_and_stays_in_the_form(client: Client) -> None:
    make_answered(uin="1", **NAMED, answered_on=MONDAY)
    page = read(client, "/questions/?counted=1")
    assert page.chips == ["counted"]
    assert '<input type="hidden" name="counted" value="1">' in page.text


# Real months, without anything that happened after a given day.

MONTH = "2024-09"
INTERVAL = timedelta(days=6)


def as_at(value: dict[str, Any], day: date) -> dict[str, Any]:
    """The record as it stood on that day."""
    if value["dateAnswered"] and _day(value["dateAnswered"]) <= day:
        return value
    answer = ("dateAnswered", "answerText", "answerIsHolding", "answeringMemberId", "dateHoldingAnswer", "heading")
    return value | dict.fromkeys(answer)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def a_monthly_list(values: list[dict], until: date) -> list[tuple[date, list[dict]]]:
    return [(until, values)]


def snapshots(values: list[dict], until: date) -> list[tuple[date, list[dict]]]:
    return [(until - INTERVAL * number, values) for number in range(4)]


def sync(values: list[dict], until: date) -> list[tuple[date, list[dict]]]:
    """A question that was answered when last requested is not requested again."""
    days = sorted(day for day, _ in snapshots(values, until))
    before = [date.min, *days]
    return [
        (day, [one for one in values if not one["dateAnswered"] or _day(one["dateAnswered"]) > last])
        for last, day in zip(before, days, strict=False)
    ]


def fill(folder: Path, seen: list[tuple[date, list[dict]]]) -> None:
    for day, values in seen:
        rows = [{"value": as_at(one, day), "links": []} for one in values if _day(one["dateTabled"]) <= day]
        if not rows:  # an import that reads no record fails
            continue
        path = folder / f"{day}.json"
        path.write_text(json.dumps(rows))
        call_command("import_questions", str(path), as_of=day, stdout=StringIO())


def expected(values: list[dict], day: date) -> tuple[int, int]:
    """The questions on time and all questions, in cohorts that were due or fully answered by that day."""
    cohorts = defaultdict(list)
    for one in values:
        if _day(one["dateTabled"]) <= day:
            last = deadline(type_of("commons", one["uin"], one["isNamedDay"]), _day(one["dateForAnswer"]))
            assert last
            cohorts[one["dateTabled"], last].append(_day(one["dateAnswered"]))
    known = {key: days for key, days in cohorts.items() if key[1] < day or max(days) <= day}
    on_time = sum(answered <= last for (_, last), days in known.items() for answered in days)
    return on_time, sum(map(len, known.values()))


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.parametrize("until", [date(2024, 9, 18), date(2024, 10, 10)])
@pytest.mark.parametrize("way", [a_monthly_list, snapshots, sync])
def test_the_share_of_an_incomplete_month_equals_that_of_the_full_record(
    client: Client, real_data: Path, tmp_path: Path, way: Any, until: date
) -> None:
    with lzma.open(real_data / "parliament" / "list" / f"{MONTH}.json.xz") as file:
        rows = json.load(file)
    values = [row["value"] for row in rows if row["value"]["dateAnswered"]]
    fill(tmp_path, way(values, until))
    on_time, due = expected(values, until)
    assert read(client, "/questions/?counted=1").count == due > 500
    assert read(client, "/questions/?counted=1&timing=on-time").count == on_time
