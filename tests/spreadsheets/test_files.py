"""Uploaded spreadsheets: the forms that are read, the files that are refused, and how long a file is kept."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from questions.accounts.roles import ADMINISTRATOR, EDITOR, VIEWER
from questions.models import Question, Upload
from questions.models.uploads import KEPT
from questions.spreadsheets import files
from tests.support.desk import make_user, signed_in, somebody, text
from tests.support.spreadsheets import DESK, NEW, as_csv, as_xlsx, confirm, counted, take, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return somebody(EDITOR)


@pytest.mark.parametrize(
    "content",
    [
        as_csv(NEW),
        as_csv(NEW, encoding="utf-8-sig"),
        as_csv(NEW, separator=";"),
        as_csv(NEW, separator="\t"),
        as_csv(NEW).replace(b"\r\n", b"\n"),
        as_csv(NEW) + b",,,\r\n\r\n",
        as_csv({**NEW, "tabled": "22/03/2023"}),
        as_csv({**NEW, "tabled": "22 March 2023"}),
        as_csv({name.upper(): cell for name, cell in NEW.items()}),
        as_xlsx({**NEW, "uin": 171468, "tabled": date(2023, 3, 22), "interest": True}),
        as_xlsx({**NEW, "uin": 171468.0}),
    ],
    ids=[
        "utf-8",
        "a byte order mark",
        "semicolons",
        "tabs",
        "unix line ends",
        "empty rows",
        "a british date",
        "a date in words",
        "column names in capitals",
        "xlsx",
        "a float in xlsx",
    ],
)
def test_a_file_is_read_in_every_form_that_spreadsheets_write(editor: Client, content: bytes) -> None:
    assert counted(upload(editor, content)) == {"new": 1}
    [(verdict, _)] = upload(editor, content).context["rows"]
    assert (verdict.target.given["uin"], verdict.target.given["tabled"]) == ("171468", date(2023, 3, 22))


def test_line_numbers_are_those_of_the_file_even_after_a_cell_of_several_lines(editor: Client) -> None:
    shown = upload(editor, as_csv({**NEW, "question": "Of\ntwo lines"}, {**NEW, "uin": "x"}))
    assert [verdict.line for verdict, _ in shown.context["rows"]] == [4, 2]


def formula(value: str) -> bytes:
    """An XLSX file in which the heading is a formula with its stored result."""
    content, packed = as_xlsx({**NEW, "heading": "=1+1"}), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            body = old.read(part).replace(b"<f>1+1</f><v/>", f"<f>1+1</f><v>{value}</v>".encode())
            body = body.replace(b"<f>1+1</f><v></v>", f"<f>1+1</f><v>{value}</v>".encode())
            new.writestr(part, body)
    return packed.getvalue()


def test_a_formula_counts_as_its_stored_result(editor: Client) -> None:
    [(verdict, _)] = upload(editor, formula("42")).context["rows"]
    assert verdict.target.given["heading"] == "42"


def bomb() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in range(7):
            file.writestr(f"xl/{part}.xml", bytes(10_000_000))
    return packed.getvalue()


def cell_far_down() -> bytes:
    """A sheet with a cell in the last row that a spreadsheet can have."""
    book = Workbook()
    book.active.append(["uin"])
    book.active["A1048576"] = "1"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b" ", "The file is empty"),
    "cp1252": (as_csv({**NEW, "heading": "Café"}, encoding="cp1252"), "not in UTF-8 (see line 2)"),
    "utf-16": (as_csv(NEW, encoding="utf-16"), "UTF-16"),
    "binary": (b"uin\n\x00\x01", "not a text file"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel file"),
    "a quotation mark that is not closed": (b'uin,heading\n1,"never closed\n', "quotation mark"),
    "a row with too many cells": (b"uin,heading\n1,two,three\n", "Line 2 has more cells"),
    "a column name used twice": (b"uin,uin\n1,2\n", "appears twice"),
    "a column without a name": (b"uin,,heading\n1,2,3\n", "has no name"),
    "not a zip file": (b"PK\x03\x04 and then nothing of the kind", "XLSX file cannot be read"),
    "a damaged zip file": (as_xlsx(NEW)[:-200], "XLSX file cannot be read"),
    "a zip bomb": (bomb(), "contains more than 60 MB"),
    "a cell too far down": (cell_far_down(), "continues below line 20,000"),
    "a formula with an error": (as_xlsx({**NEW, "heading": "#DIV/0!"}), "Cell E2 contains an error"),
    "too many rows": (b"uin\n" + b"1\n" * (files.MOST_ROWS + 1), "more than 5,000 rows"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_an_unusable_file_is_refused_with_the_reason(editor: Client, content: bytes, said: str) -> None:
    response = upload(editor, content)
    assert said in " ".join(response.context["form"].errors["file"])
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_not_read(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.spreadsheets.uploads.LARGEST", 10)
    assert "Split it" in text(upload(editor, as_csv(NEW)))


# The file between the preview and the confirmation


def test_an_uploaded_file_is_deleted_when_it_is_saved_discarded_or_replaced(editor: Client) -> None:
    upload(editor, as_csv(NEW))
    upload(editor, as_csv({**NEW, "uin": "2"}))
    assert Upload.objects.count() == 1
    editor.post(DESK.format(kind="question", page="upload/review/"), {"discard": "on"})
    assert not Upload.objects.exists()
    take(editor, NEW)
    assert not Upload.objects.exists()


def test_nobody_can_see_or_save_another_users_upload_or_an_old_one(editor: Client) -> None:
    seen = {"seen": upload(editor, as_csv(NEW)).context["digest"]}
    review = DESK.format(kind="question", page="upload/review/")
    other = signed_in(make_user("zoe", role=ADMINISTRATOR))
    for answer in (other.get(review), other.post(review, seen)):
        assert answer.headers["Location"].endswith("/upload/")
    assert editor.get(DESK.format(kind="member", page="upload/review/")).status_code == 302
    old = Upload.objects.get().made_at - KEPT - timedelta(seconds=1)
    Upload.objects.update(made_at=old)
    assert editor.post(review, seen).headers["Location"].endswith("/upload/")
    upload(other, as_csv(NEW))
    assert Upload.objects.get().user.username == "zoe"
    assert not Question.objects.exists()


def test_a_viewer_cannot_upload_records() -> None:
    viewer = somebody(VIEWER)
    for page in ("upload/", "upload/review/"):
        for kind in ("question", "member", "membership", "post", "department"):
            address = DESK.format(kind=kind, page=page)
            assert viewer.get(address).status_code == viewer.post(address, {"seen": "x"}).status_code == 403
    assert "/upload/" not in text(viewer.get("/admin/questions/question/"))


def test_saving_a_large_file_takes_a_limited_number_of_queries(
    editor: Client, django_assert_max_num_queries: Any
) -> None:
    rows = [{**NEW, "uin": str(number)} for number in range(1, 31)]
    shown = upload(editor, as_csv(*rows))
    with django_assert_max_num_queries(90):
        confirm(editor, shown)
    assert Question.objects.count() == 30
