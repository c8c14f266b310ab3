"""Bringing the index up to date with the change log, or rebuilding it."""

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

from questions.models import Archive, Change, Question

from . import indexed_documents, schema, store
from .checksums import is_sound
from .indexed_documents import Document
from .store import IndexNotWritten, IndexUnavailable, Mark

BATCH = 2000  # changed questions in one commit
FEW = 500  # changes that a web process takes in after its own save; more are left to `index --watch`
LATE = timedelta(minutes=1)  # a change that has waited for longer is a sign of something wrong
SMALL_HEAP, LARGE_HEAP = 30_000_000, 200_000_000  # bytes, of the writer

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # questions done, and how many there are (0: not known)


class Outcome(NamedTuple):
    """What was done: how many questions were written, in how long, and why all of them (if it was all)."""

    questions: int
    seconds: float
    rebuilt: str = ""


def silent(done: int, total: int) -> None:
    """The progress that nobody watches."""


def catch_up(progress: Progress = silent) -> Outcome:
    """Take in every change that is in the log by now, or build the index anew where it cannot be caught up.

    Waits for whoever is writing. Raises IndexNotWritten.
    """
    start = time.monotonic()
    with store.locked("writer", wait=True):
        if not why_rebuild():
            with suppress(IndexUnavailable):  # it turned out to be damaged
                return Outcome(_take_in(store.current(), progress), time.monotonic() - start)
    # The writer's lock is free again: whoever holds both has taken the builder's first.
    with store.locked("builder", wait=True):
        if reason := why_rebuild():  # somebody else may have built it meanwhile
            return Outcome(_build_and_swap(progress), time.monotonic() - start, reason)
    return catch_up(progress)


def mend(progress: Progress = silent) -> Outcome:
    """As `catch_up`, but first checks the whole index for damage that no search has met yet."""
    with suppress(IndexUnavailable):
        if not is_sound(store.current()):
            return rebuild(progress, "the index is damaged")
    return catch_up(progress)


def health() -> str:
    """ "ok", or what is wrong with the index, or how far it is behind; and what is in the way of mending that."""
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


def rebuild(progress: Progress = silent, why: str = "as asked") -> Outcome:
    """Build the index anew beside the one that is searched, and swap them. Raises IndexNotWritten."""
    start = time.monotonic()
    with store.locked("builder", wait=True):
        return Outcome(_build_and_swap(progress), time.monotonic() - start, why)


def catch_up_if_free() -> None:
    """After a save: take in the changes if they are few and nobody else is writing. Fails no request.

    Whatever is not taken in now is in the log, for `index --watch`.
    """
    try:
        if why_rebuild() or not 0 < waiting() <= FEW:
            return
        with store.locked("writer", wait=False) as held:
            if held and not why_rebuild():
                _take_in(store.current(), silent)
    except (IndexUnavailable, IndexNotWritten, DatabaseError, InterfaceError) as error:
        logger.warning("The index was not caught up: %s", error)


def waiting() -> int:
    """How many changes the index has not taken in; raises IndexUnavailable."""
    return Change.after(store.snapshot().mark.change).count()


def why_rebuild() -> str:
    """Why the index cannot be brought up to date from the log; '' where it can."""
    try:
        mark = store.snapshot().mark
    except IndexUnavailable as unavailable:
        return str(unavailable)
    if mark.archive != Archive.name():
        return "the index is of another archive"
    ends = Change.ends()
    if mark.change > ends.last:
        return "the index is ahead of the change log"
    if mark.change < ends.first - 1:
        return "the change log no longer begins where the index ends"
    if mark.change >= ends.first and mark.at != _when(mark.change):
        return "the change log is not the one that the index followed"
    return ""


def _when(change: int) -> str:
    """When that change was logged; '' where the log does not have it."""
    return "".join(at.isoformat() for at in Change.objects.filter(pk=change).values_list("at", flat=True))


def _build_and_swap(progress: Progress) -> int:
    with store.spoken(IndexNotWritten):
        store.clear()
        path = store.new_folder()
        try:
            number = _build(path, progress)
            with store.locked("writer", wait=True):
                # Under this lock nobody takes changes into the old index while the new one catches up and replaces it.
                _take_in(path, silent)
                store.swap(path)
        except IndexUnavailable as unavailable:
            raise IndexNotWritten(str(unavailable)) from unavailable
        finally:
            store.clear()
        return number


def _build(path: Path, progress: Progress) -> int:
    """Write every question into the folder, marked with the state of the log at the beginning."""
    # Read before the first question: changes made during the build may be taken in twice, but none is missed.
    last = Change.ends().last
    mark = Mark(Archive.name(), last, _when(last))
    done, total = 0, Question.objects.public().count()
    with _writer(schema.create(path), LARGE_HEAP) as writer:
        for batch in indexed_documents.everything():
            _add(writer, batch)
            done += len(batch)
            progress(done, total)
        _commit(writer, mark)
    return done


def _take_in(path: Path, progress: Progress) -> int:
    """Take in the changes that are in the log by now, in batches; returns how many questions were written.

    Whoever goes on changing things meanwhile does not keep this from ending. Raises IndexNotWritten, or
    IndexUnavailable where that index is damaged.
    """
    with store.blamed(path, IndexNotWritten):
        index = schema.open_(path)
    done, mark, end = 0, store.Snapshot(path, (), index.searcher()).mark, Change.ends().last
    while changes := list(Change.after(mark.change).filter(id__lte=end)[:BATCH]):
        last, concerned = changes[-1][0], {question for _, question in changes}
        mark = mark._replace(change=last, at=_when(last))
        fresh = indexed_documents.of(concerned)
        with store.blamed(path, IndexNotWritten):
            _write(index, concerned, fresh, mark)
        done += len(concerned)
        progress(done, 0)
    return done


def _write(index: Index, gone: Iterable[int], fresh: list[Document], mark: Mark) -> None:
    """One commit: these questions out, these in, and the new mark."""
    with _writer(index, SMALL_HEAP) as writer:
        # What a commit that was cut short has left behind would be in the way of this one.
        writer.garbage_collect_files()
        for pk in gone:
            writer.delete_documents_by_term("pk", pk)
        _add(writer, fresh)
        writer.delete_documents_by_term(schema.KIND, schema.STATE_KIND)
        _commit(writer, mark)


@contextmanager
def _writer(index: Index, heap: int) -> Iterator[IndexWriter]:
    """The index's writer, which is let go in any case: nobody else could write until then."""
    writer = index.writer(heap, 1)
    try:
        yield writer
    finally:
        with suppress(ValueError):  # a merge may fail where the commit has succeeded
            writer.wait_merging_threads()


def _add(writer: IndexWriter, batch: list[Document]) -> None:
    for document in batch:
        writer.add_json(document.json)


def _commit(writer: IndexWriter, mark: Mark) -> None:
    state = StateDocument()
    state.add_text(schema.KIND, schema.STATE_KIND)
    state.add_text(schema.STATE, json.dumps(mark))
    writer.add_document(state)
    writer.commit()
