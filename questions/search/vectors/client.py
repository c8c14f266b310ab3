"""Asks the process that has the model. Nothing here needs the model's packages."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any, NamedTuple

from . import model
from .paths import short_path, socket_path

PATIENCE = 2.0  # seconds for an answer; a page waits no longer
PAUSE = 2.0  # seconds without another try after a failure

Scores = dict[int, float]  # cosines by primary key, the closest first


class MeaningUnavailable(Exception):
    """There is no search by meaning now; the message says why."""


class Found(NamedTuple):
    """The closest questions, and the cosines of those that were asked for beside them.

    `is_complete`: whether all older questions have vectors already.
    """

    closest: Scores
    also: Scores
    is_complete: bool = True


_failed_at = float("-inf")


class Asking:
    """A request that the process with the model answers while the caller does something else. Raises MeaningUnavailable
    when it is made, and when it is read."""

    def __init__(self, **asked: Any):
        require_model()
        self._connection = _hurried(_send, json.dumps(asked).encode() + b"\n")

    def found(self) -> list[Found]:
        answer = _hurried(_receive, self._connection)
        if "error" in answer:
            raise MeaningUnavailable(answer["error"])
        return _found(answer)

    def close(self) -> None:
        self._connection.close()


def find_closest(texts: list[tuple[str, str]], **asked: Any) -> list[Found]:
    """For each (heading, text without formula), the closest questions. Raises MeaningUnavailable.

    `limit`: how many; `narrowed`: see nearest.Narrowed; `also`: keys whose cosines are wanted in any case.
    """
    if not texts:
        return []
    with closing(Asking(texts=texts, **asked)) as asking:
        return asking.found()


def _found(answer: dict[str, Any]) -> list[Found]:
    pairs = zip(answer["found"], answer["also"], strict=True)
    return [Found(_scores(closest), _scores(also), answer.get("is_complete", True)) for closest, also in pairs]


def _scores(rows: list[list[Any]]) -> Scores:
    return {int(key): float(cosine) for key, cosine in rows}


def require_model() -> None:
    """Raises MeaningUnavailable if there is none."""
    try:
        model.find_files()
    except model.ModelUnavailable as unavailable:
        raise MeaningUnavailable(str(unavailable)) from unavailable


def _hurried(step: Callable[[Any], Any], given: Any) -> Any:
    """Take a step of a request. After a failure, pages do not wait for another one for a while."""
    global _failed_at
    if time.monotonic() < _failed_at + PAUSE:
        raise MeaningUnavailable("the process with the model did not answer just now")
    try:
        return step(given)
    except (OSError, ValueError) as error:
        _failed_at = time.monotonic()
        raise MeaningUnavailable(f"the process with the model does not answer: {error}") from error


def _send(request: bytes) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(PATIENCE)
        with short_path(socket_path()) as address:
            connection.connect(address)
        connection.sendall(request)
    except OSError:
        connection.close()
        raise
    return connection


def _receive(connection: socket.socket) -> dict[str, Any]:
    with connection, connection.makefile("rb") as answer:
        return json.loads(answer.readline())
