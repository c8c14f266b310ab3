"""Asks the process that has the model. Nothing here needs the model's packages."""

from __future__ import annotations

import json
import socket
import time
from typing import Any, NamedTuple

from . import model
from .paths import short_path, socket_path

PATIENCE = 2.0  # seconds for an answer; a page waits no longer
PAUSE = 2.0  # seconds without another try after a failure

Scores = dict[int, float]  # cosines by primary key, the closest first


class MeaningUnavailable(Exception):
    """There is no search by meaning now; the message says why."""


class Found(NamedTuple):
    """The closest questions, and the cosines of those that were asked for beside them."""

    closest: Scores
    also: Scores


_failed_at = float("-inf")


def find_closest(texts: list[tuple[str, str]], **asked: Any) -> list[Found]:
    """For each (heading, text without formula), the closest questions. Raises MeaningUnavailable.

    `limit`: how many; `narrowed`: see nearest.Narrowed; `also`: keys whose cosines are wanted in any case.
    """
    return _found(_ask({"texts": texts, **asked})) if texts else []


def find_like(key: int, **asked: Any) -> Found | None:
    """The same for a question in the archive; None if it has no vector. Raises MeaningUnavailable."""
    return next(iter(_found(_ask({"like": key, **asked}))), None)


def _found(answer: dict[str, Any]) -> list[Found]:
    pairs = zip(answer["found"], answer["also"], strict=True)
    return [Found(_scores(closest), _scores(also)) for closest, also in pairs]


def _scores(rows: list[list[Any]]) -> Scores:
    return {int(key): float(cosine) for key, cosine in rows}


def _ask(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        model.find_files()
    except model.ModelUnavailable as unavailable:
        raise MeaningUnavailable(str(unavailable)) from unavailable
    answer = _answer_soon(json.dumps(asked).encode() + b"\n")
    if "error" in answer:
        raise MeaningUnavailable(answer["error"])
    return answer


def _answer_soon(request: bytes) -> dict[str, Any]:
    """After a failure, pages do not wait for another one for a while."""
    global _failed_at
    if time.monotonic() < _failed_at + PAUSE:
        raise MeaningUnavailable("the process with the model did not answer just now")
    try:
        return json.loads(_exchange(request))
    except (OSError, ValueError) as error:
        _failed_at = time.monotonic()
        raise MeaningUnavailable(f"the process with the model does not answer: {error}") from error


def _exchange(request: bytes) -> bytes:
    with short_path(socket_path()) as address, socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(address)
        connection.sendall(request)
        with connection.makefile("rb") as answer:
            return answer.readline()
