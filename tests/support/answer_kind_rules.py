"""The rules for answer kinds that migrations give a new archive, kept as one file that tests judge."""

from __future__ import annotations

import tomllib
from typing import Any

from tests import DATA


def starting_rules() -> list[dict[str, Any]]:
    """{answer_kind, phrases, place, longest, order} for each rule."""
    rows = tomllib.loads((DATA / "answer_kind_rules.toml").read_text(encoding="utf-8"))["rule"]
    return [{**row, "phrases": row["phrases"].strip(), "order": 10 * place} for place, row in enumerate(rows, start=1)]
