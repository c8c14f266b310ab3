"""From bytes to JSON objects: the envelopes around question records, taken off as they stream.

An object is what is left once arrays, `results` and `value` are unwrapped, so that one rule
reads the list envelope, bare results, detail envelopes, JSON Lines and arrays of any of them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

import ijson

from .records import BrokenSource

ENVELOPES = ("results", "value")
DEEPEST = 50
LONGEST_LINE = 8 * 2**20
BOM = b"\xef\xbb\xbf"
BAD_JSON = (ijson.JSONError, ValueError)

Events = Iterator[tuple[str, Any]]


class BadLine:
    """A line of JSON Lines that is no JSON; the lines after it are still good."""

    def __init__(self, text: str, problem: str):
        self.text, self.problem = text, problem


class TooDeep(ValueError):
    def __init__(self) -> None:
        super().__init__(f"nested more than {DEEPEST} deep")


def read_objects(stream: IO[bytes], name: str, *, lines: bool) -> Iterator[Any]:
    """Every object of a JSON document, or of JSON Lines (BadLine for a line that is no JSON).

    Raises BrokenSource, with file and position, where a document can't be read on.
    """
    if stream.peek(len(BOM)).startswith(BOM):  # type: ignore[attr-defined]
        stream.read(len(BOM))
    return _from_lines(stream) if lines else _from_document(_Counted(stream), name)


def _from_lines(stream: IO[bytes]) -> Iterator[Any]:
    while line := stream.readline(LONGEST_LINE):
        if not line.strip():
            continue
        try:
            yield from list(_objects(io.BytesIO(line)))
        except BAD_JSON as error:
            yield BadLine(line.decode(errors="replace"), f"not JSON: {_problem(error)}")


class _Counted:
    """A stream that knows how much of it was read."""

    def __init__(self, stream: IO[bytes]):
        self._stream, self.position = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.position += len(data)
        return data


def _from_document(stream: _Counted, name: str) -> Iterator[Any]:
    count = 0
    try:
        for item in _objects(stream):
            count += 1
            yield item
    except BAD_JSON as error:
        where = f"{name}: after {count:,} objects, near byte {stream.position:,}"
        raise BrokenSource(f"{where}: not valid JSON ({_problem(error)})") from error


def _problem(error: Exception) -> str:
    """What is wrong, in one line; ijson tells some of it in bytes."""
    told = error.args[0] if error.args else error
    text = told.decode(errors="replace") if isinstance(told, bytes) else str(told)
    return text.strip().split("\n")[0]


def _objects(stream: Any) -> Iterator[Any]:
    events = ijson.basic_parse(stream, multiple_values=True)
    for event, value in events:
        yield from _unwrapped(events, event, value, 0)


def _unwrapped(events: Events, event: str, value: Any, depth: int) -> Iterator[Any]:
    """The objects in one value, built one at a time; scalars where objects belong, too."""
    if depth > DEEPEST:
        raise TooDeep
    if event == "start_map":
        yield from _from_map(events, depth)
    elif event == "start_array":
        for inner, item in events:
            if inner == "end_array":
                return
            yield from _unwrapped(events, inner, item, depth + 1)
    else:
        yield value


def _from_map(events: Events, depth: int) -> Iterator[Any]:
    """What an envelope holds; an object that is none, itself."""
    fields: dict[str, Any] = {}
    is_envelope = False
    for event, key in events:
        if event == "end_map":
            break
        inner, value = next(events)
        if key in ENVELOPES:
            is_envelope = True
            yield from _unwrapped(events, inner, value, depth + 1)
        else:
            fields[key] = _built(events, inner, value, depth + 1)
    if not is_envelope:
        yield fields


def _built(events: Events, event: str, value: Any, depth: int) -> Any:
    """One value, whole."""
    if depth > DEEPEST:
        raise TooDeep
    if event == "start_map":
        built = {}
        for inner, key in events:
            if inner == "end_map":
                break
            built[key] = _built(events, *next(events), depth + 1)
        return built
    if event == "start_array":
        items = []
        for inner, item in events:
            if inner == "end_array":
                break
            items.append(_built(events, inner, item, depth + 1))
        return items
    return value
