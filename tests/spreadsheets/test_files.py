"""The files of spreadsheets: how people have them, what is refused, and for how long one is kept."""

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
        "with a mark",
        "semicolons",
        "tabs",
        "unix",
        "empty rows",
        "british",
        "in words",
        "capitals",
        "xlsx",
        "floats",
    ],
)
def test_a_file_is_read_however_a_spreadsheet_wrote_it(editor: Client, content: bytes) -> None:
    assert counted(upload(editor, content)) == {"new": 1}
    [(verdict, _)] = upload(editor, content).context["rows"]
    assert (verdict.target.given["uin"], verdict.target.given["tabled"]) == ("171468", date(2023, 3, 22))


def test_lines_are_those_of_the_file_also_after_texts_of_several(editor: Client) -> None:
    shown = upload(editor, as_csv({**NEW, "question": "Of\ntwo lines"}, {**NEW, "uin": "x"}))
    assert [verdict.line for verdict, _ in shown.context["rows"]] == [4, 2]


def formula(value: str) -> bytes:
    """An XLSX file in which Excel has worked out the heading, and kept what it came to."""
    content, packed = as_xlsx({**NEW, "heading": "=1+1"}), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.infolist():
            body = old.read(part).replace(b"<f>1+1</f><v/>", f"<f>1+1</f><v>{value}</v>".encode())
            body = body.replace(b"<f>1+1</f><v></v>", f"<f>1+1</f><v>{value}</v>".encode())
            new.writestr(part, body)
    return packed.getvalue()


def test_a_formula_is_its_value(editor: Client) -> None:
    [(verdict, _)] = upload(editor, formula("42")).context["rows"]
    assert verdict.target.given["heading"] == "42"


def bomb() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for part in range(7):
            file.writestr(f"xl/{part}.xml", bytes(10_000_000))
    return packed.getvalue()


def far_down() -> bytes:
    """A sheet with one cell in the last line that a spreadsheet has."""
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
    "quotes": (b'uin,heading\n1,"never closed\n', "quotation mark"),
    "cells": (b"uin,heading\n1,two,three\n", "Line 2 has more cells"),
    "twice": (b"uin,uin\n1,2\n", "appears twice"),
    "no name": (b"uin,,heading\n1,2,3\n", "has no name"),
    "no zip": (b"PK\x03\x04 and then nothing of the kind", "XLSX file cannot be read"),
    "another zip": (as_xlsx(NEW)[:-200], "XLSX file cannot be read"),
    "bomb": (bomb(), "contains more than 60 MB"),
    "far down": (far_down(), "continues below line 20,000"),
    "failed": (as_xlsx({**NEW, "heading": "#DIV/0!"}), "Cell E2 contains an error"),
    "rows": (b"uin\n" + b"1\n" * (files.MOST_ROWS + 1), "more than 5,000 rows"),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_cannot_be_taken_says_why(editor: Client, content: bytes, said: str) -> None:
    response = upload(editor, content)
    assert said in " ".join(response.context["form"].errors["file"])
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_not_even_read(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questions.spreadsheets.uploads.LARGEST", 10)
    assert "Split it" in text(upload(editor, as_csv(NEW)))


# The file between the preview and the word


def test_the_file_is_gone_once_it_is_saved_thrown_away_or_another_came(editor: Client) -> None:
    upload(editor, as_csv(NEW))
    upload(editor, as_csv({**NEW, "uin": "2"}))
    assert Upload.objects.count() == 1
    editor.post(DESK.format(kind="question", page="upload/review/"), {"discard": "on"})
    assert not Upload.objects.exists()
    take(editor, NEW)
    assert not Upload.objects.exists()


def test_nobody_sees_or_saves_what_another_uploaded_nor_what_is_old(editor: Client) -> None:
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


def test_who_may_not_enter_records_uploads_none() -> None:
    viewer = somebody(VIEWER)
    for page in ("upload/", "upload/review/"):
        for kind in ("question", "member", "membership", "post", "department"):
            address = DESK.format(kind=kind, page=page)
            assert viewer.get(address).status_code == viewer.post(address, {"seen": "x"}).status_code == 403
    assert "/upload/" not in text(viewer.get("/admin/questions/question/"))


def test_a_big_file_takes_no_query_for_each_row(editor: Client, django_assert_max_num_queries: Any) -> None:
    rows = [{**NEW, "uin": str(number)} for number in range(1, 31)]
    shown = upload(editor, as_csv(*rows))
    with django_assert_max_num_queries(90):
        confirm(editor, shown)
    assert Question.objects.count() == 30
