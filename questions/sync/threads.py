"""Threads that fetch while the caller saves: they use HTTP and parse, but never use the database."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextvars import ContextVar
from queue import SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 32  # items per thread that may be in progress or ready: enough while a batch is saved
GRACE = 5.0  # seconds for threads to end; one that still waits for a server ends at its timeout


class Stopped(Exception):
    """The caller no longer wants this thread's work."""


_stopping: ContextVar[Event] = ContextVar("stopping", default=Event())  # noqa: B039 - never set outside these threads


def rest(seconds: float) -> None:
    """Wait this long. Raises Stopped as soon as the caller no longer wants this thread's work."""
    if _stopping.get().wait(seconds):
        raise Stopped


def is_stopping() -> bool:
    return _stopping.get().is_set()


def each(work: Callable[[Item], Result], items: Iterable[Item], concurrency: int) -> Generator[Result, None, None]:
    """`work(item)` for every item, in this many threads; yields results as they arrive, not in the items' order.

    The calling thread reads `items`, not far ahead of the results. So items may come from the database, results may be
    saved to it, and there may be many of both. An error in `work` is raised here and stops all threads; so does closing
    this generator.
    """
    crew = _Crew(work, concurrency)
    try:
        for item in items:
            crew.give(item)
            while crew.is_ahead or crew.has_result:
                yield crew.take()
        while crew.under_way:
            yield crew.take()
    finally:
        crew.end()


class _Crew(Generic[Item, Result]):
    def __init__(self, work: Callable[[Item], Result], concurrency: int):
        self.work, self.most, self.under_way = work, AHEAD * concurrency, 0
        self.tasks: SimpleQueue[tuple[Item] | None] = SimpleQueue()
        self.done: SimpleQueue[tuple[Result | None, Exception | None]] = SimpleQueue()
        self.stopping = Event()
        self.threads = [Thread(target=self._run, daemon=True, name=f"fetch-{n}") for n in range(concurrency)]
        for thread in self.threads:
            thread.start()

    @property
    def is_ahead(self) -> bool:
        return self.under_way >= self.most

    @property
    def has_result(self) -> bool:
        return not self.done.empty()

    def give(self, item: Item) -> None:
        # In a tuple, so that no item is taken for the None that ends a thread.
        self.tasks.put((item,))
        self.under_way += 1

    def take(self) -> Result:
        result, error = self.done.get()
        self.under_way -= 1
        if error:
            raise error
        return result  # type: ignore[return-value]  # None only where it is the result

    def end(self) -> None:
        self.stopping.set()
        for _ in self.threads:
            self.tasks.put(None)
        latest = monotonic() + GRACE
        for thread in self.threads:
            thread.join(max(0, latest - monotonic()))

    def _run(self) -> None:
        _stopping.set(self.stopping)
        while (task := self.tasks.get()) and not self.stopping.is_set():
            try:
                self.done.put((self.work(*task), None))
            except Exception as error:  # noqa: BLE001 - raised again in the thread that takes the results
                self.done.put((None, error))
