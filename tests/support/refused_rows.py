"""Rows that an import refused, and the desk's page about each."""

from __future__ import annotations

import html
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client

from questions.models import RefusedRow
from tests.support.desk import text
from tests.support.records import answered, write_list

LIST = "/admin/questions/refusedrow/"


def page_of(row: RefusedRow) -> str:
    return f"{LIST}{row.pk}/change/"


def refused_by(command: str, *args: str, **options: Any) -> RefusedRow:
    """The one row that this import refuses."""
    call_command(command, *args, stdout=StringIO(), stderr=StringIO(), **options)
    return RefusedRow.objects.get()


def refused(folder: Path, *, day: str = "2024-09-20", **changes: Any) -> RefusedRow:
    """A refused record from Parliament. By default it is refused because it has no UIN."""
    path = write_list(folder / f"{day}.json", answered(**{"uin": None, **changes}))
    return refused_by("import_questions", path)


def shown(client: Client, row: RefusedRow) -> str:
    """The text of the record in the form."""
    page = client.get(page_of(row)).content.decode()
    found = re.search(r'<textarea name="record"[^>]*>(.*?)</textarea>', page, re.S)
    return html.unescape(found[1]).removeprefix("\n") if found else ""


def repaired(client: Client, row: RefusedRow, **changes: Any) -> str:
    return json.dumps({**json.loads(shown(client, row)), **changes})


def try_again(client: Client, row: RefusedRow, record: str) -> Any:
    response = client.post(page_of(row), {"record": record})
    row.refresh_from_db()
    return response


def error(response: Any) -> str:
    """The error shown at the field."""
    assert response.status_code == 200
    return re.sub("<[^>]+>", "", text(response).split('<ul class="errorlist"', 1)[1].split("</ul>")[0]).split(">", 1)[1]
