"""The worker beside the web processes: it keeps this machine's search index up to date and runs the jobs that are due.

`manage.py worker` does both, and `manage.py index --watch` only the first.
"""

from __future__ import annotations

import logging
import os
import time
from threading import Event

from django.db import DatabaseError, InterfaceError, close_old_connections

from pq_archive.waits import close_replaced_file
from questions.archive.derived import answer_kinds, sessions
from questions.archive.derived.topics import apply_pending, mark_stale
from questions.models import Change, Topic
from questions.operations.backup.restoring import forget_mark
from questions.search.index import writer
from questions.search.index.store import EngineFailed, IndexNotWritten, IndexUnavailable

PAUSE = 0.5  # seconds between checks of the change log
LONGEST_PAUSE = 30.0  # the pause doubles with every failure in a row
PRUNE_EVERY = 3600.0  # seconds

logger = logging.getLogger(__name__)


def watch(parent: int | None = None, stop: Event | None = None) -> None:
    """Index changes as they come, until `stop` is set or `parent` is no longer this process's parent.

    A failure does not end it: it tries again later.
    """
    stop = stop or Event()
    pause, pruned, look = PAUSE, 0.0, mend
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        close_replaced_file()
        try:
            look()
            look = take_in
            # Only after a successful check: an index that is behind needs the rows that pruning would delete.
            if time.monotonic() - pruned > PRUNE_EVERY:
                Change.prune()
                pruned = time.monotonic()
            pause = PAUSE
        except (IndexNotWritten, IndexUnavailable, EngineFailed, DatabaseError, InterfaceError) as error:
            pause = min(pause * 2, LONGEST_PAUSE)
            logger.error("The index could not be brought up to date, next try in %.0f s: %s", pause, error)
        close_old_connections()
        stop.wait(pause)


def mend() -> None:
    """The first check, which also finds damage from a crash of the whole machine, and rules that mean something else in
    this version; and the end of a restore that was killed."""
    report_outcome(writer.mend())
    mark_stale()
    forget_mark()


def take_in() -> None:
    """Apply changed rules and bring the index up to date; with nothing to do this costs ten small queries."""
    if writer.why_rebuild() or writer.count_waiting():
        report_outcome(writer.catch_up())
    # After catching up, because rules find their questions in the index. What the rules change is indexed at once.
    if Topic.objects.pending().exists():
        for applied in apply_pending():
            logger.info("Topic %s: %s questions added, %s removed", *applied)
        report_outcome(writer.catch_up())
    if answer_kinds.are_pending():
        logger.info("The kind of answer has changed for %s questions", answer_kinds.apply_pending())
        report_outcome(writer.catch_up())
    if sessions.are_pending():
        logger.info("Timeliness or references changed for %s questions", sessions.apply_pending())
        report_outcome(writer.catch_up())


def report_outcome(outcome: writer.Outcome) -> None:
    if outcome.rebuilt:
        logger.warning("Rebuilt the index (%s): %s questions", outcome.rebuilt, outcome.questions)
