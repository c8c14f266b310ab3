"""From bytes to JSON objects: the envelopes around question records, taken off as they stream.

An object is what is left once arrays, `results` and `value` are unwrapped, so that one rule
reads the list envelope, bare results, detail envelopes, JSON Lines and arrays of any of them.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import IO, Any

import ijson

from .records import BrokenSource

ENVELOPE_KEYS = {"totalResults", "results", "value", "links"}
ENVELOPE_PATH = {"item", "results", "value"}
LONGEST_LINE = 8 * 2**20
BOM = b"\xef\xbb\xbf"


class BadLine:
    """A line of JSON Lines that is no JSON; the lines after it are still good."""

    def __init__(self, text: str, problem: str):
        self.text, self.problem = text, problem


def read_objects(stream: IO[bytes], name: str) -> Iterator[Any]:
    """Every object in a JSON document or in JSON Lines; BadLine for a line that is neither.

    Raises BrokenSource, with file and position, where the document can't be read on.
    """
    head = stream.peek(1)[:3]  # type: ignore[attr-defined]
    if head.startswith(BOM):
        stream.read(len(BOM))
    first = stream.readline(LONGEST_LINE)
    if _is_whole_object(first):
        yield from _from_lines(itertools.chain([first], stream))
    else:
        yield from _from_document(_Rejoined(first, stream), name)


def _is_whole_object(line: bytes) -> bool:
    if not (line.startswith(b"{") and line.endswith(b"\n")):
        return False
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _from_lines(lines: Iterator[bytes]) -> Iterator[Any]:
    for line in lines:
        if not line.strip():
            continue
        try:
            yield from _unwrapped(json.loads(line))
        except (ValueError, RecursionError) as error:
            yield BadLine(line.decode(errors="replace"), f"not JSON: {error}")


def _unwrapped(node: Any) -> Iterator[Any]:
    if isinstance(node, list):
        for item in node:
            yield from _unwrapped(item)
    elif isinstance(node, dict) and "results" in node:
        yield from _unwrapped(node["results"])
    elif isinstance(node, dict) and "value" in node:
        yield from _unwrapped(node["value"])
    else:
        yield node


class _Rejoined:
    """A stream whose first line has been read already. Counts what it hands on."""

    def __init__(self, first: bytes, stream: IO[bytes]):
        self._first, self._stream, self.position = first, stream, 0

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        data = self._first or self._stream.read(size)
        self._first = b""
        self.position += len(data)
        return data


def _from_document(stream: _Rejoined, name: str) -> Iterator[Any]:
    count = 0
    try:
        for item in _stream_objects(ijson.parse(stream, multiple_values=True, use_float=True)):
            count += 1
            yield item
    except UnicodeDecodeError as error:
        raise BrokenSource(_where(name, count, stream) + f"not UTF-8 ({error.reason})") from error
    except (ijson.JSONError, ValueError) as error:
        problem = str(error).split("\n")[0]
        raise BrokenSource(_where(name, count, stream) + f"not valid JSON ({problem})") from error


def _where(name: str, count: int, stream: _Rejoined) -> str:
    return f"{name}: after {count:,} objects, near byte {stream.position:,}: "


def _stream_objects(events: Iterator[tuple[str, str, Any]]) -> Iterator[Any]:
    """Objects outside of envelopes, built one at a time; scalars where objects belong, too."""
    for prefix, event, value in events:
        if event in ("map_key", "end_map", "start_array", "end_array"):
            continue
        if not _in_envelope(prefix):
            continue
        if event != "start_map":
            yield value
            continue
        first = next(events)
        if first[1] == "map_key" and first[2] in ENVELOPE_KEYS:
            continue
        yield _build(itertools.chain([(prefix, event, value), first], events))


def _in_envelope(prefix: str) -> bool:
    return not prefix or ENVELOPE_PATH.issuperset(prefix.split("."))


def _build(events: Iterator[tuple[str, str, Any]]) -> Any:
    builder, depth = ijson.ObjectBuilder(), 0
    for _, event, value in events:
        builder.event(event, value)
        depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
        if depth == 0:
            return builder.value
    raise ijson.IncompleteJSONError("the file ends inside an object")
