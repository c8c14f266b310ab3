"""The questions that match some criteria, as a lazy list for paginators and pages of results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils.functional import cached_property
from tantivy import FieldType, Order, Query

from questions.models import Answer, Question, TopicAssignment
from questions.search.index.schema import SCHEMA

from . import cohorts, facets, queries
from .criteria import Criteria
from .facets import Count
from .highlight import Highlighter
from .hit import Hit
from .index import store
from .loaded_hits import hits

# The field that each order sorts by; relevance sorts by the engine's score.
FIELDS = {
    "newest": "newest",
    "oldest": "oldest",
    "answered": "last_answered",
    "corrected": "last_corrected",
    "slowest": "slowest",
    "parliament": "latest_reply",  # as Parliament's API
}
FAR = 1000  # hits: finding a page after these takes long
CHUNK = 500  # questions read at once if all are wanted


class QuestionSearch:
    """Public questions, in order. Uses the index and the database only when it is used itself.

    Slicing and iterating give hits, with what a result shows; `questions()` gives model instances. Everything comes
    from one state of the index. Raises IndexUnavailable if there is none.
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
        make = cohorts.query_of if self.criteria.sort in FIELDS else cohorts.ranked_query_of
        return make(self.snapshot, self.criteria)

    def facets(self, names: Iterable[str] = facets.SHOWN) -> Count:
        return facets.count(self.snapshot, self.criteria, names)

    def count(self) -> int:
        """The number of questions, from the facets that a page needs anyway and that are kept."""
        return self.facets().total

    def total(self) -> int:
        """The same number, counted without facets, which takes less time; kept until the index changes."""
        return self.snapshot.once(("total", self.criteria), lambda: self.snapshot.count(self.query))

    def __len__(self) -> int:
        return self.count()

    def begin(self, start: int, number: int) -> None:
        """Start to find these hits in another thread, while this one counts: the engine runs without Python's lock."""
        if start < FAR:  # a later page may not exist, which only counting shows
            self.snapshot  # noqa: B018 - both threads use this one
            self._begun[start] = _threads().submit(self._page, start, number)

    def __getitem__(self, rows: slice) -> list[Hit]:
        start, stop = rows.start or 0, rows.stop
        if stop <= start:
            return []
        begun = self._begun.get(start)
        return self.hits_of(begun.result()[: stop - start] if begun else self._keys(stop - start, offset=start))

    def hits_of(self, keys: list[int]) -> list[Hit]:
        """The questions with these primary keys, with what matches marked."""
        return hits(keys, Highlighter(self.criteria.query))

    def __iter__(self) -> Iterator[Hit]:
        """Every hit, in constant memory."""
        highlighter = Highlighter(self.criteria.query)
        for keys in self._all_keys():
            yield from hits(keys, highlighter)

    def questions(self) -> Iterator[Question]:
        """Every question with all columns, its people, answers and topics (`assigned`), in constant
        memory: for the list as a file."""
        assigned = TopicAssignment.objects.included().select_related("topic")
        rows = (
            Question.objects.public()
            .with_people()
            .prefetch_related(
                Prefetch("answers", Answer.objects.with_people()),
                Prefetch("topic_assignments", assigned, to_attr="assigned"),
            )
        )
        for keys in self._all_keys():
            found = rows.in_bulk(keys)
            yield from (found[key] for key in keys if key in found)

    def _page(self, start: int, number: int) -> list[int]:
        """The primary keys of one page; kept until the index changes."""
        key = ("page", self.criteria, start, number)
        return self.snapshot.once(key, lambda: self._keys(number, self.query, offset=start))

    def keys(self, limit: int, start: int = 0) -> list[int]:
        """The primary keys of `limit` questions from the one at `start`; kept until the index changes."""
        return self._page(start, limit)

    def _keys(self, limit: int, query: Query | None = None, **options: Any) -> list[int]:
        field = FIELDS.get(self.criteria.sort)
        order = Order.Asc if field == "oldest" else Order.Desc
        by = {"order_by_field": field, "order": order} if field else {}
        return self.snapshot.numbers("pk", self.snapshot.search(query or self.query, limit, **by, **options).hits)

    def _all_keys(self) -> Iterator[list[int]]:
        """All primary keys, in chunks. Each starts after the sort number of the last question in the chunk before.

        Relevance has no sort number, so all its keys are read at once; they are small.
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
    """An empty list, for criteria that could not be understood or have nothing to search for."""

    def facets(self, names: Iterable[str] = facets.SHOWN) -> Count:
        return Count(0, {})

    def begin(self, start: int, number: int) -> None:
        """There is nothing to find."""

    def _keys(self, limit: int, query: Query | None = None, **options: Any) -> list[int]:
        return []


@cache
def _threads() -> ThreadPoolExecutor:
    """Each process creates its own threads, when it first searches."""
    return ThreadPoolExecutor(max_workers=settings.WEB_THREADS, thread_name_prefix="search")
