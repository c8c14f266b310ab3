"""Downloads: a list in the admin as a spreadsheet."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from questions.accounts.roles import EDITOR, VIEWER
from questions.spreadsheets import downloads
from questions.spreadsheets.cells import TOO_LONG, guard_formula, remove_guard
from questions.text.formulas import is_formula
from tests.support.desk import make_user, signed_in, somebody, text
from tests.support.factories import (
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    together,
)
from tests.support.spreadsheets import DESK, as_csv, counted, download, read_csv, read_xlsx, upload

pytestmark = pytest.mark.django_db


def test_a_question_is_a_row_with_its_current_answer() -> None:
    education = make_department(parliament_id=60)
    asker, minister = make_member("Iris Demoworth", parliament_id=11), make_member("Max Sample", parliament_id=12)
    make_answered(
        "Family Hubs",
        "<p>There are <b>seven</b>.</p>",
        uin="171468",
        parliament_id=1,
        text="How many?",
        department=education,
        asked_by=asker,
        answered_by=minister,
        is_named_day=True,
        due_on=date(2023, 3, 27),
    )
    assert read_csv(download(somebody(VIEWER))) == [
        {
            "id": "1",
            "uin": "171468",
            "house": "commons",
            "tabled": "2023-03-22",
            "heading": "Family Hubs",
            "question": "How many?",
            "department": "Department for Education (60)",
            "asked_by": "Iris Demoworth (11)",
            "asked_by_printed": "",
            "named_day": "yes",
            "due": "2023-03-27",
            "interest": "no",
            "withdrawn": "no",
            "source": "",
            "answer_stage": "answer",
            "answered": "2023-03-30",
            "answered_by": "Max Sample (12)",
            "answered_by_printed": "",
            "answer": "<p>There are <b>seven</b>.</p>",
            "status": "answered",
            "public": "yes",
        }
    ]


def test_csv_and_xlsx_hold_the_same_data() -> None:
    make_answered("Family Hubs", uin="171468")
    client = somebody(VIEWER)
    from_xlsx = [{k: v or "" for k, v in row.items()} for row in read_xlsx(download(client, how="xlsx"))]
    assert from_xlsx == read_csv(download(client))


def test_the_download_has_exactly_the_questions_that_the_list_shows() -> None:
    make_question("Hubs", house="commons", tabled_on=date(2024, 1, 1))
    make_question("Draft", published_at=None)
    make_question("Peers", house="lords")
    client = somebody(VIEWER)
    assert [row["heading"] for row in read_csv(download(client, query="?house__exact=lords"))] == ["Peers"]
    assert [row["heading"] for row in read_csv(download(client, query="?stands=draft"))] == ["Draft"]
    assert read_csv(download(client))[0]["heading"] == "Hubs", "in the order of the list"


def test_the_list_links_to_the_download_with_its_filters() -> None:
    page = text(somebody(EDITOR).get("/admin/questions/question/?house__exact=lords"))
    assert "/admin/questions/question/download/xlsx/?house__exact=lords" in page
    assert "/admin/questions/question/upload/" in page


def test_an_unknown_filter_leads_back_to_the_list() -> None:
    assert somebody(VIEWER).get(DESK.format(kind="question", page="download/csv/?nothing=1")).status_code == 302


@pytest.mark.parametrize("kind", ["member", "membership", "post", "department"])
def test_uploading_an_unchanged_download_of_people_or_departments_changes_nothing(kind: str) -> None:
    member = make_member("Iris Demoworth", parliament_id=11, party="Labour")
    make_membership(member, "Green Party", house="lords", started_on=date(2020, 1, 1))
    department = make_department(short_name="DfE", key="dfe", parliament_id=60, started_on=date(2010, 1, 1))
    make_post(member, department=department)
    make_department("Office of Hubs")
    client = somebody(EDITOR)
    for how in downloads.FORMATS:
        content = download(client, kind, how)
        assert counted(upload(client, content, kind)) == {"unchanged": len(read_csv(download(client, kind)))}


HOSTILE = ("=1+1", "+44", "-5", "@cmd", "\t=1", "'=1", "''-1", "'quoted'", "(clear)", "=cmd|'/c calc'!A1")
UNSEEN = ("＝1+1", "|calc", "\u200b=1", "'\u200b=1", "\u200b'=1", "\xad＝1", "\u2060 \xa0-1")


@pytest.mark.parametrize("heading", [*HOSTILE, *UNSEEN])
def test_a_text_like_a_formula_is_made_harmless_and_can_be_uploaded_unchanged(heading: str) -> None:
    make_question(heading, text=heading)
    client = somebody(EDITOR)
    for how, read in (("csv", read_csv), ("xlsx", read_xlsx)):
        content = download(client, how=how)
        assert not is_formula(read(content)[0]["heading"])
        assert counted(upload(client, content)) == {"unchanged": 1}


def test_guarding_a_text_can_be_reversed_exactly() -> None:
    for given in (*HOSTILE, *UNSEEN, "'", "''", "plain", "", "\r\n="):
        assert remove_guard(guard_formula(given)) == given


def test_uploading_a_download_with_awkward_texts_changes_nothing() -> None:
    answer = '<p>Café; “quoted, twice”</p>\n<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'
    make_answered("Łódź\r\nof two lines", answer, text=" Spaces \u200b around, ; and\ttabs ")
    client = somebody(EDITOR)
    for how in downloads.FORMATS:
        assert counted(upload(client, download(client, how=how))) == {"unchanged": 1}


def test_a_text_that_is_too_long_for_a_cell_is_marked_and_stays_unchanged() -> None:
    make_answered("Long", f"<p>{'word ' * 8_000}</p>")
    client = somebody(EDITOR)
    content = download(client, how="xlsx")
    assert read_xlsx(content)[0]["answer"] == TOO_LONG
    assert counted(upload(client, content)) == {"unchanged": 1}


def test_a_list_that_is_too_long_for_a_spreadsheet_is_refused_with_links_to_the_full_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(downloads, "MOST", 2)
    with together():
        for _ in range(3):
            make_question()
    page = text(somebody(VIEWER).get(DESK.format(kind="question", page="download/csv/"), follow=True))
    assert "/questions/export.csv" in page
    assert "archive_dump" in page


def test_a_download_takes_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:
    client = somebody(VIEWER)
    with together():
        for _ in range(12):
            make_answered(answered_by="Max Sample", party="Labour")
    with django_assert_max_num_queries(14):
        assert len(read_csv(download(client))) == 12


def test_a_user_who_may_not_view_the_records_cannot_download_them() -> None:
    nobody = signed_in(make_user())
    for how in downloads.FORMATS:
        address = DESK.format(kind="question", page=f"download/{how}/")
        assert "/login/" in Client().get(address).headers["Location"]
        assert nobody.get(address).status_code == 403


def test_a_file_with_an_unknown_column_is_refused_and_the_column_named() -> None:
    page = text(upload(somebody(EDITOR), as_csv({"uin": "1", "colour": "red"})))
    assert "There is no column called “colour”" in page
