"""A list as a CSV file: all its questions, in the same order, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from questions.search import results
from tests.support.factories import make_answered, make_member, make_post, make_question
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
    response = client.get("/questions/export.csv?tabled_after=yesterday")
    assert response.status_code == 400
    assert "tabled_after: “yesterday” is not a valid date" in response.content.decode()


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
