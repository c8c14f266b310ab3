"""No year on record breaks a page, a file or a command, in rows entered by hand or saved before days were checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from questions.models import Answer, Department, Member, Question, QuestionEvent
from questions.search.check import check_index
from questions.search.index.writer import silent
from tests.support.copying import dump, load
from tests.support.factories import (
    link_departments,
    make_answer,
    make_department,
    make_event,
    make_group_link,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_ruled,
    together,
)
from tests.support.indexing import run
from tests.support.pages import read
from tests.support.spreadsheets import download
from tests.support.topic_desk import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FIRST, LAST = date.min, date.max
DAYS = (FIRST, date(999, 12, 31), date(2024, 2, 29), LAST)
TYPED = ("0001-01-01", "9999-12-31", "0001", "9999-12", "0000", "10000", "0000-00-00", "9999-13")
CITING = (
    "<p>I refer to the answer that I gave yesterday to Question 171468, and to "
    '<a href="https://www.gov.uk/guidance/hubs">the guidance</a>.</p>'
)


@pytest.fixture
def every_year() -> Member:
    """Rows of each kind on each of the days, and periods from and to them. Returns the member in all of them."""
    member = make_member("Iris Demoworth", parliament_id=4806, listed_party="Labour", listed_on=LAST)
    office = make_department("Office of Hubs", started_on=FIRST, ended_on=LAST, parliament_id=60)
    link_departments(make_department("Office of Old", started_on=FIRST, ended_on=FIRST), office, day=FIRST)
    link_departments(office, make_department("Office of Later", started_on=LAST), day=LAST)
    for day in DAYS:
        make_membership(member, f"Party of {day}", started_on=FIRST, ended_on=day)
        make_membership(member, f"Party of {day}", started_on=day, house="lords")
        make_post(member, f"Minister of {day}", started_on=day, department=office)
        make_post(member, f"Secretary of {day}", started_on=FIRST, ended_on=day, department=office)
    with together():
        for day in DAYS:
            _make_questions(member, office, day)
        undated = make_answer(make_question("Undated", tabled_on=None, uin="1"), CITING, answered_on=LAST).question
        for uin, day in (("2", FIRST), ("3", LAST)):
            make_group_link(undated, None, uin=uin, tabled_on=day)
    make_ruled("Hubs", "hubs")
    return member


def _make_questions(member: Member, department: Department, tabled: date) -> None:
    """A question without an answer, and one answered on each of the days."""
    people: dict[str, Any] = {"asked_by": member, "department": department}
    for place, day in enumerate((None, *DAYS)):
        days: dict[str, Any] = {"tabled_on": tabled, "due_on": day or tabled}
        days["last_seen_on"] = day or tabled
        question = make_question("Hubs", uin=f"{place}{tabled.year}", is_named_day=bool(place % 2), **days, **people)
        for kind in QuestionEvent.Kind:
            make_event(question, kind, tabled, before=tabled.isoformat(), after=LAST.isoformat())
        for answer in Answer.Stage if day else ():
            make_answer(question, f"{CITING}<p>{answer}</p>", stage=answer, answered_on=day, answered_by=member)


def failures(client: Client, addresses: Iterator[str]) -> list[str]:
    client.raise_request_exception = False
    return [address for address in addresses if _status(client.get(address)) >= 500]


def _status(response: Any) -> int:
    """The status of a response, read to its end: a file can still fail while it is sent."""
    return response.status_code if not response.streaming or b"".join(response.streaming_content) else 500


def pages_of(rows: Any) -> list[str]:
    return [row.get_absolute_url() for row in rows.objects.all()]


def public_addresses(member: Member, document: str) -> Iterator[str]:
    yield from ("/", "/departments/", "/topics/", "/topics/hubs/", "/subjects/", "/subjects/hubs/", "/documents/")
    yield from (document, "/members/", member.get_absolute_url(), f"{member.get_absolute_url()}answered/")
    yield from ("/corrections/", "/corrections/?department=office-of-hubs", "/coverage/", "/help/answers/")
    yield from ("/ministers/", "/statistics/", "/statistics/by-department.csv", "/questions/export.csv", "/healthz")
    for by in ("month", "year"):
        yield from (f"/statistics/?by={by}", f"/statistics/by-{by}.csv?by={by}")
    yield from (f"/questions/by/{name}/" for name in ("month", "asked_by", "answered_by", "seat"))
    yield from (f"/questions/?sort={order}" for order in ("newest", "oldest", "answered", "corrected"))
    for page in pages_of(Department):
        yield from (page, f"{page}?lineage=1")
    for page in pages_of(Question):
        yield from (page, f"{page}report/")


def filtered_addresses() -> Iterator[str]:
    for day in TYPED:
        yield f"/ministers/?on={day}"
        for name in ("tabled_after", "tabled_before", "answered_after", "answered_before", "year"):
            yield from (f"/questions/?{name}={day}", f"/statistics/?by=month&{name}={day}")
        yield from (f"/questions/?q=tabled:{day}", f"/questions/?q=answered:{day}..{day}")


def test_no_public_page_fails_for_any_year(client: Client, every_year: Member) -> None:
    document = re.search(r'href="(/documents/[^/"?]+/)"', read(client, "/documents/").text)
    assert document
    assert failures(client, public_addresses(every_year, document[1])) == []
    assert failures(client, filtered_addresses()) == []


def test_no_page_of_the_desk_fails_for_any_year(admin_client: Client, every_year: Member) -> None:
    kinds = ("question", "answer", "member", "membership", "post", "department", "departmentlink")
    lists = (f"/admin/questions/{kind}/" for kind in kinds)
    rows = (*Question.objects.all(), *Answer.objects.all()[:4], *Member.objects.all(), *Department.objects.all())
    assert failures(admin_client, iter(["/admin/", *lists, *map(page_of, rows)])) == []
    for kind in ("question", "member", "membership", "post", "department"):
        for how in ("csv", "xlsx"):
            assert download(admin_client, kind, how)


@pytest.mark.django_db(transaction=True)
def test_no_command_fails_for_any_year(tmp_path: Path, every_year: Member) -> None:
    run("derive")
    run("index", "--rebuild")
    assert check_index(silent).faults == {}
    load(dump(tmp_path / "archive.jsonl.gz"), "--replace", "--yes")
    assert [Question.objects.filter(tabled_on=day).count() for day in DAYS] == [5] * len(DAYS)


@pytest.mark.parametrize("year", ["0001", "0999", "2024", "9999"])
def test_any_year_is_listed_counted_and_linked(client: Client, every_year: Member, year: str) -> None:
    assert read(client, f"/questions/?year={year}").count == 5
    assert read(client, "/questions/").facet("year")[year] == 5
    for by in ("year", "month"):
        table = read(client, f"/statistics/?by={by}").text
        links = set(re.findall(rf'href="/questions/\?(tabled_after={year}[^"]*)"', table.replace("&amp;", "&")))
        assert max(read(client, f"/questions/?{link}").count for link in links) == 5
    coverage = read(client, "/coverage/").text
    months = set(re.findall(rf'/questions/\?(house=commons&tabled_after={year}-[^"]*)"', coverage))
    assert {read(client, f"/questions/?{link}").status for link in months} == {200}
    assert max(read(client, f"/questions/?{link}").count for link in months) == 5


def test_a_chart_covers_only_some_hundred_years(client: Client, every_year: Member) -> None:
    for address in (every_year.get_absolute_url(), "/departments/office-of-hubs/"):
        page = read(client, address).text
        figure = page.partition('<svg class="spans"')[2].partition("</svg>")[0]
        assert float(re.search(r'viewBox="[-\d]+ [-\d]+ ([\d.]+)', figure)[1]) < 1100  # type: ignore[index]
        assert 0 < figure.count('<g class="chart__year">') < 30
        assert all(0 <= float(x) < 1100 for x in re.findall(r'<rect [^>]*\bx="([-\d.]+)"', figure))
