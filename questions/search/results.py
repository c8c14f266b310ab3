"""The list of questions that some criteria find: lazy, with what a paginator and a page of results need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.functional import cached_property
from tantivy import FieldType, Order, Query

from questions.models import Answer, Question
from questions.search.index.schema import SCHEMA

from . import cohorts, facets, queries
from .criteria import Criteria
from .facets import Count
from .highlight import Highlighter
from .hit import Hit
from .hits import hits
from .index import store

# The field that each order goes by; by relevance, the engine's own score.
FIELDS = {"newest": "newest", "oldest": "oldest", "answered": "last_answered", "corrected": "last_corrected"}
FAR = 1000  # hits, after which it costs to begin with a page
CHUNK = 500  # questions read at once where all of them are wanted


class QuestionSearch:
    """Public questions, in order; nothing is asked of the index or the database before something is asked of this.

    Sliced or iterated, it gives hits, with what a result shows; `questions()` gives the rows of the models.
    Everything comes from one state of the index. Raises IndexUnavailable where there is none.
    """

    ordered = True

    def __init__(self, criteria: Criteria):
        self.criteria = criteria
        self._begun: dict[int, Future[list[int]]] = {}

    @cached_property
    def snapshot(self) -> store.Snapshot:
        return store.snapshot()

    @cached_property
    def query(self) -> Query:
        return cohorts.query_of(self.snapshot, self.criteria)

    def facets(self, names: Iterable[str] = facets.SHOWN) -> Count:
        return facets.count(self.snapshot, self.criteria, names)

    def count(self) -> int:
        """Comes with the facets of a page, which are kept."""
        return self.facets().total

    def __len__(self) -> int:
        return self.count()

    def begin(self, start: int, number: int) -> None:
        """Begin to find these hits while something else is done, such as to count: the engine needs no interpreter."""
        if start < FAR:  # there may be no such page, which is known once they are counted
            self.snapshot  # noqa: B018 - one for both
            self._begun[start] = _threads().submit(self._page, start, number)

    def __getitem__(self, rows: slice) -> list[Hit]:
        start, stop = rows.start or 0, rows.stop
        if stop <= start:
            return []
        begun = self._begun.get(start)
        keys = begun.result()[: stop - start] if begun else self._keys(stop - start, offset=start)
        return hits(keys, Highlighter(self.criteria.query))

    def __iter__(self) -> Iterator[Hit]:
        """All of them, in constant memory."""
        highlighter = Highlighter(self.criteria.query)
        for keys in self._all_keys():
            yield from hits(keys, highlighter)

    def questions(self) -> Iterator[Question]:
        """All of them with every column, their people and answers, in constant memory: for files of the list."""
        rows = (
            Question.objects.public().with_people().prefetch_related(Prefetch("answers", Answer.objects.with_people()))
        )
        for keys in self._all_keys():
            found = rows.in_bulk(keys)
            yield from (found[key] for key in keys if key in found)

    def _page(self, start: int, number: int) -> list[int]:
        """The primary keys of one page, which are kept like the counts."""
        key = ("page", self.criteria, start, number)
        return self.snapshot.once(key, lambda: self._keys(number, self.query, offset=start))

    def keys(self, limit: int) -> list[int]:
        """The primary keys of the first questions."""
        return self._keys(limit)

    def _keys(self, limit: int, query: Query | None = None, **options: Any) -> list[int]:
        field = FIELDS.get(self.criteria.sort)
        order = Order.Asc if field == "oldest" else Order.Desc
        by = {"order_by_field": field, "order": order} if field else {}
        return self.snapshot.numbers("pk", self.snapshot.search(query or self.query, limit, **by, **options).hits)

    def _all_keys(self) -> Iterator[list[int]]:
        """The keys of all, in chunks: each begins where the one before ended, by the number that they are sorted by.

        There is no such number for relevance: all of these keys, which are small, are taken at once.
        """
        field = FIELDS.get(self.criteria.sort)
        if field is None:
            keys = self._keys(self.count()) if self.count() else []
            yield from (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
            return
        chunk = self._keys(CHUNK)
        while chunk:
            yield chunk
            chunk = self._keys(CHUNK, self._after(field, chunk[-1]))

    def _after(self, field: str, key: int) -> Query:
        found = self.snapshot.search(queries.term("pk", key), 1).hits
        last = self.snapshot.numbers(field, found)[0]
        bounds = (last + 1, None) if field == "oldest" else (0, last - 1)
        rest = Query.range_query(SCHEMA, field, FieldType.Integer, *bounds)
        return queries.both(self.query, rest)


class NoQuestions(QuestionSearch):
    """What is listed where the criteria could not be understood, or hold nothing to search for."""

    def facets(self, names: Iterable[str] = facets.SHOWN) -> Count:
        return Count(0, {})

    def begin(self, start: int, number: int) -> None:
        """There is nothing to find."""

    def _keys(self, limit: int, query: Query | None = None, **options: Any) -> list[int]:
        return []


@cache
def _threads() -> ThreadPoolExecutor:
    """Made by each process for itself, when it first searches."""
    return ThreadPoolExecutor(max_workers=settings.WEB_THREADS, thread_name_prefix="search")
