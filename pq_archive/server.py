"""A web process: `python -m pq_archive.server --socket FD --alive FD` serves the site on a listening socket.

Waitress receives whole requests and stores whole responses, so a slow client does not occupy one of the threads.
pq_archive.supervisor starts these processes. SIGTERM makes one finish what it has begun, and end.
"""

import argparse
import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import django
from django.conf import settings
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from pq_archive.databases import close_connections
from pq_archive.lifeline import end_with_parent
from pq_archive.memory import share_memory_among_threads
from pq_archive.open_files import allow_connections
from pq_archive.pace import Pace
from pq_archive.refusals import RefusalTask, Request, SiteTask, TooSlow, without_body

TICK = 1.0  # seconds between checks of connections
DRAIN = 20.0  # seconds for requests in progress when the process has to end
LINGER = 2.0  # seconds in which a kept connection may still bring a request that was on its way
MOST_HEADERS = 32 * 1024  # bytes
END_OF_HEADERS = b"\r\n\r\n"
MOST_BODY = 30_000_000  # bytes; the largest upload is a spreadsheet of 20 MB

ADJUSTMENTS = {
    "ident": None,
    "asyncore_use_poll": True,  # select() fails beyond 1,024 files
    "asyncore_loop_timeout": TICK,
    # More than any page. A longer response waits for its client, and then occupies a thread: see EXPORTS_AT_ONCE.
    "outbuf_high_watermark": 1_000_000,
    "outbuf_overflow": 256_000,  # bytes in memory; the rest is stored in a file
    "max_request_header_size": MOST_HEADERS,
    "max_request_body_size": MOST_BODY,
    "clear_untrusted_proxy_headers": False,  # questions/accounts/requests.py decides whom to trust
    "log_socket_errors": False,
}


class Channel(HTTPChannel):
    """A connection. It is closed if its client is too slow."""

    parser_class = Request
    task_class = SiteTask
    error_task_class = RefusalTask
    request: Any
    is_refused = is_lingering = False
    ahead = b""  # received, but for a later request

    def __init__(self, *given: Any, **named: Any) -> None:
        self.pace, self.bytes_received, self.bytes_sent = Pace(), 0, 0
        super().__init__(*given, **named)

    def readable(self) -> bool:
        if self.ahead and super().readable():
            self.take(self.ahead)
        return self.is_lingering or super().readable()

    def received(self, data: bytes) -> None:
        self.bytes_received += len(data)
        if not self.is_lingering:
            self.take(data)

    def take(self, data: bytes) -> None:
        """Take one request. The next one waits until the response is sent: otherwise the responses to many requests
        that came at once would add up, and a thread would wait for the client."""
        while data and not (self.requests or self.total_outbufs_len):
            end = data.find(END_OF_HEADERS) + len(END_OF_HEADERS)
            part = data[: end if end >= len(END_OF_HEADERS) else None]
            super().received(part)
            data = data[len(part) :]
        self.ahead = data

    def handle_close(self) -> None:
        """Close the connection; after a refusal, only once its client has had a moment to read the page.

        Closing at once, with something still to receive, would reset the connection before the page arrives.
        """
        if not self.is_refused:
            super().handle_close()
            return
        self.is_refused, self.is_lingering, self.will_close = False, True, False
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent = super().send(data, do_close)
        self.bytes_sent += sent or 0
        return sent

    def close_if_slow(self, now: float, *, is_full: bool) -> None:
        """`is_full`: others need this connection's place."""
        if self.total_outbufs_len:
            if self.pace.is_sending_late(now, self.bytes_sent):
                self.handle_close()
        elif self.requests:
            self.pace.note_working(now)
        elif self.request is None:
            received = 0 if self.is_lingering else self.bytes_received
            if self.pace.is_idle_too_long(now, received, is_full=is_full or self.is_lingering):
                self.handle_close()
        elif self.pace.is_receiving_late(now, self.request, self.bytes_received):
            self.refuse(TooSlow(""))

    def refuse(self, error: Error) -> None:
        """Answer the unfinished request with a refusal."""
        with self.requests_lock:
            request, self.request = self.request, None
            request.error, request.completed = error, True
            self.requests.append(request)
        self.server.add_task(self)


class Server(TcpWSGIServer):
    channel_class = Channel
    is_ending = is_draining = False
    alive = -1  # the file that the supervisor reads
    next_check = 0.0

    def step(self) -> None:
        """Check connections once in each tick. Wait for them, at most for a tick, and do what they need."""
        if (now := time.time()) >= self.next_check:
            self.next_check = now + TICK
            self.check_connections(now)
        wasyncore.loop(timeout=TICK, use_poll=True, map=self._map, count=1)

    def end(self, number: int, frame: FrameType | None) -> None:
        self.is_ending = True
        self.pull_trigger()

    def maintenance(self, now: float) -> None:
        """Nothing: waitress calls this while it lists the files to wait for. If a connection closed then, a new one
        could get the number of its file in the same step, and would be closed in its place."""

    def check_connections(self, now: float) -> None:
        with contextlib.suppress(BlockingIOError, BrokenPipeError):
            os.write(self.alive, b".")
        is_full = len(self.active_channels) > self.adj.connection_limit / 2
        for channel in list(self.active_channels.values()):
            channel.close_if_slow(now, is_full=is_full)

    def drain(self) -> None:
        """Accept what has already connected, then nothing more. Responses now close their connections."""
        self.is_draining = True
        waiting = None
        while len(self.active_channels) != waiting:
            waiting = len(self.active_channels)
            self.handle_accept()
        self.accepting = False
        wasyncore.dispatcher.close(self)

    def close_kept_connections(self) -> None:
        for channel in list(self.active_channels.values()):
            if channel.request is None and not channel.requests and not channel.total_outbufs_len:
                channel.handle_close()


def main() -> None:
    given = parser().parse_args()
    end_with_parent()
    share_memory_among_threads()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pq_archive.settings")
    django.setup()
    from pq_archive.wsgi import application  # can be imported only after Django is set up

    serve(create(socket.socket(fileno=given.socket), given.alive, application))


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pq_archive.server", description="Serve the site on a socket.")
    parser.add_argument("--socket", type=int, required=True, help="the number of a bound socket's file")
    parser.add_argument("--alive", type=int, required=True, help="the number of a file to write to while serving")
    return parser


def create(listener: socket.socket, alive: int, application: Callable[..., Any]) -> Server:
    limits = {"threads": settings.WEB_THREADS, "connection_limit": allow_connections(settings.WEB_THREADS)}
    adjustments = Adjustments(sockets=[listener], **limits, **ADJUSTMENTS)
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(settings.WEB_THREADS)
    described = (listener.family, listener.type, listener.proto, listener.getsockname())
    server = Server(without_body(application), {}, True, listener, dispatcher, adjustments, described, False)
    os.set_blocking(alive, False)
    server.alive = alive
    return server


def serve(server: Server) -> None:
    """Serve until SIGTERM or SIGINT, then finish what has begun."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.end)
    while not server.is_ending:
        server.step()
    server.drain()
    began = time.monotonic()
    while server.active_channels and (passed := time.monotonic() - began) < DRAIN:
        if passed > LINGER:
            server.close_kept_connections()
        server.step()
    server.task_dispatcher.shutdown(timeout=1)
    close_connections()


if __name__ == "__main__":
    main()
