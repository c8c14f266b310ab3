"""Measures how long pages take while slow clients hold connections: `python -m benchmarks.slow_clients`."""

from __future__ import annotations

import http.client
import resource
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.support.served import START, bare_environment, free_port, started
from tests.support.slow_clients import KINDS, slow_clients

from .figures import Times, times_of
from .load import ask

EACH, SECONDS = 200, 30  # clients of each kind; for each measurement
PATHS = ("/", "/questions/?q=school", "/departments/", "/topics/", "/members/", "/about/", "/healthz")


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    with tempfile.TemporaryDirectory(prefix="pq-archive-slow-") as folder:
        environment = bare_environment(DATA_DIR=folder, PORT=str(free_port()))
        with started([*START, "--local"], environment, Path(folder) / "log"):
            port = int(environment["PORT"])
            print(f"{'nobody else':14} {read_pages(port)}")
            for kinds in (*[(kind,) for kind in KINDS], tuple(KINDS)):
                with slow_clients(port, EACH, kinds):
                    print(f"{kinds[0] if len(kinds) == 1 else 'all of them':14} {read_pages(port)}")


def read_pages(port: int) -> Times:
    """The times of one reader, who opens a new connection for each page."""
    taken, end = [], time.monotonic() + SECONDS
    while time.monotonic() < end:
        for path in PATHS:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                taken.append(ask(connection, path)[0])
            time.sleep(0.02)
    return times_of(taken)


if __name__ == "__main__":
    main()
