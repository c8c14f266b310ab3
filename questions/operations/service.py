"""`manage.py worker`: follows the change log in a thread, and looks after the jobs."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, close_old_connections

from pq_archive.databases import close_connections
from pq_archive.waits import close_replaced_file

from .scheduler import Scheduler
from .worker import LONGEST_PAUSE, watch

LOOK = 1.0  # seconds between two looks at the jobs
NOTICE = 0.1  # seconds until a signal is noticed
SECONDS_TO_FOLLOW = 5.0  # for the changes that are just being indexed; a crash there loses nothing

logger = logging.getLogger(__name__)


class Signals:
    """Notes SIGTERM and SIGINT. It takes no lock, because a signal may arrive while this process holds one."""

    def __init__(self) -> None:
        self.came = False

    def note(self, *given: object) -> None:
        self.came = True

    @contextmanager
    def noted(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.note) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def work(scheduler: Scheduler) -> int:
    """Follow the change log and run jobs until SIGTERM or SIGINT. Returns the exit status: 1 after a fault of its own.

    A database that goes away ends neither: both try again later.
    """
    signals, end = Signals(), threading.Event()
    follower = threading.Thread(target=watch, kwargs={"stop": end}, name="index", daemon=True)
    with signals.noted():
        follower.start()
        try:
            _look_after(scheduler, signals, follower)
        finally:
            end.set()
            _stop(scheduler)
            follower.join(SECONDS_TO_FOLLOW)
    return _leave(0 if signals.came else 1, follower)


def _look_after(scheduler: Scheduler, signals: Signals, follower: threading.Thread) -> None:
    due, pause = 0.0, LOOK
    while not signals.came and follower.is_alive():
        if time.monotonic() >= due:
            pause = _step(scheduler, pause)
            due = time.monotonic() + pause
        time.sleep(NOTICE)


def _step(scheduler: Scheduler, pause: float) -> float:
    """Seconds until the next step; twice as long after each failure in a row."""
    close_replaced_file()
    try:
        scheduler.step()
    except (DatabaseError, InterfaceError) as error:
        pause = min(pause * 2, LONGEST_PAUSE)
        logger.error("The jobs could not be looked after, next try in %.0f s: %s", pause, error)
        return pause
    finally:
        close_old_connections()
    return LOOK


def _stop(scheduler: Scheduler) -> None:
    try:
        scheduler.stop()
    except (DatabaseError, InterfaceError) as error:
        logger.error("How the jobs ended could not be saved: %s", error)


def _leave(status: int, follower: threading.Thread) -> int:
    """The status. If the index is still being written, ends at once, because threads must not outlive Python."""
    close_connections()
    if follower.is_alive():
        logging.shutdown()
        sys.stdout.flush()
        os._exit(status)
    return status
