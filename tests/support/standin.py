"""Stand-ins for Parliament's two APIs: real HTTP servers on loopback, with faults that a test can order.

    with StandIn() as parliament:
        parliament.questions = [answered(id=101)]
        parliament.faults.next("503", "half")
        Client(parliament.url).get("api/writtenquestions/questions/101")

Records can be changed while it serves. `python -m tests.support.standin --help` says how to start it by itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from questions.sources.parliament import read_rows
from questions.sources.streams import Source
from tests import ROOT

from .faults import Answer, Faults
from .standin_members import MembersApi
from .standin_questions import QuestionsApi, Refused, Values


class StandIn(QuestionsApi, MembersApi):
    """Serves both APIs at `url` until its block ends. `asked` lists the requested addresses, in order."""

    def __init__(self, questions: Values = ()) -> None:
        QuestionsApi.__init__(self, questions)
        MembersApi.__init__(self)
        self.faults = Faults()
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.closing = threading.Event()
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.standin = self
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> StandIn:
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, address: str, headers: dict[str, str]) -> Answer:
        """The reply to a GET of this address, spoilt if that was ordered."""
        self.asked.append(address)
        self.headers.append(headers)
        return self.faults.spoil(address, self._good(address, headers))

    def _good(self, address: str, headers: dict[str, str]) -> Answer:
        parts = urlsplit(address)
        try:
            answer = self._route(parts.path, parse_qsl(parts.query, keep_blank_values=True))
        except Refused as error:
            return problem(400, str(error))
        return _unless_known(answer or problem(404, "Not Found"), headers.get("If-None-Match"))

    def _route(self, path: str, query: list[tuple[str, str]]) -> Answer | None:
        for pattern, handle in (*QuestionsApi.ROUTES, *MembersApi.ROUTES):
            if found := pattern.fullmatch(path):
                return handle(self, query, **found.groupdict())
        return None


def problem(status: int, title: str) -> Answer:
    """The "ProblemDetails" of the specification."""
    return Answer(status, json.dumps({"title": title, "status": status}).encode())


def _unless_known(answer: Answer, etag: str | None) -> Answer:
    if answer.status != 200:
        return answer
    own = f'"{hashlib.blake2b(answer.body, digest_size=8).hexdigest()}"'
    return Answer(304, headers=(("ETag", own),)) if own == etag else answer._replace(headers=(("ETag", own),))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    standin: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection, and report other errors."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        standin = self.server.standin
        answer = standin.answer(self.path, dict(self.headers.items()))
        if answer.wait and standin.closing.wait(answer.wait):
            answer = answer._replace(is_cut=True)
        if not answer.is_cut:
            self.wfile.write(self._head(answer) + answer.body[: len(answer.body) - answer.missing])
        if answer.is_cut or answer.missing:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _head(self, answer: Answer) -> bytes:
        length = () if answer.status in (204, 304) else (("Content-Length", str(len(answer.body))),)
        lines = [f"{name}: {value}\r\n" for name, value in (("Content-Type", answer.type), *length, *answer.headers)]
        return f"HTTP/1.1 {answer.status} {self.responses[answer.status][0]}\r\n{''.join(lines)}\r\n".encode()

    def log_message(self, *args: Any) -> None:
        """Log nothing, because `asked` has the addresses."""


def values_of(*paths: Path | str) -> Iterator[dict[str, Any]]:
    """The question records in files of ../shared/data/parliament."""
    for path in map(str, paths):
        source = Source(path)
        with source.open() as stream:
            yield from read_rows(stream, source.name)
        source.close()


@contextmanager
def in_its_own_process(*arguments: str) -> Iterator[str]:
    """The address of a stand-in in a separate process, started with these arguments of `main`."""
    command = [sys.executable, "-m", "tests.support.standin", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.stdin.close()
        process.wait(timeout=10)
        process.stdout.close()


def main(write: Callable[[str], Any] = sys.stdout.write, wait: Callable[[], Any] = sys.stdin.read) -> None:
    """Print the address, and serve until standard input ends, so that it ends with the process that started it."""
    arguments = _parser().parse_args()
    with StandIn(_first_of(values_of(*arguments.files), arguments.most)) as standin:
        if arguments.faults:
            standin.faults.every(arguments.every, *arguments.faults)
        write(f"{standin.url}\n")
        sys.stdout.flush()
        wait()


def _first_of(values: Iterable[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    by_id = {value["id"]: value for value in values}
    return list(by_id.values())[:most]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.support.standin", description="Serve question records.")
    parser.add_argument("files", nargs="*", help="files of records, such as ../shared/data/parliament/detail/*")
    parser.add_argument("--most", type=int, default=10**9, help="serve at most this many records")
    parser.add_argument("--every", type=int, default=10, help="spoil every n-th reply")
    parser.add_argument(
        "--faults", nargs="*", default=[], help="kinds of faults, used in turn (see tests/support/faults.py)"
    )
    return parser


if __name__ == "__main__":
    main()
