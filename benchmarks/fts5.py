"""SQLite's FTS5 doing the same work, all in SQL. Also makes the file that fts5_counted.py and Datasette read."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from . import copied
from .copied import COLUMNS, FACETS
from .queries import Query
from .rivals import HITS, Page, summed

SCHEMA = f"""
    CREATE TABLE questions (id INTEGER PRIMARY KEY, {", ".join(COLUMNS[1:])});
    CREATE TABLE facets (id INTEGER PRIMARY KEY, {", ".join(FACETS)});
    CREATE TABLE topics (question INTEGER, topic TEXT, PRIMARY KEY (question, topic)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE questions_fts USING fts5(
        heading, question, answer, content='questions', content_rowid='id', tokenize='porter unicode61'
    );
"""
# For Datasette's filtered lists of the same table.
INDEXES = """
    CREATE INDEX by_department ON questions (department, house, year);
    CREATE INDEX by_house ON questions (house, year, department);
    CREATE INDEX by_year ON questions (year, department, house);
    ANALYZE;
"""
FAST = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-512000; PRAGMA temp_store=MEMORY;"
# Words in a heading weigh most, words in an answer least.
WEIGHTS = "10.0, 3.0, 1.0"
SNIPPET = "snippet(questions_fts, -1, '<mark>', '</mark>', '…', 32)"


def copy(archive: Path, file: Path) -> None:
    """Copy the rows, without an index."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(FAST + SCHEMA + "BEGIN")
    marks = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO questions VALUES ({marks})", copied.questions(archive))
    connection.execute(f"INSERT INTO facets SELECT id, {', '.join(FACETS)} FROM questions")
    connection.executemany("INSERT INTO topics VALUES (?, ?)", copied.topics(archive))
    connection.execute("COMMIT")
    connection.close()


def build(file: Path) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(FAST)
    for command in ("rebuild", "optimize"):
        connection.execute("INSERT INTO questions_fts (questions_fts) VALUES (?)", [command])
    connection.close()


def index_for_lists(file: Path) -> None:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript(FAST + INDEXES)
    connection.close()


def index_mb(file: Path) -> float:
    """The size of the full-text index alone, without the texts."""
    connection = sqlite3.connect(file)
    sizes = connection.execute("SELECT sum(length(block)) FROM questions_fts_data").fetchone()
    connection.close()
    return (sizes[0] or 0) / 1024**2


def expression(words: str) -> str:
    """A query for all the words and phrases, without anything that FTS5 would read as syntax."""
    return " ".join(f'"{part.strip(chr(34))}"' for part in re.findall(r'"[^"]+"|\S+', words))


def opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection.executescript("PRAGMA mmap_size=8000000000; PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY;")
    return connection


def condition_of(query: Query) -> tuple[str, list[Any]]:
    return "".join(f" AND f.{name} = ?" for name in query.filters), list(query.filters.values())


class InSql:
    """All work in SQL: bm25 over every hit; facets grouped in a narrow table joined to the hits."""

    def __init__(self, file: Path):
        self.connection = opened(file)

    def search(self, query: Query) -> Page:
        words = expression(query.words)
        condition, values = condition_of(query)
        grouped = self.connection.execute(
            f"SELECT {', '.join(f'f.{name}' for name in FACETS)}, count(*) FROM questions_fts "
            "CROSS JOIN facets f ON f.id = questions_fts.rowid WHERE questions_fts MATCH ? GROUP BY 1, 2, 3, 4, 5",
            [words],
        )
        number, facets = summed(query, ((row[:5], row[5]) for row in grouped))
        topics = self.connection.execute(
            "SELECT t.topic, count(*) FROM questions_fts CROSS JOIN facets f ON f.id = questions_fts.rowid "
            f"CROSS JOIN topics t ON t.question = f.id WHERE questions_fts MATCH ? {condition} GROUP BY 1",
            [words, *values],
        )
        facets["topic"] = dict(topics.fetchall())
        hits = self.connection.execute(
            f"SELECT {', '.join(f'f.{name}' for name in COLUMNS)}, {SNIPPET} FROM questions_fts "
            f"CROSS JOIN questions f ON f.id = questions_fts.rowid WHERE questions_fts MATCH ? {condition} "
            f"AND rank MATCH 'bm25({WEIGHTS})' ORDER BY rank LIMIT ?",
            [words, *values, HITS],
        )
        return Page(number, facets, hits.fetchall())
