"""The connections of a web process, step by step."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from pq_archive import pace
from pq_archive.server import Server, create

NOT_HTTP = b"NOT\x01HTTP / HTTP/1.1\r\n\r\n"


@pytest.fixture
def server() -> Iterator[Server]:
    """Does nothing until the test calls `step`."""
    alive, supervisor = os.pipe()
    server = create(socket.create_server(("127.0.0.1", 0)), supervisor, lambda environ, start: [])
    yield server
    server.task_dispatcher.shutdown(timeout=1)
    server.drain()
    for channel in [*server.active_channels.values()]:
        channel.close()
    server.trigger.close()
    os.close(alive)
    os.close(supervisor)


def connect(server: Server) -> socket.socket:
    return socket.create_connection(server.socket.getsockname(), timeout=5)


def test_closing_an_idle_connection_does_not_close_a_new_one_in_its_place(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(connect(server)):
        server.step()
        (idle,) = server.active_channels
        monkeypatch.setattr(pace, "LONGEST_IDLE", -1)
        server.next_check = 0
        with closing(connect(server)) as newcomer:
            newcomer.sendall(NOT_HTTP)
            server.step()
            assert list(server.active_channels) == [idle]  # the newcomer's file has the number of the idle one's
            server.step()
            server.step()
            assert newcomer.recv(100).startswith(b"HTTP/1.0 400 Bad Request")
