"""Reads a stream of JSON as objects, without the envelopes around question records.

Arrays, `results` and `value` are unwrapped until an object is left, so that one rule
reads the list envelope, bare results, detail envelopes, JSON Lines and arrays of any of them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

import ijson

from .encoding import UNREADABLE, Mended, is_marked, mend_json
from .records import BrokenSource
from .resuming import Window

ENVELOPES = ("results", "value")
DEEPEST = 50
LONGEST_LINE = 64 * 2**20
LONGEST_RAW = 200_000
BOM = b"\xef\xbb\xbf"
BAD_JSON = (ijson.JSONError, ValueError)
ID = re.compile(rb'"id"\s*:\s*(\d{1,10})(?!\d)')

Events = Iterator[tuple[str, Any]]


class BadRecord:
    """A record or line that cannot be read; later ones are not affected. `text` is what can be shown of it."""

    def __init__(self, text: Any, problem: str, number: Any = None):
        self.text, self.problem = text, f"{problem} (id {number})" if number else problem


class TooDeep(ValueError):
    def __init__(self) -> None:
        super().__init__(f"nested more than {DEEPEST} levels deep")


def read_objects(stream: IO[bytes], name: str, *, lines: bool) -> Iterator[Any]:
    """Every object of a JSON document, or of JSON Lines; a BadRecord for one that is not JSON or not UTF-8.

    Raises BrokenSource, with file and position, if the rest of a document cannot be read.
    """
    if stream.peek(len(BOM)).startswith(BOM):  # type: ignore[attr-defined]
        stream.read(len(BOM))
    return _from_lines(stream) if lines else _from_document(_Counted(stream), name)


def _from_lines(stream: IO[bytes]) -> Iterator[Any]:
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _pass_over_line(stream)
            yield _bad(line, f"a line of more than {LONGEST_LINE // 2**20} MB")
        elif line.strip():
            yield from _from_line(line)


def _pass_over_line(stream: IO[bytes]) -> None:
    while (more := stream.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _from_line(line: bytes) -> Iterator[Any]:
    sound = mend_json(line)
    try:
        items = list(_objects(io.BytesIO(sound)))
        yield from map(_checked, items) if is_marked(sound) else items
    except BAD_JSON as error:
        yield _bad(line, f"not JSON: {_problem(error)}")


def _bad(raw: bytes, problem: str) -> BadRecord:
    number = ID.search(raw)
    return BadRecord(raw[:LONGEST_RAW].decode(errors="replace"), problem, number and int(number[1]))


def _checked(item: Any) -> Any:
    """The object, unless some of its bytes were not UTF-8."""
    if not isinstance(item, dict) or not _is_unreadable(item):
        return item
    shown = json.dumps(item, ensure_ascii=False, default=str).replace(UNREADABLE, "\ufffd")
    return BadRecord(json.loads(shown), "not UTF-8", item.get("id"))


def _is_unreadable(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_is_unreadable, (*value.keys(), *value.values())))
    return any(map(_is_unreadable, value)) if isinstance(value, list) else UNREADABLE in str(value)


class _Counted:
    """A stream that knows how much has been read."""

    def __init__(self, stream: IO[bytes]):
        self._stream, self.position = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.position += len(data)
        return data


def _from_document(stream: _Counted, name: str) -> Iterator[Any]:
    sound, count, good = Mended(stream), 0, 0
    try:
        for item in _with_gaps(Window(sound)):
            count += not isinstance(item, BadRecord)
            item = _checked(item) if sound.is_marked else item
            good += not isinstance(item, BadRecord)
            yield item
    except BAD_JSON as error:
        where = f"{name}: after {count:,} objects, near byte {stream.position:,}"
        raise BrokenSource(f"{where}: not valid JSON ({_problem(error)})") from error
    if count and not good:
        raise BrokenSource(f"{name}: not UTF-8, so no object in it can be read; check the file's encoding")


def _with_gaps(window: Window) -> Iterator[Any]:
    """The objects; for one that cannot be read, a BadRecord, then the next one that can be found."""
    is_done = False
    while not is_done:
        try:
            yield from _from_here(window)
            is_done = True
        except BAD_JSON as error:
            if (bad := window.resume()) is None:
                raise
            if bad:
                yield _bad(bad, f"not valid JSON: {_problem(error)}")


def _from_here(window: Window) -> Iterator[Any]:
    """The objects up to one that cannot be read, after a BadRecord for what was skipped to find them."""
    for item in _objects(window):
        if window.lost:
            yield _bad(window.lost, "not valid JSON")
        window.taken(item)
        yield item


def _problem(error: Exception) -> str:
    """The error in one line. Some of ijson's messages contain bytes."""
    told = error.args[0] if error.args else error
    text = told.decode(errors="replace") if isinstance(told, bytes) else str(told)
    return text.strip().split("\n")[0]


def _objects(stream: Any) -> Iterator[Any]:
    events = ijson.basic_parse(stream, multiple_values=True)
    for event, value in events:
        yield from _unwrapped(events, event, value, 0)


def _unwrapped(events: Events, event: str, value: Any, depth: int) -> Iterator[Any]:
    """The objects in one value, built one at a time; also scalars in place of objects."""
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
    """What an envelope holds; any other object itself."""
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
