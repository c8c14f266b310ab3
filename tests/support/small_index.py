"""Five questions in an index in memory, for queries that need no database."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

from tantivy import Query, Searcher

from questions.search.index.schema import ACRONYMS, KIND, NONE, QUESTION_KIND, STATE_KIND, UNKNOWN, WORDS, in_memory

TEXTS = {
    1: ("Family Hubs", "How many hubs opened for families?", "Seven hubs opened in Leeds."),
    2: ("Children", "What is spent on each family hub?", ""),
    3: ("Rail", "Which co-operative trains ran? Send a list.", "Trains ran. Family trains did."),
    4: ("Schools", "What of SEND and pupils?", "They send letters."),
    5: ("Schools", "Which pupils?", ""),
}
DAYS = {1: date(2023, 3, 22), 2: date(2023, 3, 23), 3: date(2024, 5, 6), 4: date(2024, 7, 8), 5: date(2024, 7, 9)}
# A fact that is not given for a question is not on record: 0, or "none".
FACTS: dict[int, dict[str, Any]] = {
    1: {"house": "commons", "status": "answered", "department": 7, "topics": [1, 2], "answered": date(2023, 3, 29)},
    2: {"house": "commons", "status": "unanswered", "department": 8, "topics": [2], "timing": "overdue"},
    3: {"house": "lords", "status": "corrected", "answered": date(2024, 5, 13), "topics": [3], "timing": "late"},
    4: {
        "house": "lords",
        "status": "answered",
        "answered": date(2024, 7, 9),
        "party": ["labour-co-operative", "labour"],
    },
    5: {"house": "commons", "status": "withdrawn", "party": "labour", "seat": "leeds", "subject": "schools"},
}
FACTS[1] |= {"asker": 11, "answerers": [12, 13], "named_day": 1, "attachments": 1, "interest": 0, "replied_in_time": 1}
FACTS[2] |= {"asker": 12, "answerers": [], "named_day": 2, "attachments": 0, "interest": 1, "replied_in_time": 2}
FACTS[3] |= {"nature": "refers", "type": "lords", "documents": [5, 6], "gaps": ["cut", "no-party"], "named_day": 3}
FACTS[4] |= {"nature": "not-held", "type": "lords", "documents": [6], "gaps": ["cut"], "answerers": [13]}
NUMBERS = ("department", "asker", "answered", "named_day", "attachments", "interest", "replied_in_time")
CODES = ("nature", "type", "timing", "party", "seat", "subject")


def document(pk: int) -> dict[str, Any]:
    texts = dict(zip(("heading", "question", "answer"), TEXTS[pk], strict=True))
    acronyms = {
        ACRONYMS[name]: " ".join(word for word in text.split() if word.isupper()) for name, text in texts.items()
    }
    blank = {
        **dict.fromkeys(NUMBERS, UNKNOWN),
        **dict.fromkeys(CODES, NONE),
        "topics": [UNKNOWN],
        "documents": [UNKNOWN],
    }
    facts = {name: value.toordinal() if isinstance(value, date) else value for name, value in FACTS[pk].items()}
    tabled = {"tabled": DAYS[pk].toordinal(), "year": DAYS[pk].year, "uin": f"hl{pk}"}
    words = {WORDS[name]: text for name, text in texts.items()}
    return {KIND: QUESTION_KIND, "pk": pk, **texts, **words, **acronyms, **blank, **tabled, **facts}


@cache
def searcher() -> Searcher:
    """A searcher of the five questions, and of the document with the state of the index."""
    index = in_memory()
    writer = index.writer(15_000_000, 1)
    for one in (*map(document, TEXTS), {KIND: STATE_KIND, "state": "1"}):
        writer.add_json(json.dumps(one))
    writer.commit()
    index.reload()
    return index.searcher()


def scores(query: Query) -> dict[int, float]:
    """The score of each question found. A document that is not a question has the key 0."""
    hits = searcher().search(query, 100).hits
    pks = searcher().fast_field_values("pk", [address for _, address in hits])
    return {int(pk or 0): score for pk, (score, _) in zip(pks, hits, strict=True)}


def found(query: Query) -> list[int]:
    return sorted(scores(query))
