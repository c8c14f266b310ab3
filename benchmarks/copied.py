"""The archive's questions as one flat table, copied from its SQLite file for the other search engines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from questions.rules.parties import party_of
from questions.text.cleaning import plain

TEXTS = ("heading", "question", "answer")
FACETS = ("department", "house", "year", "status", "party")
COLUMNS = ("id", *TEXTS, *FACETS, "tabled_on", "uin", "asked_by")

QUESTIONS = """
    SELECT q.id, q.heading, q.text,
        (SELECT group_concat(a.text, ' ') FROM questions_answer a WHERE a.question_id = q.id),
        d.name, q.house, CAST(substr(q.tabled_on, 1, 4) AS INTEGER), q.status, party_slug(ms.party),
        q.tabled_on, q.uin, m.name
    FROM questions_question q
    LEFT JOIN questions_department d ON d.id = q.department_id
    LEFT JOIN questions_membership ms ON ms.id = q.asked_as_id
    LEFT JOIN questions_member m ON m.id = q.asked_by_id
    WHERE q.published_at IS NOT NULL AND q.deleted_at IS NULL
    ORDER BY q.id
"""
TOPICS = """
    SELECT a.question_id, t.name FROM questions_topicassignment a
    JOIN questions_topic t ON t.id = a.topic_id WHERE NOT a.is_excluded
    ORDER BY a.question_id, t.id
"""


def questions(archive: Path) -> Iterator[tuple[Any, ...]]:
    """One row for each question, in the order of COLUMNS; answers without tags."""
    with closing(sqlite3.connect(archive)) as connection:
        connection.create_function("party_slug", 1, lambda label: party_of(label or "").slug or None)
        for pk, heading, question, answer, *rest in connection.execute(QUESTIONS):
            yield (pk, heading, question, plain(answer or ""), *rest)


def topics(archive: Path) -> Iterator[tuple[int, str]]:
    with closing(sqlite3.connect(archive)) as connection:
        yield from connection.execute(TOPICS)
