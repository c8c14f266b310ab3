"""Where the text of a pasted question ends: it is one paragraph, or several that are lettered."""

from __future__ import annotations

import re

from questions.text.draft_patterns import CAPITAL_WORD

_ABBREVIATED = re.compile(r".*\b(?:St|Dr|Mr|Mrs|Ms|No|Nos|v|vs|cf|e\.g|i\.e|Rev|Prof|Hon|Co|Ltd|Inc|para|[A-Z])\.")
_LETTERED = re.compile(r"\(?(?:[a-zA-Z]|[ivx]{1,4}|\d{1,2})[).]\s|[-•*–—]\s|(?:and|or|;)\s", re.I)
_GOES_ON = re.compile(
    r".*(?:[,;:–—-]|\b(?:of|the|for|and|or|to|in|on|at|by|from|with|a|an|that|which|his|her|their))", re.I
)


def has_ended(lines: list[str]) -> bool:
    """Whether a question's last line ends its sentence."""
    last = next((line for line in reversed(lines) if line), "")
    return last.rstrip("\"'”’)]").endswith((".", "?")) and not _ABBREVIATED.fullmatch(last)


def is_more(lines: list[str], line: str) -> bool:
    """Whether a line belongs to the question that these lines began."""
    if not any(lines) or line[:1].islower() or _LETTERED.match(line):
        return True
    if CAPITAL_WORD.match(line) and line.endswith("?"):
        return True
    if has_ended(lines):
        return False
    last = next(line for line in reversed(lines) if line)
    return bool(lines[-1]) or bool(_GOES_ON.fullmatch(last)) or bool(CAPITAL_WORD.match(line))
