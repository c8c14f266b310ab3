"""Names of files."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.utils.text import slugify

from questions.search.parameters import PARAMETERS, Kind

LONGEST = 80  # letters of what was searched for
SHAPE = (Kind.ORDER, Kind.NUMBER)  # how a list is shown, not what is in it


def name_list(parameters: QueryDict, day: date) -> str:
    """What the list was searched and filtered by, and the day: "questions-family-hubs-commons-2026-11-30.csv"."""
    chosen = [value for name, row in PARAMETERS.items() if row.kind not in SHAPE for value in parameters.getlist(name)]
    said = slugify(" ".join(chosen))[:LONGEST].strip("-")
    return "-".join(filter(None, ("questions", said, day.isoformat()))) + ".csv"
