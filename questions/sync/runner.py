"""Runs a sync with Parliament: its parts one after the other, each with its own run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings

from .client import CircuitOpen, Client, NotFetched
from .lease import LeaseLost, SyncLease, hold_lease
from .people import sync_bodies, sync_people
from .plans import Wanted
from .portraits import sync_portraits
from .questions import sync_questions
from .runs import SyncProgress, SyncRun
from .validators import Memory

HOUSES = ("commons", "lords")


class Options(NamedTuple):
    """What to sync, and the as-of day; `concurrency` is the number of requests at once."""

    as_of: date
    parts: Sequence[str] = ()
    houses: Sequence[str] = HOUSES
    since: date | None = None
    until: date | None = None
    concurrency: int = 4

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.houses, self.as_of, self.since, self.until)


Work = Callable[[Client, SyncRun, Options], None]
# People come first, so that questions find them; portraits come last, because nothing waits for them.
PARTS: dict[str, Work] = {
    "bodies": lambda client, run, options: sync_bodies(client, run, options.as_of),
    "members": lambda client, run, options: sync_people(client, run, as_of=options.as_of, houses=options.houses),
    "questions": lambda client, run, options: sync_questions(client, run, options.wanted),
    "portraits": lambda client, run, options: sync_portraits(client, run),
}


def sync(options: Options, progress: SyncProgress) -> list[SyncRun]:
    """Bring these parts up to date, or continue where the last sync stopped. Raises LeaseTaken.

    If a part fails, its run says why, and the other parts continue.
    """
    with hold_lease() as lease:
        return [_sync_part(part, options, lease, progress) for part in PARTS if part in (options.parts or PARTS)]


def _sync_part(part: str, options: Options, lease: SyncLease, progress: SyncProgress) -> SyncRun:
    memory = Memory(base_url(part), options.as_of)
    with client_of(part, options.concurrency, memory) as client:
        with SyncRun(part, client, lease, options.as_of, progress) as run:
            try:
                PARTS[part](client, run, options)
            except (NotFetched, CircuitOpen, LeaseLost) as error:
                run.error(f"stopped: {error}; run the same command to continue")
        memory.end()
    return run


def base_url(part: str) -> str:
    return settings.SYNC_QUESTIONS_URL if part == "questions" else settings.SYNC_MEMBERS_URL


def client_of(part: str, concurrency: int, memory: Memory | None = None) -> Client:
    """A client with the limits from the settings."""
    return Client(
        base_url(part),
        concurrency=concurrency,
        contact=settings.SYNC_CONTACT,
        cache=memory,
        timeout=settings.SYNC_TIMEOUT,
        attempts=settings.SYNC_ATTEMPTS,
        wait=settings.SYNC_BACKOFF / 1000,
        pause=settings.SYNC_PAUSE,
    )
