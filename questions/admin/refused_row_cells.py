"""A refused row as a form: one labelled field for each column, with the reason beside the field that caused it."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from django import forms
from django.utils.html import format_html

from questions.models import RefusedRow
from questions.spreadsheets.kinds import BY_RUN

from .refused_row_repairs import find_kind

LONG = 80  # characters; a longer value has a field of several lines
IN_WORDS = {"uin": "UIN", "id": "ID"}  # parts of names that are not words
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


class Cell(NamedTuple):
    """One column of a row. `name` is the form's field."""

    name: str
    column: str
    value: Any


def list_cells(refused: RefusedRow) -> list[Cell]:
    """The row's columns that have one value; none if the row has no columns. Lists stay in the raw text."""
    row = _read_row(refused.raw) if _is_json(refused) else None
    plain = [] if row is None else [(name, value) for name, value in row.items() if not isinstance(value, dict | list)]
    return [Cell(f"cell_{place}", column, value) for place, (column, value) in enumerate(plain)]


def _is_json(refused: RefusedRow) -> bool:
    kind = find_kind(refused)
    return kind is not None and kind.language == "JSON"


def _read_row(text: str) -> dict[str, Any] | None:
    """The row, or the record inside Parliament's reply."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return None
    inner = row.get("value") if isinstance(row, dict) else None
    row = inner if isinstance(inner, dict) else row
    return row if isinstance(row, dict) else None


def change_cells(refused: RefusedRow, typed: dict[str, str]) -> str:
    """The row's text with these values, by column."""
    row = json.loads(refused.raw)
    target = row["value"] if isinstance(row.get("value"), dict) else row
    for column, text in typed.items():
        target[column] = _as_before(target[column], text)
    return json.dumps(row, ensure_ascii=False, indent=2)


def _as_before(value: Any, text: str) -> Any:
    """A typed text as the source would write it: a number where it had one, nothing where it had nothing."""
    if isinstance(value, bool):
        return text.strip().lower() in ("yes", "true")
    if isinstance(value, int | float) and text.strip().lstrip("-").isdecimal():
        return int(text)
    return None if not text.strip() and not isinstance(value, str) else text


def show_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def make_fields(refused: RefusedRow) -> dict[str, forms.Field]:
    """The form's fields, by name. Names of a spreadsheet's columns stay as they are in its template."""
    blamed = find_blamed(refused.reason, list_cells(refused))
    return {cell.name: _make_field(refused, cell, is_blamed=cell in blamed) for cell in list_cells(refused)}


def _make_field(refused: RefusedRow, cell: Cell, *, is_blamed: bool) -> forms.Field:
    shown = show_value(cell.value)
    is_long = len(shown) > LONG or "\n" in shown
    area = forms.Textarea(attrs={"rows": 6, "cols": 80})
    return forms.CharField(
        label=cell.column if refused.run.kind in BY_RUN else spell_column(cell.column),
        required=False,
        strip=False,
        initial=shown,
        widget=area if is_long else forms.TextInput(attrs={"class": "vTextField"}),
        help_text=format_html("<strong>Refused:</strong> {}", refused.reason) if is_blamed else "",
    )


def spell_column(column: str) -> str:
    """A source's name of a field in plain words: "dateTabled" is "Date tabled"."""
    words = [IN_WORDS.get(word.lower(), word.lower()) for word in WORDS.findall(column)]
    said = " ".join(words) or column
    return said[0].upper() + said[1:]


def find_blamed(reason: str, cells: list[Cell]) -> list[Cell]:
    """The columns that a reason names; with a colon behind their names if any has one, as in spreadsheets."""
    named = [cell for cell in cells if re.search(rf"(?<![\w.]){re.escape(cell.column)}(?!\w)", reason)]
    marked = [cell for cell in named if re.search(rf"(?<![\w.]){re.escape(cell.column)}: ", reason)]
    first = [cell for cell in named if reason.startswith(cell.column)]
    return marked or first or (named if len(named) == 1 else [])
