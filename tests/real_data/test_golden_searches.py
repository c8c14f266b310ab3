"""For typical searches, the question that the reader wants is among the first five of 67,792 real ones.

The questions were chosen by reading the texts. tests/data/golden_searches.json gives the reason for each;
tests/data/README.md says who judged the sixty sentences of plain_language.json.
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

from questions.lists.closest import find_closest
from questions.lists.filters import QuestionFilterSet
from questions.models import Answer, Question
from questions.search.index.writer import rebuild
from questions.text.cleaning import answer_wording, as_html
from tests import DATA

GOLDEN = json.loads((DATA / "golden_searches.json").read_text(encoding="utf-8"))
SENTENCES = json.loads((DATA / "plain_language.json").read_text(encoding="utf-8"))
FIRST = 5
MOST_MISSED = 12  # of the sixty sentences: 8 when they were judged


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


def first_shown(query: str) -> list[int]:
    """With the closest matches, where few questions have all words."""
    filterset = QuestionFilterSet(QueryDict(urlencode({"q": query})))
    closest = find_closest(filterset)
    return [*filterset.qs.keys(FIRST), *(hit.pk for hit in (closest.hits if closest else []))][:FIRST]


def load(real_data: Path) -> None:
    rows = records(real_data)
    while batch := list(islice(rows, 2000)):
        save(batch)
    rebuild()


@pytest.mark.slow
@pytest.mark.real_data
@pytest.mark.django_db
def test_searches_of_real_questions_show_first_what_readers_look_for(real_data: Path) -> None:
    load(real_data)
    expect_the_wanted_question_among_the_first()
    expect_a_right_question_for_sentences()
    expect_the_word_as_typed_first()


def expect_the_wanted_question_among_the_first() -> None:
    found = {golden["q"]: first_found(golden["q"]) for golden in GOLDEN}
    missed = {g["q"]: found[g["q"]] for g in GOLDEN if not set(g["expected"]) & set(found[g["q"]])}
    assert missed == {}
    assert len(GOLDEN) >= 25


def expect_a_right_question_for_sentences() -> None:
    """Sentences in people's own words, of which all words are hardly ever found together."""
    missed = [one["query"] for one in SENTENCES if not set(one["right"]) & set(first_shown(one["query"]))]
    assert len(SENTENCES) == 60
    assert len(missed) <= MOST_MISSED, missed


def expect_the_word_as_typed_first() -> None:
    """Nine of the first ten show a word of which the archive has many relatives: "training", "age", "plans"."""
    for word in ("planning", "house", "accounting", "trains", "ageing"):
        hits = QuestionFilterSet(QueryDict(urlencode({"q": word}))).qs[:10]
        showing = [hit for hit in hits if f"<mark>{word}</mark>" in "".join(hit.passages[:3]).lower()]
        assert len(showing) >= 9, f"{word}: {[hit.passages for hit in hits]}"
