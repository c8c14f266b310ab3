"""A proxy on loopback before a real server, which can fall silent or go away."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self


class Proxy:
    """Forwards what it receives, until it is told to fall silent (it accepts and never responds) or to go away."""

    def __init__(self, target: str | tuple[str, int]):
        self.target = target  # the path of a socket, or host and port
        self.is_silent, self.delay = False, 0.0  # seconds before it forwards what a new client sends
        self.sockets: list[socket.socket] = []
        self.listener = self.listen(0)
        self.port = self.listener.getsockname()[1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.go_away()

    def listen(self, port: int) -> socket.socket:
        listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()
        return listener

    def accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = listener.accept()
                self.sockets.append(client)
                if not self.is_silent:
                    threading.Timer(self.delay, self.connect, [client]).start()

    def connect(self, client: socket.socket) -> None:
        is_path = isinstance(self.target, str | Path)
        server = socket.socket(socket.AF_UNIX if is_path else socket.AF_INET)
        server.connect(self.target)
        self.sockets.append(server)
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=self.forward, args=(source, sink), daemon=True).start()

    def forward(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if not self.is_silent:
                    sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def go_away(self) -> None:
        """Refuse connections, and end those that are open."""
        for one in [self.listener, *self.sockets]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.sockets.clear()

    def fall_silent(self) -> None:
        self.is_silent = True

    def hesitate(self, seconds: float) -> None:
        """End open connections, and let new ones wait."""
        self.come_back()
        self.delay = seconds

    def come_back(self) -> None:
        """Serve again. Connections that lost what was sent meanwhile end."""
        self.go_away()
        self.is_silent, self.delay = False, 0.0
        self.listener = self.listen(self.port)


class HoldingBack(Proxy):
    """Forwards only the beginning of what the server sends, until `released` is set."""

    def __init__(self, target: str | tuple[str, int], beginning: int):
        self.beginning, self.released = beginning, threading.Event()
        super().__init__(target)

    def forward(self, source: socket.socket, sink: socket.socket) -> None:
        """The other direction is not longer than the beginning."""
        left = self.beginning
        with suppress(OSError):
            while left and (data := source.recv(left)):
                sink.sendall(data)
                left -= len(data)
            if not left:
                self.released.wait()
        super().forward(source, sink)

    def go_away(self) -> None:
        self.released.set()
        super().go_away()
