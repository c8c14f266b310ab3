"""Continuing to read a JSON document after an object that cannot be read."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

from .encoding import Stream

LONGEST_KEPT = 200_000  # bytes kept of what is skipped
# How a question's record begins, in an envelope or bare. Objects inside it begin differently.
IN_ENVELOPE = re.compile(rb'\{\s*"value"\s*:\s*\{\s*"id"\s*:\s*(\d+)')
BARE = re.compile(rb'\{\s*"id"\s*:\s*(\d+)\s*,\s*"askingMemberId"\s*:')
# What precedes a record in an envelope with its keys in another order; and a value without objects in it.
ENVELOPE = rb'\{\s*(?:"links"\s*:\s*\[[^\[\]]*\]\s*,\s*)?"value"\s*:\s*'
SCALAR = rb'(?:"(?:[^"\\]|\\.)*"|[^\s,{}\[\]"]+|\[\s*\])'
OVERLAP = 200  # bytes kept to find a beginning that is split between two blocks


class Window:
    """A stream that keeps what was read since the last object, so that reading can resume at an object within it."""

    def __init__(self, stream: Stream):
        self._stream = stream
        self._blocks: list[bytes] = []
        self._again = b""
        self._last_id: Any = None
        self._is_trying = False  # whether reading resumed at an object that has not been read yet
        self._around = b""  # what opens the array of objects
        self._beginning = BARE
        self.lost = b""  # what was skipped before the place of resuming

    def read(self, size: int = 2**16) -> bytes:
        if not size:  # the parser asks whether this returns bytes or text
            return b""
        block, self._again = self._again or self._stream.read(size), b""
        if not self._around:
            self._around = b'{"results": [' if block.lstrip().startswith(b"{") else b"["
            self._beginning = IN_ENVELOPE if IN_ENVELOPE.search(block) else BARE
        self._blocks.append(block)
        return block

    def taken(self, item: Any) -> None:
        """Note that this object was read. It ends in the last block, because no later one has been read yet."""
        if self._last_id is None:
            self._learn(item)
        self._blocks, self.lost, self._is_trying = self._blocks[-1:], b"", False
        self._last_id = item.get("id") if isinstance(item, dict) else None

    def _learn(self, item: Any) -> None:
        """Learn how records begin in this file, if their keys are in another order than Parliament's."""
        held = b"".join(self._blocks)
        if isinstance(item, dict) and not self._beginning.search(held):
            bare = _beginning_of(item)
            known = (re.compile(pattern) for pattern in (ENVELOPE + bare, bare))
            self._beginning = next((one for one in known if one.search(held)), self._beginning)

    def resume(self) -> bytes | None:
        """Resume at the next object after the last or, if that one was already tried, at the one after it.

        Returns the object that was tried and is skipped, or None if no other is found.
        """
        held = b"".join(self._blocks)
        after = 0 if self._is_trying else self._end_of_last(held)
        first = self._find(held, after)
        if first is None or not self._is_trying:
            return None if first is None else self._go_on(*first, after)
        held, found = first
        if (second := self._find(held, found.end())) is None:
            return None
        self._go_on(*second, second[1].start())
        return second[0][found.start() : second[1].start()][:LONGEST_KEPT]

    def _go_on(self, held: bytes, found: re.Match[bytes], after: int) -> bytes:
        """Resume at `found`. Text between `after` and there is lost, unless it can still be read."""
        start = found.start()
        self._is_trying, self.lost = True, held[after:start][-LONGEST_KEPT:]
        self._again, self._blocks = self._around + held[start:], []
        return b""

    def _end_of_last(self, held: bytes) -> int:
        """A position after the beginning of the last object read, which may have begun before `held`."""
        if not isinstance(self._last_id, int):
            return 0
        named = re.compile(rb'"id"\s*:\s*%d(?!\d)' % self._last_id)
        begun = [*(one.start() for one in self._beginning.finditer(held)), len(held)]
        ids = (named.search(held, start, end) for start, end in pairwise(begun))
        return next((one.end() for one in ids if one), 0)

    def _find(self, held: bytes, start: int) -> tuple[bytes, re.Match[bytes]] | None:
        """`held`, extended if necessary, and the first beginning of an object after `start`."""
        looked = start
        while not (found := self._beginning.search(held, looked)):
            if not (block := self._stream.read(2**16)):
                return None
            if len(held) > start + LONGEST_KEPT + OVERLAP:
                held = held[: start + LONGEST_KEPT] + held[-OVERLAP:]
            looked = max(start, len(held) - OVERLAP)
            held += block
        return held, found


def _beginning_of(item: dict[str, Any]) -> bytes:
    """A pattern for the beginning of an object by its first two keys. Objects inside it begin differently."""
    first, second = (re.escape(json.dumps(key).encode()) for key in [*item, "", ""][:2])
    return rb"\{\s*" + first + rb"\s*:\s*" + SCALAR + rb"\s*,\s*" + second + rb"\s*:"
