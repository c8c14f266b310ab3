"""SQLite's FTS5 doing the same work, made faster for many hits: numpy counts them, and few are ranked."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections import Counter, defaultdict
from heapq import nsmallest
from pathlib import Path
from typing import Any

from .copied import COLUMNS, FACETS
from .fts5 import SNIPPET, WEIGHTS, condition_of, expression, opened
from .queries import Query
from .rivals import HITS, Page

FOUND = "SELECT group_concat(rowid) FROM questions_fts WHERE questions_fts MATCH ?"
BEST = f"""
    SELECT questions_fts.rowid FROM questions_fts CROSS JOIN facets f ON f.id = questions_fts.rowid
    WHERE questions_fts MATCH ? AND rank MATCH 'bm25({WEIGHTS})' {{condition}} ORDER BY rank LIMIT {HITS}
"""
BEST_OF_NEWEST = f"""
    SELECT bm25(questions_fts, {WEIGHTS}), questions_fts.rowid FROM questions_fts
    CROSS JOIN facets f ON f.id = questions_fts.rowid
    WHERE questions_fts MATCH ? AND questions_fts.rowid >= ? {{condition}}
"""
HIT = f"""
    SELECT {", ".join(f"q.{name}" for name in COLUMNS)}, {SNIPPET} FROM questions_fts
    CROSS JOIN questions q ON q.id = questions_fts.rowid WHERE questions_fts MATCH ? AND questions_fts.rowid = ?
"""


def numpy(folder: Path) -> Any:
    """The numpy package, which is installed into `folder` if it is not there, because the project does not need it."""
    if not folder.exists():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
        subprocess.run([*pip, "--target", str(folder), "numpy"], check=True)
    sys.path.append(str(folder))
    return importlib.import_module("numpy")


class Counted:
    """The hits' ids arrive as one text. Arrays in memory count each facet. bm25 ranks all hits, or only the newest."""

    def __init__(self, file: Path, numpy: Any, cap: int | None = None):
        self.np, self.connection, self.cap = numpy, opened(file), cap
        size = self.connection.execute("SELECT max(id) + 1 FROM questions").fetchone()[0]
        self.values: dict[str, list[Any]] = {}  # by facet, in the order of their codes
        self.codes = {name: self._codes(name, size) for name in FACETS}
        self.topic_sets: list[tuple[str, ...]] = []
        self.topics = self._topics(size)

    def _codes(self, name: str, size: int) -> Any:
        """An array with the code of each question's value, indexed by id."""
        numbers: dict[Any, int] = {}
        codes = self.np.zeros(size, self.np.int16)
        for pk, value in self.connection.execute(f"SELECT id, {name} FROM facets"):
            codes[pk] = numbers.setdefault(value, len(numbers))
        self.values[name] = list(numbers)
        return codes

    def _topics(self, size: int) -> Any:
        """As `_codes`, but a question has a set of topics, usually empty."""
        of: defaultdict[int, list[str]] = defaultdict(list)
        for pk, topic in self.connection.execute("SELECT question, topic FROM topics"):
            of[pk].append(topic)
        numbers: dict[tuple[str, ...], int] = {(): 0}
        codes = self.np.zeros(size, self.np.int32)
        for pk, topics in of.items():
            codes[pk] = numbers.setdefault(tuple(topics), len(numbers))
        self.topic_sets = list(numbers)
        return codes

    def search(self, query: Query) -> Page:
        words = expression(query.words)
        text = self.connection.execute(FOUND, [words]).fetchone()[0] or ""
        found = self.np.fromstring(text, dtype=self.np.int32, sep=",")
        right = {name: self._right(name, value, found) for name, value in query.filters.items()}
        facets = {name: self._counted(name, self._kept(found, right, but=name)) for name in FACETS}
        kept = self._kept(found, right)
        facets["topic"] = self._counted_topics(kept)
        return Page(len(kept), facets, self._hits(words, self._best(query, words, kept)))

    def _right(self, name: str, value: Any, found: Any) -> Any:
        """A mask: which of the ids found have this value."""
        return self.codes[name][found] == self.values[name].index(value)

    def _kept(self, found: Any, right: dict[str, Any], but: str = "") -> Any:
        wanted = [mask for name, mask in right.items() if name != but]
        return found[self.np.logical_and.reduce(wanted)] if wanted else found

    def _counted(self, name: str, pks: Any) -> dict[Any, int]:
        counted = self.np.bincount(self.codes[name][pks]).tolist()
        return {value: number for value, number in zip(self.values[name], counted, strict=False) if number}

    def _counted_topics(self, pks: Any) -> dict[Any, int]:
        counted: Counter[str] = Counter()
        for topics, number in zip(self.topic_sets, self.np.bincount(self.topics[pks]).tolist(), strict=False):
            for topic in topics if number else ():
                counted[topic] += number
        return dict(counted)

    def _best(self, query: Query, words: str, kept: Any) -> list[int]:
        condition, values = condition_of(query)
        if not self.cap or len(kept) <= self.cap:
            return [pk for (pk,) in self.connection.execute(BEST.format(condition=condition), [words, *values])]
        oldest = int(kept[-self.cap])
        ranked = self.connection.execute(BEST_OF_NEWEST.format(condition=condition), [words, oldest, *values])
        return [pk for _, pk in nsmallest(HITS, ranked)]

    def _hits(self, words: str, pks: list[int]) -> list[tuple[Any, ...]]:
        return [self.connection.execute(HIT, [words, pk]).fetchone() for pk in pks]
