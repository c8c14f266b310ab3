"""Brings the index up to date with the change log, or rebuilds it."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from tantivy import Document as StateDocument
from tantivy import Index, IndexWriter

from pq_archive.memory import give_back_memory, share_memory_among_threads
from questions.models import Change, Question
from questions.models.change_log import Mark

from . import indexed_documents, schema, store
from .checksums import is_sound
from .indexed_documents import Document
from .store import IndexNotWritten, IndexUnavailable

BATCH = 2000  # changed questions in one commit
FEW = 500  # changes that a web process indexes after a save; more are left to the worker
LATE = timedelta(minutes=1)  # if a change has waited longer, something is wrong
SMALL_HEAP, LARGE_HEAP = 30_000_000, 200_000_000  # bytes of memory for the writer

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # questions done, and how many there are (0: not known)


class Outcome(NamedTuple):
    """How many questions were written, in how many seconds, and why the index was rebuilt ('' if it was not)."""

    questions: int
    seconds: float
    rebuilt: str = ""


def silent(done: int, total: int) -> None:
    """Progress that is not shown."""


def catch_up(progress: Progress = silent) -> Outcome:
    """Index every change that is in the log now, or rebuild the index if the log cannot bring it up to date.

    Waits for other writers. Raises IndexNotWritten.
    """
    start = time.monotonic()
    with store.locked("writer", wait=True):
        if not why_rebuild():
            with suppress(IndexUnavailable):  # it turned out to be damaged
                return Outcome(_take_in(store.current(), progress), time.monotonic() - start)
    # The writer's lock is released by now: a process that needs both locks must take the builder's first.
    with store.locked("builder", wait=True):
        if reason := why_rebuild():  # another process may have built it meanwhile
            return Outcome(_build_and_swap(progress), time.monotonic() - start, reason)
    return catch_up(progress)


def mend(progress: Progress = silent) -> Outcome:
    """As `catch_up`, but first removes what killed rebuilds left, and looks for damage that no search has found yet."""
    with store.locked("builder", wait=False) as held:
        if held:
            store.clear()
    with suppress(IndexUnavailable):
        if not is_sound(store.current()):
            return rebuild(progress, "the index is damaged")
    return catch_up(progress)


def health() -> str:
    """The index's health: "ok", or what is wrong or how far behind it is, and what prevents a repair."""
    try:
        wrong = f"being rebuilt: {reason}" if (reason := why_rebuild()) else _late()
    except IndexUnavailable as unavailable:
        wrong = f"being rebuilt: {unavailable}"
    return "; ".join(filter(None, [wrong, store.obstacle()])) if wrong else "ok"


def _late() -> str:
    last = store.snapshot().mark.change
    first = Change.objects.filter(id__gt=last).order_by("id").first()
    late = first and first.at < timezone.now() - LATE
    return f"{Change.after(last).count():,} changes behind" if late else ""


def rebuild(progress: Progress = silent, why: str = "as requested") -> Outcome:
    """Build a new index beside the one in use, then swap them. Raises IndexNotWritten."""
    start = time.monotonic()
    with store.locked("builder", wait=True):
        return Outcome(_build_and_swap(progress), time.monotonic() - start, why)


def catch_up_if_free() -> None:
    """After a save, index the changes if they are few and nobody else is writing. A failure is only logged.

    Changes that are not indexed now stay in the log, for the worker.
    """
    try:
        if why_rebuild() or not 0 < count_waiting() <= FEW:
            return
        with store.locked("writer", wait=False) as held:
            if held and not why_rebuild():
                _take_in(store.current(), silent)
    except (IndexUnavailable, IndexNotWritten, DatabaseError, InterfaceError) as error:
        logger.warning("The index was not caught up: %s", error)


def count_waiting() -> int:
    """How many changes in the log are not indexed yet. Raises IndexUnavailable."""
    return Change.after(store.snapshot().mark.change).count()


def why_rebuild() -> str:
    """Why the index cannot be brought up to date from the log; '' if it can."""
    try:
        return store.snapshot().mark.why_lost("the index")
    except IndexUnavailable as unavailable:
        return str(unavailable)


def _build_and_swap(progress: Progress) -> int:
    with store.raise_as(IndexNotWritten):
        store.clear()
        path = store.new_folder()
        try:
            number = _build(path, progress)
            with store.locked("writer", wait=True):
                # With this lock, nobody adds changes to the old index while the new one catches up and replaces it.
                _take_in(path, silent)
                store.swap(path)
        except IndexUnavailable as unavailable:
            raise IndexNotWritten(str(unavailable)) from unavailable
        finally:
            store.clear()
        return number


def _build(path: Path, progress: Progress) -> int:
    """Write every question into the folder, marked with the last change in the log when the build began."""
    # Read before the first question: changes made during the build may be indexed twice, but none is missed.
    mark = Mark.now()
    done, total = 0, Question.objects.public().count()
    with _writer(schema.create(path), LARGE_HEAP) as writer:
        for batch in indexed_documents.everything():
            _add(writer, batch)
            done += len(batch)
            progress(done, total)
        _commit(writer, mark)
    return done


def _take_in(path: Path, progress: Progress) -> int:
    """Index the changes that are in the log now, in batches. Returns how many questions were written.

    Changes made meanwhile are left for the next time, so this always ends. Raises IndexNotWritten, or IndexUnavailable
    if that index is damaged.
    """
    with store.condemn_on_error(path, IndexNotWritten):
        index = schema.open_(path)
    done, mark, end = 0, store.Snapshot(path, (), index.searcher()).mark, Change.ends().last
    while changes := list(Change.after(mark.change).filter(id__lte=end)[:BATCH]):
        last, concerned = changes[-1][0], {question for _, question in changes}
        mark = mark.moved_to(last)
        fresh = indexed_documents.of(concerned)
        with store.condemn_on_error(path, IndexNotWritten):
            _write(index, concerned, fresh, mark)
        done += len(concerned)
        progress(done, 0)
    return done


def _write(index: Index, gone: Iterable[int], fresh: list[Document], mark: Mark) -> None:
    """In one commit, remove the questions `gone`, add the documents `fresh`, and store the new mark."""
    with _writer(index, SMALL_HEAP) as writer:
        # Files left behind by an interrupted commit would be in the way of this one.
        writer.garbage_collect_files()
        for pk in gone:
            writer.delete_documents_by_term("pk", pk)
        _add(writer, fresh)
        writer.delete_documents_by_term(schema.KIND, schema.STATE_KIND)
        _commit(writer, mark)


@contextmanager
def _writer(index: Index, heap: int) -> Iterator[IndexWriter]:
    """The index's writer, always released at the end, because until then nobody else can write."""
    share_memory_among_threads()
    writer = index.writer(heap, 1)
    try:
        yield writer
    finally:
        with suppress(ValueError):  # a merge may fail although the commit succeeded
            writer.wait_merging_threads()
        del writer
        give_back_memory()


def _add(writer: IndexWriter, batch: list[Document]) -> None:
    for document in batch:
        writer.add_json(document.json)


def _commit(writer: IndexWriter, mark: Mark) -> None:
    state = StateDocument()
    state.add_text(schema.KIND, schema.STATE_KIND)
    state.add_text(schema.STATE, json.dumps(mark))
    writer.add_document(state)
    writer.commit()
