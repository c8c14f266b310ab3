"""The process that has the model: it answers the web processes, and keeps the vectors up to date.

One process for all of them, because with the model it takes 250 to 300 MB. It listens on a socket in DATA_DIR/vectors,
which only this user can open. A request and its answer are a line of JSON each.
"""

from __future__ import annotations

import json
import logging
import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections

from pq_archive.locks import file_lock
from pq_archive.waits import close_replaced_file

from .encoder import Encoder
from .model import Files
from .nearest import Narrowed, nearest, score, vector_of
from .paths import LONGEST_LINE, PAUSE, folder_of, short_path, socket_path
from .rows import Rows, open_rows, version_of
from .rows_written import RowsWriter
from .writer import Progress, catch_up, silent

LONGEST_PAUSE = 30.0  # seconds, doubled for every failure in a row
PATIENCE = 5.0  # seconds for a client to send its request
KEPT = 100  # texts whose vectors are kept

logger = logging.getLogger(__name__)


class Finder:
    """Answers requests with the rows as they are now."""

    def __init__(self, files: Files, encoder: Encoder):
        self.folder, self.encoder = folder_of(files), encoder
        self._lock = threading.Lock()
        self._rows: Rows | None = None
        # A page asks twice about the same text.
        self._encoded = lru_cache(KEPT)(encoder.encode_questions)

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """`texts`: (heading, text) pairs, or `like`: the key of a question that has a vector; `narrowed`: see Narrowed;
        `limit`, which may be 0; `also`: keys whose cosines are wanted in any case.

        {"found": for each text (key, cosine) pairs, the closest first; "also": the same for `also`;
        "is_complete": whether all older questions have vectors already}.
        """
        rows, narrowed = self.rows(), Narrowed(**asked.get("narrowed", {}))
        vectors = self._vectors(rows, asked)
        limit = asked["limit"]
        found = [nearest(rows, vector, limit, narrowed) if limit else [] for vector in vectors]
        also = [score(rows, vector, asked.get("also", [])) for vector in vectors]
        return {"found": found, "also": also, "is_complete": rows.state.is_complete}

    def _vectors(self, rows: Rows, asked: dict[str, Any]) -> Any:
        if "like" not in asked:
            return self._encoded(tuple(tuple(one) for one in asked["texts"]))
        vector = vector_of(rows, asked["like"])
        return [] if vector is None else [vector]

    def rows(self) -> Rows:
        """Mapped again when the state has changed. Raises OSError or ValueError."""
        with self._lock:
            if self._rows is None or self._rows.version != version_of(self.folder):
                self._rows = open_rows(self.folder)
            return self._rows


class _Handler(socketserver.StreamRequestHandler):
    timeout = PATIENCE
    server: _Server

    def handle(self) -> None:
        with suppress(OSError):  # a client that has gone
            line = self.rfile.readline(LONGEST_LINE)
            self.wfile.write(json.dumps(self.server.reply(line)).encode() + b"\n")


class _Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, finder: Finder, address: str):
        self.finder = finder
        super().__init__(address, _Handler)

    def reply(self, line: bytes) -> dict[str, Any]:
        try:
            return self.finder.answer(json.loads(line))
        except Exception as error:  # whatever it is, the client goes on with words alone
            logger.exception("A request could not be answered")
            return {"error": f"{type(error).__name__}: {error}"}


@contextmanager
def serving(files: Files, encoder: Encoder) -> Iterator[None]:
    """Answer requests in other threads. A successor of this process takes over its socket's name."""
    folder = folder_of(files)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = socket_path().with_name(f"socket.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with short_path(fresh) as address:
        server = _Server(Finder(files, encoder), address)
    with server:
        fresh.chmod(0o600)
        number = fresh.stat().st_ino
        fresh.replace(socket_path())
        thread = threading.Thread(target=server.serve_forever, name="meaning", daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            leave(socket_path(), number)


def leave(path: Path, number: int) -> None:
    """Delete the socket, unless it is a successor's: a file that stays would be copied with the folder."""
    with suppress(OSError):
        if path.stat().st_ino == number:
            path.unlink()


def follow(files: Files, encoder: Encoder, stop: threading.Event) -> None:
    """Keep the vectors up to date until `stop` is set. A failure does not end it: it tries again later.

    If somebody deletes the socket, it ends, so that the supervisor starts another process.
    """
    pause = PAUSE
    while not stop.is_set() and socket_path().exists():
        close_replaced_file()
        try:
            take_in(folder_of(files), encoder, stop=stop)
            pause = PAUSE
        except (OSError, ValueError, DatabaseError, InterfaceError) as error:
            pause = min(pause * 2, LONGEST_PAUSE)
            logger.error("The vectors could not be brought up to date, next try in %.0f s: %s", pause, error)
        close_old_connections()
        stop.wait(pause)


def take_in(
    folder: Path,
    encoder: Encoder,
    progress: Progress = silent,
    stop: threading.Event | None = None,
    *,
    anew: bool = False,
) -> int | None:
    """Bring the vectors up to date. Returns how many questions got a new one; None if another process is doing this.

    `anew`: compare all questions, even if the change log says what has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with file_lock(folder / "writer.lock", wait=False) as held:
        return catch_up(RowsWriter(folder, encoder.size), encoder, progress, stop, anew=anew) if held else None
