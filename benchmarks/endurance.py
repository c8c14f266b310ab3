"""Kills at random and a soak, in the long form: `make bench-endurance`.

    python -m benchmarks.endurance --minutes 30 --kills 200     on the engine in DATABASE_URL (SQLite by default)

Exits with status 1 at the first thing that should not be. The tests use the same code, for about two minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from tests.support.databases import empty_database  # noqa: E402 - only possible once Django is set up
from tests.support.kills import kill_at_random  # noqa: E402
from tests.support.soak import Soak, medians, soak  # noqa: E402

WARM_UP = 180.0  # seconds
MOST_MB = 25.0  # that each process may gain in the soak


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.endurance")
    parser.add_argument("--minutes", type=float, default=30, help="of the soak; 0 for none")
    parser.add_argument("--kills", type=int, default=200, help="0 for none")
    parser.add_argument("--seed", type=int, default=20261129, help="of the kills")
    given = parser.parse_args()
    if given.kills:
        in_a_new_place(lambda folder, url: measure_kills(folder, url, given.kills, given.seed))
    if given.minutes:
        in_a_new_place(lambda folder, url: measure_soak(folder, url, given.minutes * 60))


def in_a_new_place(work: Callable[[Path, str], list[str]]) -> None:
    """Do the work with a folder and an empty database. If it finds faults, keep the folder and end."""
    folder = Path(tempfile.mkdtemp(prefix="pq-archive-endurance-"))
    with empty_database(folder) as url:
        faults = work(folder, url)
    if faults:
        sys.exit("\n".join([*faults, f"The site's log is in {folder}."]))
    shutil.rmtree(folder)


def measure_kills(folder: Path, url: str, kills: int, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as clean, empty_database(Path(clean)) as clean_url:
        shown = kill_at_random(folder, url, Path(clean), clean_url, kills=kills, seed=seed)
    print(f"{shown.done.total()} kills: {', '.join(f'{kind} {number}' for kind, number in shown.done.items())}")
    print(f"  {shown.seen}")
    print(f"  no response: {shown.seen.lost.total()}; questions entered: {shown.entered}; backups: {shown.verified}")
    return shown.faults


def measure_soak(folder: Path, url: str, seconds: float) -> list[str]:
    shown = soak(folder, url, warm_up=min(WARM_UP, seconds / 3), seconds=seconds)
    print(f"soak of {seconds / 60:.0f} minutes: {sum(shown.seen.counts.values()):,} responses")
    print(f"  {shown.seen}")
    print(f"  {shown.imports} imports, {shown.syncs} syncs")
    for line in describe_use(shown):
        print(f"  {line}")
    return shown.faults(MOST_MB)


def describe_use(shown: Soak) -> Iterator[str]:
    for name, growth in shown.growth().items():
        before, after = shown.before[name], shown.after.get(name)
        yield (
            f"{name:18} {growth.first:6.1f} MB, at the end {growth.last:6.1f} MB ({growth.an_hour:+.1f} MB an hour); "
            f"at rest {before} → {after}; each tenth {' '.join(f'{mb:.0f}' for mb in medians(shown.memory(name), 10))}"
        )


if __name__ == "__main__":
    main()
