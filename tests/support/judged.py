"""Real answers that a reader has judged, by the ids in tests/data."""

from __future__ import annotations

import csv
import json
import lzma
from collections.abc import Collection, Iterator
from pathlib import Path

from questions.models import Answer
from questions.text.cleaning import Form, answer_wording, as_html
from tests import DATA


def verdicts(name: str) -> list[dict[str, str]]:
    path = DATA / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def answers(real_data: Path, identifiers: Collection[str]) -> Iterator[tuple[str, Answer]]:
    """The answer of each record, in its fullest form."""
    found: dict[str, Answer] = {}
    with lzma.open(real_data / "fulltext" / "questions.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if str(row["id"]) in identifiers and row["answer"]:
                wording = answer_wording(row["answer"])
                answer = Answer(text=as_html(wording), text_is_cut=wording.form == Form.CUT)
                if str(row["id"]) not in found or not answer.text_is_cut:
                    found[str(row["id"])] = answer
    yield from found.items()
