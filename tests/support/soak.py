"""A soak: mixed traffic, imports and syncs for a while, with the memory, files and threads of each process."""

from __future__ import annotations

import itertools
import json
import re
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from .endured import IMPORTED, parliament, prepare, records_of_parliament, settings_for
from .records import numbered
from .slow_clients import slow_clients
from .standin import StandIn
from .visitors import Babbler, Editor, Seen, readers, repeating, requests
from .whole_site import Use, WholeSite, wait_until

SYNCED = re.compile("Job sync .* done after")
QUESTIONS = [f"/questions/commons/2024-09-02/{number}/" for number in range(1, 200, 7)]
READERS, SLOW = 3, 4
FIRST_AS_OF = date(2024, 10, 1)  # after all that the records say
SECONDS_TO_REST = 90  # for what was begun, and for connections that the site keeps for a while
MORE_THREADS = 4  # a pool starts its threads when they are first needed
MORE_FILES = 3  # that a process may have open at the end: a connection to the database may just be renewed
ANSWERED = {"list": 200, "page": 200, "question": 200, "export": 200, "head": 200, "admin form": 302}


class Growth(NamedTuple):
    """Of one process's memory, in MB: at the beginning, at the end, and how much more it grows in an hour."""

    first: float
    last: float
    an_hour: float


@dataclass
class Soak:
    """What a soak has shown. `samples`: (seconds since the beginning, what each process used)."""

    seen: Seen
    samples: list[tuple[float, dict[str, Use]]] = field(default_factory=list)
    before: dict[str, Use] = field(default_factory=dict)
    after: dict[str, Use] = field(default_factory=dict)
    syncs: int = 0
    imports: int = 0
    log: str = ""

    @property
    def errors(self) -> list[str]:
        """Lines of the log that should not be there."""
        return [line for line in self.log.splitlines() if " ERROR " in line or "Traceback" in line]

    def growth(self) -> dict[str, Growth]:
        return {name: growth_of(self.memory(name)) for name in self.before}

    def memory(self, name: str) -> list[tuple[float, float]]:
        """(seconds since the beginning, MB) of one process."""
        return [(at, used[name].mb) for at, used in self.samples if name in used]

    def faults(self, most_mb: float) -> list[str]:
        """Everything that should not be; `most_mb` is how much memory each process may gain."""
        return [
            *self.seen.unexpected[:20],
            *(f"no response: {what}, {number} times" for what, number in self.seen.lost.items()),
            *self.errors[:20],
            *(
                f"never answered: {kind} {status}"
                for kind, status in ANSWERED.items()
                if not self.seen.counts[kind, status]
            ),
            *(f"never done: {what}" for what in ("syncs", "imports") if not getattr(self, what)),
            *(f"{name} grew: {grown}" for name, grown in self.growth().items() if grown.last - grown.first > most_mb),
            *(f"{name}: {use}, then {self.after.get(name)}" for name, use in self.before.items() if self._leaks(name)),
        ]

    def _leaks(self, name: str) -> bool:
        before, after = self.before[name], self.after.get(name)
        return after is None or after.files > before.files + MORE_FILES or after.threads > before.threads + MORE_THREADS


def growth_of(points: list[tuple[float, float]]) -> Growth:
    """The medians of the first and the last quarter, and the median slope between pairs of points (Theil and Sen)."""
    quarters = medians(points, 4)
    apart = [(a, b) for a, b in itertools.combinations(points[:: max(len(points) // 200, 1)], 2) if b[0] > a[0]]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in apart]
    return Growth(quarters[0], quarters[-1], 3600 * statistics.median(slopes or [0]))


def medians(points: list[tuple[float, float]], parts: int) -> list[float]:
    """The median MB of each part of the time, in order. Fewer points than parts: of each point."""
    size = max(len(points) // parts, 1)
    starts = range(0, min(size * parts, len(points)), size)
    return [statistics.median(mb for _, mb in points[at : at + size]) for at in starts]


def soak(folder: Path, url: str, *, warm_up: float, seconds: float) -> Soak:
    """Warm up, then rest and look at what the processes use, then the soak, then rest and look again."""
    with parliament() as standin:
        syncing = {"SYNC_SCHEDULED": "1", "SYNC_EVERY": "1"}
        site = WholeSite(folder, url, **settings_for(folder, standin), **syncing)
        session = prepare(site)
        site.manage("import_questions", str(folder / "records"))
        site.start()
        try:
            site.wait_until_served()
            outcome = Soak(Seen())
            with traffic(site, session, standin, outcome):
                time.sleep(warm_up)
            outcome.before = rested(site)
            with traffic(site, session, standin, outcome):
                watch(site, seconds, outcome)
            outcome.after = rested(site, outcome.before)
        finally:
            site.stop()
        outcome.log = site.log
        outcome.syncs = len(SYNCED.findall(outcome.log))
    return outcome


def watch(site: WholeSite, seconds: float, outcome: Soak) -> None:
    """Sample what the processes use, 200 times at most."""
    began, pause = time.monotonic(), max(seconds / 200, 1)
    while (passed := time.monotonic() - began) < seconds:
        assert site.process.poll() is None, "the site has ended"
        outcome.samples.append((passed, site.use()))
        time.sleep(pause)


@contextmanager
def traffic(site: WholeSite, session: str, standin: StandIn, outcome: Soak) -> Iterator[None]:
    seen, asked = outcome.seen, requests(QUESTIONS)
    editor = Editor(site.port, session, seen, changes=True)
    editor.number = sum(seen.counts.values())  # new UINs after the warm-up
    works = [lambda: import_again(site, outcome), lambda: ask_for_jobs(editor, standin)]
    with (
        slow_clients(site.port, SLOW),
        readers(site.port, asked, seen, READERS) as reading,
        repeating(*(reader.step for reader in reading), editor.step, Babbler(site.port, seen).step, *works),
    ):
        yield


def import_again(site: WholeSite, outcome: Soak) -> None:
    """Two headings in turn, each time with a later day, so that every question changes but the archive hardly grows.

    Each thread keeps pages of a growing database in memory, which would look like a leak.
    """
    outcome.imports += 1
    day = min(FIRST_AS_OF + timedelta(days=outcome.imports), datetime.now(UTC).date())
    values = [numbered(number, heading=f"Heading {outcome.imports % 2} of school") for number in range(1, IMPORTED + 1)]
    file = site.folder / "records" / "again.json"
    file.write_text(json.dumps([{"value": value, "links": []} for value in values]))
    site.manage("import_questions", str(file), "--as-of", day.isoformat())


def ask_for_jobs(editor: Editor, standin: StandIn) -> None:
    """Parliament has other headings, and the worker is asked to sync, to back up and to check."""
    standin.questions = records_of_parliament(f"Heading {editor.number % 2}")
    for job in ("sync", "backup", "check_archive", "prune"):
        editor.ask_for(job)
        time.sleep(2)


def rested(site: WholeSite, like: dict[str, Use] | None = None) -> dict[str, Use]:
    """What each process uses once it has nothing to do and its connections are closed."""
    wait_until(lambda: not site.jobs(), "the worker has ended its jobs", 120)
    time.sleep(5)
    end = time.monotonic() + SECONDS_TO_REST
    while like and not is_as_before(site.use(), like) and time.monotonic() < end:
        time.sleep(1)
    return site.use()


def is_as_before(now: dict[str, Use], before: dict[str, Use]) -> bool:
    return all(
        name in now and now[name].files <= use.files + MORE_FILES and now[name].threads <= use.threads + MORE_THREADS
        for name, use in before.items()
    )
