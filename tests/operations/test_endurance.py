"""The whole site under load: 50 kills at random lose and double nothing, and a soak causes no error and no growth.

`make bench-endurance` runs the same for longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import NewDatabase
from tests.support.kills import COMMANDS, PROCESSES, kill_at_random
from tests.support.soak import soak

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("endurance")]

KILLS, SEED = 50, 20261129
WARM_UP, SECONDS = 8, 25
MOST_MB = 80  # that a process may gain in so short a time, in which caches still fill


@pytest.fixture
def place(tmp_path: Path, new_database: NewDatabase) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of a database with the archive's tables."""
    folder = tmp_path / "site"
    folder.mkdir()
    with new_database(folder) as url:
        yield folder, url


@pytest.fixture
def other_place(tmp_path: Path, new_database: NewDatabase) -> Iterator[tuple[Path, str]]:
    folder = tmp_path / "not_killed"
    folder.mkdir()
    with new_database(folder) as url:
        yield folder, url


def test_nothing_is_lost_or_doubled_by_fifty_kills_at_random(
    place: tuple[Path, str], other_place: tuple[Path, str]
) -> None:
    outcome = kill_at_random(*place, *other_place, kills=KILLS, seed=SEED)
    assert outcome.faults == []
    assert outcome.done.total() == KILLS
    assert set(outcome.done) == {*COMMANDS, *PROCESSES}
    assert outcome.entered
    assert outcome.verified


def test_mixed_traffic_with_imports_and_syncs_causes_no_error_and_no_growth(place: tuple[Path, str]) -> None:
    assert soak(*place, warm_up=WARM_UP, seconds=SECONDS).faults(MOST_MB) == []
