"""Spreadsheets in tests: making them from rows, reading them, uploading them to the desk and confirming."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from questions.models import ImportRun

from .desk import text

DESK = "/admin/questions/{kind}/{page}"
NEW = {
    "uin": "171468",
    "house": "commons",
    "tabled": "2023-03-22",
    "question": "To ask how many family hubs there are.",
}


def as_csv(*rows: dict[str, str], separator: str = ",", encoding: str = "utf-8") -> bytes:
    file = StringIO(newline="")
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(*rows: dict[str, Any]) -> bytes:
    book = Workbook()
    names = list(dict.fromkeys(name for row in rows for name in row))
    for row in (names, *([row.get(name) for name in names] for row in rows)):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[dict[str, Any]]:
    names, *rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def download(client: Client, kind: str = "question", how: str = "csv", query: str = "") -> bytes:
    response: Any = client.get(DESK.format(kind=kind, page=f"download/{how}/{query}"))
    assert response.status_code == 200, response.headers
    return b"".join(response.streaming_content)


def upload(client: Client, content: bytes, kind: str = "question", name: str = "rows.csv") -> Any:
    """Upload a file. The response is the page that previews its changes, or says why it is refused."""
    file = SimpleUploadedFile(name, content)
    return client.post(DESK.format(kind=kind, page="upload/"), {"file": file}, follow=True)


def counted(response: Any) -> dict[str, int]:
    """How many rows are new, changed, unchanged and refused, according to the preview."""
    return {kind: number for kind, number in response.context["counts"].items() if number}


def errors(response: Any) -> dict[str, str]:
    """The errors in the preview, by column."""
    found = [verdict.errors for verdict, _ in response.context["rows"]]
    return {column: " ".join(said) for one in found for column, said in one.items()}


def confirm(client: Client, preview: Any, kind: str = "question", **given: Any) -> ImportRun:
    seen = re.search(r'name="seen" value="(\w+)"', text(preview))
    response = client.post(DESK.format(kind=kind, page="upload/review/"), {"seen": seen[1], **given})  # type: ignore[index]
    assert "/importrun/" in response.headers["Location"], text(client.get(response.headers["Location"]))
    return ImportRun.objects.get(pk=response.headers["Location"].split("/")[-3])


def take(client: Client, *rows: dict[str, str], kind: str = "question", **given: Any) -> ImportRun:
    return confirm(client, upload(client, as_csv(*rows), kind), kind, **given)
