"""Drafts of questions as people paste them, and how much two questions say the same; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_DRAFTS = 20
LEAST_LETTERS = 12  # with fewer, a line is a number or a heading

_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[-•*–])\s+")
_BEGINS = re.compile(r"\s*(?:\(?\d{1,3}[.)]\s+|[-•*–]\s+)?(?:To ask|Asked)\s", re.IGNORECASE)


def split_drafts(text: str) -> list[str]:
    """Each draft in a text: what stands between empty lines, or begins with "To ask". Without numbers and bullets."""
    found = (_NUMBER.sub("", " ".join(lines), count=1).strip() for lines in _parts(text))
    return list(dict.fromkeys(draft for draft in found if sum(map(str.isalnum, draft)) >= LEAST_LETTERS))[:MOST_DRAFTS]


def _parts(text: str) -> Iterator[list[str]]:
    lines: list[str] = []
    for line in text.splitlines():
        if not line.strip() or _BEGINS.match(line):
            yield lines
            lines = []
        if line.strip():
            lines.append(line.strip())
    yield lines
