"""Names of files."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.text import slugify

from questions.lists.choices import NONE
from questions.search.parameters import PARAMETERS, Kind, Parameter

LONGEST = 80  # letters of what was searched for
SHAPE = (Kind.ORDER, Kind.NUMBER)  # how a list is shown, not what is in it


def name_list(parameters: QueryDict, day: date) -> str:
    """What the list was searched and filtered by, and the day: "questions-family-hubs-commons-2026-11-30.csv"."""
    rows = [row for row in PARAMETERS.values() if row.kind not in SHAPE]
    chosen = (_said(row, value) for row in rows for value in parameters.getlist(row.name) if value)
    said = slugify(" ".join(chosen))[:LONGEST].strip("-")
    return "-".join(filter(None, ("questions", said, day.isoformat()))) + ".csv"


def _said(row: Parameter, value: str) -> str:
    """With the parameter's name, if the value alone says nothing."""
    if row.kind is Kind.FLAG:
        return row.name if value == "1" else f"not {row.name}"
    is_named = row.kind in (Kind.FIRST_DAY, Kind.LAST_DAY) or value.isdigit() or value == NONE
    return f"{row.name} {value}" if is_named else value
