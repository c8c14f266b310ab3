"""For typical searches, the question that the reader wants is among the first five of 67,792 real ones.

The questions were chosen by reading the texts. tests/data/golden_searches.json gives the reason for each.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.http import urlencode

from questions.lists.filters import QuestionFilterSet
from questions.models import Answer, Question
from questions.search.index.writer import rebuild
from questions.text.cleaning import answer_wording, as_html
from tests import DATA

GOLDEN = json.loads((DATA / "golden_searches.json").read_text(encoding="utf-8"))
FIRST = 5


def records(real_data: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(real_data / "fulltext" / "questions.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def save(batch: list[dict[str, Any]]) -> None:
    """Save the records with Parliament's ids as primary keys, so that a search gives these ids."""
    Question.objects.bulk_create(
        Question(
            pk=record["id"],
            parliament_id=record["id"],
            uin=record.get("uin") or str(record["id"]),
            house=(record.get("house") or "commons").lower(),
            heading=record.get("heading") or "",
            text=record.get("question") or "",
            tabled_on=(record.get("dateTabled") or "")[:10] or None,
        )
        for record in batch
    )
    Answer.objects.bulk_create(
        Answer(question_id=record["id"], answered_on="2025-01-01", text=as_html(answer_wording(record["answer"])))
        for record in batch
        if record.get("answer")
    )


def first_found(query: str) -> list[int]:
    return QuestionFilterSet(QueryDict(urlencode({"q": query}))).qs.keys(FIRST)


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.django_db
def test_the_wanted_question_is_among_the_first_five(real_data: Path) -> None:
    rows = records(real_data)
    while batch := list(islice(rows, 2000)):
        save(batch)
    rebuild()
    found = {golden["q"]: first_found(golden["q"]) for golden in GOLDEN}
    missed = {g["q"]: found[g["q"]] for g in GOLDEN if not set(g["expected"]) & set(found[g["q"]])}
    assert missed == {}
    assert len(GOLDEN) >= 25
