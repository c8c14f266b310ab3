"""Clients that hold connections to the site and are slow: idle, slow headers, slow bodies, slow readers of exports, and
slow readers of what many requests at once get."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "Host: localhost\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"

# What each kind sends first, and again every second.
KINDS: dict[str, tuple[str, str]] = {
    "idle": ("", ""),
    "slow headers": (f"GET / HTTP/1.1\r\n{HOST}", "X-More: 1\r\n"),
    "slow body": (f"POST /admin/login/ HTTP/1.1\r\n{HOST}{FORM}Content-Length: 20000\r\n\r\nusername=", "a"),
    "slow reader": (f"GET /questions/export.csv HTTP/1.1\r\n{HOST}\r\n", ""),
    "slow reader of many": (f"GET /static/admin/js/vendor/jquery/jquery.js HTTP/1.1\r\n{HOST}\r\n" * 60, ""),
}


class SlowClient:
    """One connection, opened again as soon as the site closes it."""

    def __init__(self, port: int, kind: str):
        self.port, (self.first, self.more), self.is_reader = port, KINDS[kind], "reader" in kind
        self.connection: socket.socket | None = None

    def step(self) -> None:
        try:
            if self.connection is None:
                self.open()
            elif self.is_reader:
                self.read()
            elif self.more:
                self.connection.send(self.more.encode())
        except OSError:
            self.close()

    def open(self) -> None:
        self.connection = socket.socket()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.connection.settimeout(5)
        self.connection.connect(("127.0.0.1", self.port))
        self.connection.send(self.first.encode())
        self.connection.setblocking(False)

    def read(self) -> None:
        """A few bytes; at the end, a new connection."""
        with contextlib.suppress(BlockingIOError):
            if not self.connection.recv(100):
                self.close()

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None


@contextmanager
def slow_clients(port: int, number: int, kinds: tuple[str, ...] = tuple(KINDS)) -> Iterator[list[SlowClient]]:
    """This many clients of each kind, until the block ends."""
    clients = [SlowClient(port, kind) for kind in kinds for _ in range(number)]
    ended = threading.Event()

    def keep_going() -> None:
        while not ended.wait(1):
            for client in clients:
                client.step()

    for client in clients:
        client.step()
    thread = threading.Thread(target=keep_going, daemon=True)
    thread.start()
    try:
        yield clients
    finally:
        ended.set()
        thread.join()
        for client in clients:
            client.close()
