"""Dates in every source: unusual ones are understood, impossible ones are refused with their field and value."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import Client

from questions.models import Department, Membership, Post, Question, RefusedRow
from questions.models.periods import Source
from questions.rules import days
from questions.sources.days import is_day, near_day, past_day, read_day, read_period
from questions.sources.members_api import biography
from questions.sources.parliament import as_of_day
from questions.sources.pasted import take_apart
from questions.sources.records import RefusedRecord
from questions.sources.tables import MemberRow
from tests.archive.importing.test_import_tables import DEPARTMENTS, MEMBERSHIPS, POSTS, write
from tests.sources.test_twfy import BUSES
from tests.sources.test_twfy import read as read_hansard
from tests.support.factories import make_member, make_post
from tests.support.hansard import ques, reply
from tests.support.indexing import run
from tests.support.pages import read, words_of
from tests.support.records import answered, corrected, holding, record, unanswered, write_list
from tests.support.standin_members import held, person, represented

EMPTY = "0001-01-01T00:00:00"
TODAY = date(2024, 9, 30)


@pytest.fixture
def fixed_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "today", lambda: TODAY)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *[(None, None), ("", None), ("  ", None), ("\t\n", None)],
        *[("2024-03-05", date(2024, 3, 5)), (" 2024-03-05 ", date(2024, 3, 5)), ("2024-3-5", date(2024, 3, 5))],
        *[("2024-03-05T00:00:00", date(2024, 3, 5)), ("2024-03-05 13:59", date(2024, 3, 5))],
        *[("2024-03-05T00:00:00.0000000", date(2024, 3, 5)), ("2024-02-29T23:59:59Z", date(2024, 2, 29))],
        # Midnight in London, as other copies write it, and times in other zones that are another day in London.
        *[("2024-06-30T23:00:00Z", date(2024, 7, 1)), ("2024-07-01T00:00:00+01:00", date(2024, 7, 1))],
        *[("2024-01-31T23:30:00-05:00", date(2024, 2, 1)), ("2024-02-01T00:30:00+09:30", date(2024, 1, 31))],
        *[(EMPTY, None), ("0001-01-01", None), ("0001-01-01T00:00:00Z", None), ("0001-01-01T00:00:00+14:00", None)],
        *[("0001-12-31T23:59:59", None), ("0002-01-01", date(2, 1, 1)), ("9999-12-31T23:59:59-12:00", date.max)],
    ],
)
def test_a_date_is_understood_in_each_form_that_programs_write(written: str | None, day: date | None) -> None:
    assert read_day("dateTabled", written) == day


@pytest.mark.parametrize(
    "written",
    [
        *["0000-00-00", "0000-01-01", "2024-13-01", "2024-00-10", "2024-02-30", "2023-02-29T00:00:00", "10000-01-01"],
        *["2024-03-05T", "2024-03-05T25:00:00", "2024-03-05T00:00:00+99:00", "2024-03-05 at noon", "05/03/2024"],
        *["2024", "2024-03", "2024-W10-2", "20240305", "12 June", "null", "/Date(1709596800000)/", "٢٠٢٤-٠٣-٠٥"],
        *[20240305, 0, 1709596800.0, True, False, [], ["2024-03-05"], {"date": "2024-03-05"}],
    ],
)
def test_a_value_that_is_not_a_date_is_refused_with_its_field(written: object) -> None:
    with pytest.raises(RefusedRecord) as refused:
        read_day("dateTabled", written)
    assert str(refused.value) == f"dateTabled is not a date: {written!r:.60}"


@pytest.mark.usefixtures(fixed_today.__name__)
def test_a_past_event_with_a_date_in_the_future_is_refused() -> None:
    assert past_day("dateAnswered", "2024-09-30T23:59:59") == TODAY
    for later in ("2024-10-01", "2055-01-01T00:00:00", "9999-12-31T00:00:00"):
        with pytest.raises(RefusedRecord, match=f"dateAnswered is in the future: {later[:10]}"):
            past_day("dateAnswered", later)


@pytest.mark.usefixtures(fixed_today.__name__)
@pytest.mark.parametrize("far", ["9999-12-31", "9999-12-31T23:59:59Z", "2999-12-31", "2099-12-31", "2079-06-06"])
def test_a_date_far_ahead_means_no_date(far: str) -> None:
    assert near_day("endDate", far) is None
    assert near_day("endDate", "2055-01-01") == date(2055, 1, 1)
    assert read_period({"start": "2013-01-01", "end": far}, "start", "end") == (date(2013, 1, 1), None)
    with pytest.raises(RefusedRecord, match=f"start is missing: '{far}' means no date"):
        read_period({"start": far, "end": None}, "start", "end")


def test_year_1_is_not_a_valid_date_in_a_file_name_or_an_address() -> None:
    assert [is_day(day) for day in ("0001-01-01", "2024-02-30", "2024-02-29")] == [False, False, True]


# Parliament's records


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (answered(dateHoldingAnswer=EMPTY, dateAnswerCorrected=EMPTY), [(2, "2024-09-10")]),
        (holding(dateAnswered=EMPTY), [(1, "2024-09-09")]),
        (holding(dateHoldingAnswer=EMPTY), [(1, "2024-09-09")]),
        (unanswered(dateAnswered=EMPTY, dateHoldingAnswer=EMPTY, dateAnswerCorrected=EMPTY), []),
        (corrected(dateAnswered=EMPTY), [(3, "2024-09-20")]),
        (corrected(dateAnswerCorrected=EMPTY), [(2, "2024-09-10"), (3, "2024-09-10")]),
        (answered(dateAnswered="2024-07-04T23:00:00Z", dateTabled="2024-06-30T23:00:00Z"), [(2, "2024-07-05")]),
    ],
)
def test_an_empty_date_does_not_mean_an_answer(value: dict, told: list) -> None:
    assert [(answer.stage, answer.day) for answer in record(value).answers] == told


def test_a_question_may_have_no_date_for_answer_and_no_date_tabled() -> None:
    due = ("2055-01-01", EMPTY, "9999-12-31T00:00:00", None)
    assert [record(unanswered(dateForAnswer=day)).due for day in due] == ["2055-01-01", None, None, None]
    assert record(unanswered(dateTabled=EMPTY)).tabled is None
    with pytest.raises(RefusedRecord, match="dateTabled is missing"):
        record(unanswered(dateTabled=None))


@pytest.mark.usefixtures(fixed_today.__name__)
@pytest.mark.parametrize(
    "changes",
    [
        {"dateAnswered": "2055-01-01T00:00:00"},
        {"dateHoldingAnswer": "2024-10-01"},
        {"dateAnswerCorrected": "9999-12-31"},
    ],
)
def test_an_answer_with_a_date_in_the_future_is_refused_at_any_stage(changes: dict[str, str]) -> None:
    [(field, written)] = changes.items()
    with pytest.raises(RefusedRecord, match=f"{field} is in the future: {written[:10]}"):
        record(answered(**changes))


def test_a_file_with_only_empty_dates_has_no_as_of_day() -> None:
    stream = b'[{"dateTabled": "0001-01-01T00:00:00"}]'
    assert as_of_day("questions.json", BytesIO(stream)) is None
    assert as_of_day("0001-01-01.json", BytesIO(stream)) is None


@pytest.mark.django_db
def test_a_record_with_an_impossible_date_is_refused_and_the_rest_is_imported(client: Client, tmp_path: Path) -> None:
    values = [
        answered(id=1, uin="1", dateAnswered="2055-01-01T00:00:00"),
        answered(id=2, uin="2", dateAnswered="9999-12-31T00:00:00"),
        answered(id=3, uin="3", dateTabled=EMPTY),
        answered(id=4, uin="4", dateHoldingAnswer=EMPTY),
        answered(id=5, uin="5", dateForAnswer=EMPTY),
        answered(id=6, uin="6"),
        answered(id=7, uin="7", dateAnswered="2024-02-30T00:00:00"),
        answered(id=8, uin="8", dateForAnswer=20240909),
    ]
    said = run("import_questions", write_list(tmp_path / "list.json", *values), "--as-of", "2024-10-01")
    assert "created 4, updated 0, unchanged 0, refused 4" in said
    assert list(RefusedRow.objects.order_by("position").values_list("position", "reason")) == [
        (1, "dateAnswered is in the future: 2055-01-01"),
        (2, "dateAnswered is in the future: 9999-12-31"),
        (7, "dateAnswered is not a date: '2024-02-30T00:00:00'"),
        (8, "dateForAnswer is not a date: 20240909"),
    ]
    assert read(client, "/questions/?sort=answered").uins == ["6", "5", "4", "3"]
    assert "4 answers on 10 September 2024" in words_of(client, "/")
    assert "Tabled date not recorded" in words_of(client, "/questions/commons/answered-2024-09-10/3/")
    assert Question.objects.get(uin="5").due_on is None


def test_an_import_refuses_an_impossible_as_of_day(tmp_path: Path) -> None:
    path = write_list(tmp_path / "list.json", answered())
    for day in ("0001-01-01", "9999-12-31", "2024-02-30"):
        with pytest.raises(CommandError, match=r"is not a valid date|is in the future"):
            run("import_questions", path, "--as-of", day)


# Other sources


@pytest.mark.django_db
def test_an_end_far_ahead_means_no_end_in_every_table(client: Client, tmp_path: Path) -> None:
    rows = {
        "import_memberships": MEMBERSHIPS.replace("2024-07-04,", "2024-07-04,9999-12-31"),
        "import_posts": POSTS.replace("2025-01-10,\n", "2025-01-10,9999-12-31T00:00:00\n"),
        "import_departments": DEPARTMENTS.replace("2010-05-12,\n", "2010-05-12,9999-12-31\n"),
    }
    for command, table in rows.items():
        assert "refused 0" in run(command, write(tmp_path, "table.csv", table))
    assert Membership.objects.get(ended_on=None).party == "Green Party"
    assert Post.objects.get(ended_on=None).title == "Secretary of State for Energy"
    assert Department.objects.get(key="dfe-2010").ended_on is None
    for slug, open_since in {"member-11-11": "4 July 2024", "max-sample-12": "10 January 2025"}.items():
        assert f"since {open_since}, as last recorded on" in words_of(client, f"/members/{slug}/")


@pytest.mark.django_db
def test_the_next_import_removes_an_end_far_ahead_that_was_saved_earlier(client: Client, tmp_path: Path) -> None:
    member = make_member("Max Sample", parliament_id=12)
    row = {"department_name": "Education", "started_on": date(2024, 7, 8), "ended_on": date.max}
    make_post(member, "Minister for Schools", **row)
    assert "since 8 July 2024, as last recorded on 8 July 2024" in words_of(client, member.get_absolute_url())
    run("import_posts", write(tmp_path, "posts.csv", POSTS.replace("2025-01-10\n", "\n")))
    assert Post.objects.get(title="Minister for Schools").ended_on is None


@pytest.mark.django_db
def test_a_post_on_the_last_date_of_the_calendar_does_not_stop_an_import(tmp_path: Path) -> None:
    member = make_member("Max Sample", parliament_id=12)
    for title, source in (("Whip", Source.BIOGRAPHY), ("Lord in Waiting", Source.LIST)):
        make_post(member, title, started_on=date.max, source=source)
    assert "created 2" in run("import_posts", write(tmp_path, "posts.csv", POSTS))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("11,Lords,Labour,,0001-01-01,", "start_date is missing: '0001-01-01' means no date"),
        ("11,Lords,Labour,,9999-12-31,9999-12-31", "start_date is missing: '9999-12-31' means no date"),
        ("11,Lords,Labour,,2019-02-30,", "start_date is not a date: '2019-02-30'"),
        ("11,Lords,Labour,,2019-02-03,10000-01-01", "end_date is not a date: '10000-01-01'"),
    ],
)
def test_a_table_row_with_an_impossible_date_is_refused_and_the_rest_is_imported(
    tmp_path: Path, row: str, reason: str
) -> None:
    said = run("import_memberships", write(tmp_path, "memberships.csv", f"{MEMBERSHIPS}{row}\n"))
    assert "created 2, updated 0, unchanged 0, refused 1" in said
    assert RefusedRow.objects.get().reason == reason


@pytest.mark.django_db
def test_a_department_with_dates_in_year_1_has_no_dates(tmp_path: Path) -> None:
    table = DEPARTMENTS.replace("1992-04-11", "0001-01-01").replace("1995-07-05", "0001-01-01")
    assert "created 3" in run("import_departments", write(tmp_path, "departments.csv", table))
    department = Department.objects.get(key="dfe-1992")
    assert (department.started_on, department.ended_on) == (None, None)


def test_a_biography_may_have_open_ends_but_a_post_without_a_start_is_refused() -> None:
    told = person(
        11,
        representations=[represented("Leeds Central", "2019-12-12", "9999-12-31")],
        partyAffiliations=[held("Labour", "2019-12-12", "9999-12-31")],
        governmentPosts=[
            held("Minister for Buses", "2020-01-01", "9999-12-31"),
            held("Minister for Lamps", "0001-01-01"),
        ],
    )["biography"]
    found = biography(MemberRow(11, "Ann Example", ""), {"value": told}, {})
    assert [(row.started, row.ended) for row in found.memberships] == [(date(2019, 12, 12), None)]
    assert [(row.started, row.ended) for row in found.posts] == [(date(2020, 1, 1), None)]
    assert [refusal.reason for refusal in found.refused] == [
        "governmentPosts: startDate is missing: '0001-01-01T00:00:00' means no date"
    ]


@pytest.mark.parametrize(
    ("day", "reason"),
    [("0001-01-01", "its id has no day"), ("2009-02-30", "has no day"), ("9999-12-31", "is in the future")],
)
def test_an_impossible_date_in_hansard_is_refused(day: str, reason: str) -> None:
    with pytest.raises(RefusedRecord, match=reason):
        read_hansard(ques(BUSES, day=day), reply("Seven.", day=day))


@pytest.mark.parametrize("day", ["1 January 0001", "0001-01-01", "01/01/0001"])
def test_year_1_on_a_pasted_page_means_no_date(day: str) -> None:
    found = take_apart(f"UIN 4711, tabled on {day}\nQuestion\nTo ask how many libraries there are.\n")
    assert (found.tabled, found.text) == ("", "To ask how many libraries there are.")
