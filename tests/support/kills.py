"""Kills at random moments: of what the site runs and of what runs beside it, while it is read and edited.

Afterwards everything ends in order, and what is not as if nothing had been killed is a fault.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .endured import IMPORT, SYNC, parliament, prepare, settings_for
from .faults import FAULTS
from .kill_checks import check_all
from .soak import QUESTIONS
from .visitors import Editor, Seen, readers, repeating, requests
from .whole_site import WholeSite, kill, wait_until

# What is killed, in these proportions. Commands are killed in one thread, and the site's processes in another.
COMMANDS = {
    "import": IMPORT,
    "index": ("index", "--rebuild"),
    "sync": SYNC,
    "backup": ("backup", "{folder}/backups"),
}
PROCESSES = ("web", "worker", "job", "supervisor", "web", "worker", "job")
JOBS = ("check_archive", "backup", "prune")
READERS = 2
TRIES = 20  # to kill a command before it ends
SECONDS_UP = 6.0  # that the site may run before one of its processes is killed


@dataclass
class Kills:
    """`done`: how many of each kind. `faults`: what is not as if nothing had been killed."""

    done: Counter[str] = field(default_factory=Counter)
    seen: Seen = field(default_factory=Seen)
    entered: int = 0
    verified: int = 0  # backups
    faults: list[str] = field(default_factory=list)

    def check(self, is_so: object, otherwise: object) -> None:
        if not is_so:
            self.faults.append(str(otherwise))


def kill_at_random(folder: Path, url: str, clean: Path, clean_url: str, *, kills: int, seed: int) -> Kills:
    """`clean` is a folder with a database of its own, for an archive in which nothing is killed."""
    outcome = Kills()
    with parliament() as standin:
        site = WholeSite(folder, url, **settings_for(folder, standin))
        editor = Editor(site.port, prepare(site), outcome.seen)
        site.start()
        try:
            site.wait_until_served()
            standin.faults.every(10, *FAULTS)
            under_load(site, editor, outcome, kills, seed)
            standin.faults.clear()
            unspoilt = WholeSite(clean, clean_url, **settings_for(clean, standin))
            check_all(site, editor, unspoilt, outcome)
        finally:
            site.stop()
    return outcome


def under_load(site: WholeSite, editor: Editor, outcome: Kills, kills: int, seed: int) -> None:
    # A question is not found until it is imported.
    asked = [request._replace(statuses=request.statuses | {404}) for request in requests(QUESTIONS)]
    longest = longest_life(site)
    with (
        readers(site.port, asked, outcome.seen, READERS) as reading,
        repeating(*(reader.step for reader in reading), editor.step),
        ThreadPoolExecutor() as pool,
    ):
        lanes = [
            pool.submit(kill_commands, site, outcome, (kills + 1) // 2, random.Random(seed), longest),
            pool.submit(kill_processes, site, editor, outcome, kills // 2, random.Random(seed + 1)),
        ]
        for lane in lanes:
            lane.result()
    outcome.entered = len(editor.entered)


def longest_life(site: WholeSite) -> float:
    """Seconds that a command needs to start and do some work, on this machine under its present load."""
    began = time.monotonic()
    site.manage("check")
    return 2.5 * (time.monotonic() - began)


def kill_commands(site: WholeSite, outcome: Kills, kills: int, chance: random.Random, longest: float) -> None:
    for number in range(kills):
        kind = list(COMMANDS)[number % len(COMMANDS)]
        tries = (kill_command(site, COMMANDS[kind], chance.uniform(0.3, longest)) for _ in range(TRIES))
        assert any(tries), f"{kind} always ended before it could be killed"
        outcome.done[kind] += 1


def kill_command(site: WholeSite, command: tuple[str, ...], seconds: float) -> bool:
    """Whether it was killed before it ended."""
    with site.beginning(*command) as process:
        end = time.monotonic() + seconds
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        return process.poll() is None


def kill_processes(site: WholeSite, editor: Editor, outcome: Kills, kills: int, chance: random.Random) -> None:
    for number in range(kills):
        time.sleep(chance.uniform(0, SECONDS_UP / 2))
        kind = PROCESSES[number % len(PROCESSES)]
        if kind == "job":
            ask(editor, JOBS[number % len(JOBS)])
        wait_until(partial(is_running, site, kind), f"there is a {kind} to kill", 120)
        time.sleep(chance.uniform(0, 1))
        kill_one(site, kind, chance)
        outcome.done[kind] += 1


def ask(editor: Editor, job: str) -> None:
    wait_until(lambda: editor.ask_for(job), f"the site takes the request to run {job}")


def is_running(site: WholeSite, kind: str) -> bool:
    return bool(pids_of(site, kind))


def pids_of(site: WholeSite, kind: str) -> list[int]:
    return site.jobs() if kind == "job" else site.all(kind)


def kill_one(site: WholeSite, kind: str, chance: random.Random) -> None:
    for pid in chance.sample(found := pids_of(site, kind), min(len(found), 1)):
        kill(pid)
    if kind == "supervisor":
        site.process.wait()
        wait_until(lambda: not site.of_the_site(), "what the killed supervisor had started has ended", 60)
        site.start()
