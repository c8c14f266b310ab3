"""Puts load on servers over loopback HTTP, for a number of requests or of seconds, whichever ends first."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import cycle, islice
from typing import NamedTuple

from .figures import Times, times_of

CLIENTS = 4
TIMEOUT = 130
# Requests for which a client keeps a connection. If kept forever, all connections might reach the same worker.
KEPT_FOR = 10
WARM_UP = 50


class Load(NamedTuple):
    requests: int
    per_second: float
    times: Times
    kilobytes: float  # for each page

    def __str__(self) -> str:
        rate = f"{self.per_second:7.1f} pages/s"
        return f"{rate}   {self.times}   {self.requests} requests of {self.kilobytes:.0f} KB"


class Client(NamedTuple):
    """One client, which takes the next path from an iterator shared by all clients."""

    port: int
    paths: Iterator[str]
    deadline: float
    headers: dict[str, str]

    def run(self) -> list[tuple[float, int]]:
        """(seconds, bytes) of each response."""
        taken: list[tuple[float, int]] = []
        while batch := list(islice(self.paths, KEPT_FOR)):
            with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)) as connection:
                for path in batch:
                    if time.monotonic() > self.deadline:
                        return taken
                    taken.append(ask(connection, path, self.headers))
        return taken


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None) -> tuple[float, int]:
    start = time.perf_counter()
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    if response.status != (304 if headers and "If-None-Match" in headers else 200):
        raise RuntimeError(f"{path}: {response.status} {response.getheader('Location') or body[:500]!r}")
    return time.perf_counter() - start, len(body)


def measure(
    ports: list[int], paths: list[str], *, requests: int, seconds: float, headers: dict[str, str] | None = None
) -> Load:
    """Clients alternate between the ports. A warm-up of at most WARM_UP requests and `seconds` comes first.

    With an If-None-Match among the headers, every response must be a 304, else a 200.
    """
    _run(ports, paths[-WARM_UP:], seconds, headers or {})
    start = time.perf_counter()
    taken = _run(ports, list(islice(cycle(paths), requests)), seconds, headers or {})
    rate = len(taken) / (time.perf_counter() - start)
    return Load(
        len(taken), rate, times_of([one for one, _ in taken]), sum(size for _, size in taken) / len(taken) / 1024
    )


def _run(ports: list[int], paths: list[str], seconds: float, headers: dict[str, str]) -> list[tuple[float, int]]:
    shared, deadline = Shared(paths), time.monotonic() + seconds
    clients = [Client(ports[number % len(ports)], shared, deadline, headers) for number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        return [one for taken in pool.map(Client.run, clients) for one in taken]


class Shared:
    """An iterator that several threads may use, because taking an item from a list's iterator is atomic."""

    def __init__(self, values: list[str]):
        self._next = iter(values).__next__

    def __iter__(self) -> Shared:
        return self

    def __next__(self) -> str:
        return self._next()
