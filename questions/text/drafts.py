"""Drafts of questions as people paste them; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_DRAFTS = 20
LEAST_LETTERS = 6  # with fewer, it is a number
LONGEST_HEADING = 100

_NUMBER = re.compile(r"\s*(?:(?:Q(?:uestion)?\s?)?\(?\d{1,3}[.):]|[-•*–])\s+")
_TO_ASK = re.compile(r"(?:To ask|Asked)\s")
# What the order paper or a letter has before a question: "907210 Simon Opher (Stroud): To ask…".
_BEFORE = re.compile(r"[^?]{0,150}?:\s*(?=To ask\s)")
_QUOTED = re.compile("[\"“‘'](.*)[\"”’']", re.DOTALL)
_WHOM = re.compile(r"to ask the [^,]{3,150},\s*")  # in small letters, which no formula is


def split_drafts(text: str) -> list[str]:
    """Each draft in a text: what stands between empty lines, or begins with a number, a bullet or "To ask"."""
    found = (_bare(" ".join(lines)) for lines in _parts(text))
    return list(dict.fromkeys(draft for draft in found if sum(map(str.isalnum, draft)) >= LEAST_LETTERS))


def _bare(draft: str) -> str:
    """Without a number, a bullet, quotation marks around it, and whom it asks in small letters."""
    draft = _NUMBER.sub("", draft, count=1) if _NUMBER.match(draft) else draft
    quoted = _QUOTED.fullmatch(draft.strip())
    draft = (quoted[1] if quoted else draft).strip()
    for pattern in (_BEFORE, _WHOM):
        if found := pattern.match(draft):
            draft = draft[found.end() :]
    return draft


def _parts(text: str) -> Iterator[list[str]]:
    """The lines of each draft. A short line right before "To ask" is its heading, and is left out."""
    lines: list[str] = []
    for line in text.splitlines():
        begins = _TO_ASK.match(line.strip())
        if begins and _is_heading(lines):
            lines = []
        if not line.strip() or begins or _NUMBER.match(line):
            yield lines
            lines = []
        if line.strip():
            lines.append(line.strip())
    yield lines


def _is_heading(lines: list[str]) -> bool:
    return len(lines) == 1 and len(lines[0]) <= LONGEST_HEADING and lines[0][-1] not in ".?"
