"""A list as a CSV file: all its questions, in the same order, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from questions.exports.csv_format import COLUMNS
from questions.models import Answer
from questions.search import results
from tests.support.factories import assign_topic, make_answer, make_answered, make_member, make_post, make_question
from tests.support.pages import read

pytestmark = pytest.mark.django_db


def rows(client: Client, parameters: str = "") -> list[dict[str, str]]:
    response = client.get(f"/questions/export.csv?{parameters}")
    assert isinstance(response, StreamingHttpResponse)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_the_file_has_the_same_questions_as_the_list_in_the_same_order(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "CHUNK", 3)
    for number in range(1, 11):
        make_question(
            "Family Hubs" if number % 2 else "Family Centres",
            uin=str(number),
            tabled_on=date(2023, 1, 1 + number // 2) if number != 4 else None,
        )
    for parameters in ("", "sort=oldest", "q=family", "q=hubs&sort=newest", "sort=answered", "q=none", "house=lords"):
        listed = read(client, f"/questions/?{parameters}&per_page=100").uins
        assert [row["uin"] for row in rows(client, parameters)] == listed, parameters


def test_a_row_has_the_question_and_its_answer(client: Client) -> None:
    minister = make_member("Rupert Fixtureley")
    make_post(minister, "Minister for Hubs", department="Home Office")
    question = make_answered(
        "Family Hubs",
        "<p>Seven &amp; more.</p>",
        uin="101",
        text="To ask “what”,\nand when.",
        asked_by="Iris Demoworth",
        party="Labour",
        answered_by=minister,
        department="Home Office",
    )
    (row,) = rows(client)
    assert row["id"] == str(question.parliament_id)
    assert (row["heading"], row["question"]) == ("Family Hubs", "To ask “what”,\nand when.")
    assert (row["asked_by"], row["party"], row["department"]) == ("Iris Demoworth", "Labour", "Home Office")
    assert (row["answer"], row["answered_by"], row["answered_as"]) == (
        "Seven & more.",
        "Rupert Fixtureley",
        "Minister for Hubs",
    )
    assert (row["tabled"], row["answered"], row["status"]) == ("2023-03-22", "2023-03-30", "answered")
    assert row["page"] == f"http://testserver{question.get_absolute_url()}"


@pytest.mark.parametrize("start", ["=", "\t", "\u200b=", "＝"])
def test_text_that_a_spreadsheet_would_read_as_a_formula_is_made_harmless(client: Client, start: str) -> None:
    make_question(f"{start}HYPERLINK(1)", text=f"{start}1+1")
    (row,) = rows(client)
    assert row["heading"].startswith("'")
    assert row["question"].startswith("'")


def test_an_invalid_value_is_refused_with_the_reason(client: Client) -> None:
    response = client.get("/questions/export.csv?tabled_after=sometime")
    assert response.status_code == 400
    assert "tabled_after: “sometime” is not a valid date" in response.content.decode()


def test_a_list_links_to_its_file(client: Client) -> None:
    make_question("Hubs")
    page = read(client, "/questions/?q=hubs&page=1&house=commons")
    assert page.link("Download as CSV").startswith("/questions/export.csv?")
    assert len(rows(client, page.link("Download as CSV").partition("?")[2])) == 1


def test_a_row_has_the_type_the_deadline_and_the_verdict(client: Client) -> None:
    make_answered(uin="1", is_named_day=False, due_on=date(2023, 3, 23), answered_on=date(2023, 3, 30))
    make_answered(uin="900001", is_named_day=True, due_on=date(2023, 3, 30), answered_on=date(2023, 3, 30))
    told = {row["uin"]: (row["type"], row["named_day"], row["in_time_up_to"], row["timing"]) for row in rows(client)}
    assert told == {"1": ("ordinary", "no", "2023-03-29", "late"), "900001": ("oral", "no", "2023-03-30", "on-time")}


def test_a_row_has_the_days_taken_the_kind_of_answer_the_topics_and_the_day_of_the_correction(client: Client) -> None:
    question = make_answered("Hubs", tabled_on=date(2023, 3, 1), answered_on=date(2023, 3, 30), topic="Family hubs")
    assign_topic(question, "Childcare")
    make_answer(question, "Eight.", stage=Answer.Stage.CORRECTION, answered_on=date(2023, 4, 5))
    (row,) = rows(client)
    assert (row["days_taken"], row["answer_kind"]) == ("29", "substantive")
    assert (row["topics"], row["corrected"]) == ("Childcare; Family hubs", "2023-04-05")


def test_new_columns_come_after_those_that_programs_know() -> None:
    known = (
        "id uin house heading question question_is_cut department asked_by party constituency tabled due named_day "
        "interest status answered answered_by answered_as answer answer_is_cut last_seen page official_page type "
        "in_time_up_to timing title"
    )
    assert [*COLUMNS][: len(known.split())] == known.split()


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("", "questions-{}.csv"),
        ("q=SEND+%22family+hubs%22&sort=oldest&per_page=10&house=commons", "questions-send-family-hubs-commons-{}.csv"),
        ("overdue=1&named_day=0&tabled_after=2024&year=", "questions-tabled_after-2024-not-named_day-overdue-{}.csv"),
        ("department=none&parliament=59", "questions-department-none-parliament-59-{}.csv"),
        ("q=%D0%9A%D0%B8%D1%97%D0%B2&utm=x", "questions-{}.csv"),
        (f"q={'very+' * 40}", f"questions-{'-'.join(['very'] * 16)}-{{}}.csv"),
    ],
)
def test_the_files_name_says_what_was_searched_for_and_the_day(client: Client, parameters: str, name: str) -> None:
    response = client.get(f"/questions/export.csv?{parameters}")
    response.close()
    said = f'attachment; filename="{name.format(timezone.localdate())}"'
    assert response.headers["Content-Disposition"] == said


def test_the_help_page_says_what_each_column_has(client: Client) -> None:
    page = read(client, "/help/search/").text
    assert all(f'data-column="{name}"' in page for name in COLUMNS)
