"""The limit of connections follows the limit of open files."""

from __future__ import annotations

import subprocess
import sys
from resource import RLIM_INFINITY

import pytest

from pq_archive.open_files import connections_for
from tests import ROOT

# Prints how many connections fit, and this process's limits after that.
SHOW = """
import resource
from pq_archive.open_files import allow_connections
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(allow_connections(4), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def show(soft: int, hard: int) -> list[int]:
    command = [sys.executable, "-c", SHOW.format(soft=soft, hard=hard)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [int(number) for number in done.stdout.split()]


@pytest.mark.parametrize(
    ("files", "threads", "connections"),
    [
        (RLIM_INFINITY, 4, 2000),
        (1_000_000, 4, 2000),
        (4096, 4, 2000),
        (4095, 4, 1999),
        (1024, 4, 464),
        (1024, 16, 368),
        (256, 4, 80),
        (100, 4, 8),
    ],
)
def test_fewer_files_allow_fewer_connections(files: int, threads: int, connections: int) -> None:
    assert connections_for(files, threads) == connections


def test_a_process_raises_its_own_limit_as_far_as_it_needs_and_may() -> None:
    assert show(soft=128, hard=1024) == [464, 1024, 1024]
    assert show(soft=300, hard=300) == [102, 300, 300]
    assert show(soft=1024, hard=4500) == [2000, 4096, 4500]
    assert show(soft=4400, hard=4500) == [2000, 4400, 4500]
