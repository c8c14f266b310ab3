"""Cells as text: values with a special meaning, and texts that a spreadsheet would treat as formulas.

`guard_formula` puts an apostrophe before such a text, even if it already starts with apostrophes, so that
`remove_guard` always restores the original.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from questions.text.cleaning import storable
from questions.text.formulas import is_formula

CLEAR = "(clear)"  # empties a field; an empty cell leaves it unchanged
TOO_LONG = "(too long for a cell)"  # stands for a text too long for a cell; leaves the field unchanged
LONGEST = 32_767  # characters that fit into a cell of a spreadsheet
SILENT = ("", TOO_LONG)


def guard_formula(text: str) -> str:
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def remove_guard(text: str) -> str:
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def tidy_cell(text: str) -> str:
    """Normalise what spreadsheets and browsers change: line endings, and white space around the text."""
    return storable(text).replace("\r\n", "\n").strip()


def text_of(value: Any) -> str:
    """The value of an XLSX cell as text, as in CSV: whole numbers without a decimal point, dates as 2023-03-22."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == value.time().min:
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
