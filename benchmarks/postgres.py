"""PostgreSQL's full-text search doing the same work, on a temporary server tuned for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.postgres import accessible, find_programs, initialise, running, unprivileged

from . import copied
from .copied import COLUMNS, FACETS
from .queries import Query
from .rivals import CAP, HITS, Page

SETTINGS = """
shared_buffers = {quarter}MB
effective_cache_size = {half}MB
work_mem = 256MB
maintenance_work_mem = 1GB
max_wal_size = 8GB
wal_level = minimal
max_wal_senders = 0
autovacuum = off
jit = off
random_page_cost = 1.1
effective_io_concurrency = 200
max_parallel_workers_per_gather = 2
parallel_leader_participation = on
"""
COUNTED = (*FACETS, "topics")
# Counted values are small integers, because comparing texts is slower. Texts have their own table, so that the counted
# values of all hits lie close together.
TEXTS = f"""
    CREATE UNLOGGED TABLE texts (
        id int, {", ".join(f"{name} text" for name in COLUMNS[1:])}, {", ".join(f"{name}_code int" for name in COUNTED)}
    )
"""
SEARCHED = f"""
    CREATE UNLOGGED TABLE searched AS
    SELECT id, {", ".join(f"{name}_code::smallint AS {name}" for name in COUNTED)},
        setweight(to_tsvector('english', heading), 'A') || setweight(to_tsvector('english', question), 'B')
            || setweight(to_tsvector('english', answer), 'D') AS words
    FROM texts
"""
BUILD = (
    "SET default_toast_compression = lz4",
    "SET parallel_tuple_cost = 0",
    SEARCHED,
    "ALTER TABLE searched ADD PRIMARY KEY (id)",
    "ALTER TABLE texts ADD PRIMARY KEY (id)",
    "CREATE INDEX searched_words ON searched USING gin (words) WITH (fastupdate = off)",
    "VACUUM ANALYZE searched",
    "VACUUM ANALYZE texts",
    "RESET parallel_tuple_cost",
)
FOUND = "words @@ websearch_to_tsquery('english', %(words)s)"
# One scan of the hits counts everything. A facet's counts ignore its own filter.
COUNTS = f"""
    SELECT grouping({", ".join(COUNTED)}), coalesce({", ".join(COUNTED)}), {{counts}} FROM searched WHERE {FOUND}
    GROUP BY GROUPING SETS ((), {", ".join(f"({name})" for name in COUNTED)})
"""
BEST = f"""
    WITH newest AS MATERIALIZED (
        SELECT id, words FROM searched WHERE {FOUND} {{condition}} ORDER BY id DESC LIMIT {CAP}
    )
    SELECT id FROM newest
    ORDER BY ts_rank_cd(words, websearch_to_tsquery('english', %(words)s)) DESC, id DESC LIMIT {HITS}
"""
HIT_ROWS = f"""
    SELECT {", ".join(COLUMNS)}, ts_headline(
        'english', question || ' ' || answer, websearch_to_tsquery('english', %(words)s),
        'StartSel=<mark>, StopSel=</mark>, MaxWords=32, MinWords=20'
    ) FROM texts WHERE id = ANY(%(pks)s)
"""


@contextmanager
def tuned_server() -> Iterator[str]:
    """The address of a temporary server, which is removed with its data at the end."""
    home = Path(tempfile.mkdtemp(prefix="pq-archive-postgres-", dir="/tmp"))
    try:
        programs, identity = accessible(find_programs(), home), unprivileged(home)
        initialise(programs, home, identity)
        with (home / "data" / "postgresql.conf").open("a") as file:
            file.write(settings())
        with running(programs, home, identity):
            yield f"postgres://tests@{quote(str(home), safe='')}/postgres"
    finally:
        shutil.rmtree(home, ignore_errors=True)


def settings() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2
    return SETTINGS.format(quarter=memory // 4, half=memory // 2)


class Postgres:
    def __init__(self, address: str):
        self.connection = psycopg.connect(address, autocommit=True, prepare_threshold=None)
        self.codes: dict[str, dict[Any, int]] = {name: {} for name in COUNTED}
        self.values: dict[str, list[Any]] = {}

    def copy(self, archive: Path) -> None:
        """Copy the rows, without an index, and give codes to the values to count."""
        topics: defaultdict[int, list[str]] = defaultdict(list)
        for pk, topic in copied.topics(archive):
            topics[pk].append(topic)
        self.connection.execute(TEXTS)
        with self.connection.cursor() as cursor, cursor.copy("COPY texts FROM STDIN") as copy:
            for row in copied.questions(archive):
                copy.write_row([*row, *self._coded(row, tuple(topics.get(row[0], ())))])
        self.values = {name: list(codes) for name, codes in self.codes.items()}

    def _coded(self, row: tuple[Any, ...], topics: tuple[str, ...]) -> list[int]:
        first = COLUMNS.index(FACETS[0])
        pairs = zip(COUNTED, (*row[first : first + len(FACETS)], topics), strict=True)
        return [self.codes[name].setdefault(value, len(self.codes[name])) for name, value in pairs]

    def build(self) -> None:
        """Build the vectors and their index, with two processes if the server can."""
        for statement in BUILD:
            self.connection.execute(statement)

    def index_mb(self) -> float:
        return self._mb("SELECT pg_relation_size('searched_words')")

    def total_mb(self) -> float:
        return self._mb("SELECT pg_total_relation_size('searched') + pg_total_relation_size('texts')")

    def _mb(self, statement: str) -> float:
        row = self.connection.execute(statement).fetchone()
        return row[0] / 1024**2 if row else 0

    def search(self, query: Query) -> Page:
        wanted = {name: f"{name} = {self.codes[name][value]}" for name, value in query.filters.items()}
        counts = ", ".join(_count([term for of, term in wanted.items() if of != name]) for name in ("", *COUNTED))
        given = {"words": query.words}
        rows = self.connection.execute(COUNTS.format(counts=counts), given).fetchall()
        number, facets = self._sorted(rows)
        condition = "".join(f" AND {term}" for term in wanted.values())
        best = [row[0] for row in self.connection.execute(BEST.format(condition=condition), given)]
        return Page(number, facets, self._hits(query, best))

    def _sorted(self, rows: list[tuple[Any, ...]]) -> tuple[int, dict[str, dict[Any, int]]]:
        """Read the rows of COUNTS: the bit that is not set names the facet; then the value's code; then the counts."""
        names = {2 ** len(COUNTED) - 1 - 2**place: name for place, name in enumerate(reversed(COUNTED))}
        facets: dict[str, Counter[Any]] = {name: Counter() for name in COUNTED}
        number = 0
        for which, code, *counts in rows:
            name = names.get(which)
            if name is None:
                number = counts[0]
            elif found := counts[1 + COUNTED.index(name)]:
                facets[name][self.values[name][code]] = found
        topics: Counter[str] = Counter()
        for together, found in facets.pop("topics").items():
            topics.update(dict.fromkeys(together, found))
        return number, {**facets, "topic": topics}

    def _hits(self, query: Query, pks: list[int]) -> list[tuple[Any, ...]]:
        found = self.connection.execute(HIT_ROWS, {"words": query.words, "pks": pks}).fetchall()
        return sorted(found, key=lambda row: pks.index(row[0]))


def _count(terms: list[str]) -> str:
    return f"count(*) FILTER (WHERE {' AND '.join(terms)})" if terms else "count(*)"
