"""Where a long text can be cut so that its beginning reads well: at the end of a clause, else of a phrase; pure.

Every pattern is bounded, and looks only at the beginning, so hostile texts take no longer than others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BETWEEN = " \t\r\n\xa0,;:.–-"  # what stands between the beginning and the words after it
HANGING = f"{BETWEEN}("  # what a beginning does not end with
LEAST = 50  # characters: a shorter beginning says too little

_BEFORE_PHRASE = (
    "of|for|in|on|to|by|with|from|at|under|between|against|into|over|per|through|during|within|without|across|among"
    "|towards|about|upon|via"
)
_BEFORE_CLAUSE = (
    "or|but|including|which|who|that|when|where|whether|if|so|as|because|following|since|before|after|while|than"
    "|using|relating|regarding|due"
)
_SMALL = "the|a|an|his|her|its|their|any|and|not|is|are|was|were|be|been|has|have|had|will|would"
ENDS = (
    # Punctuation, but not that of "hon. Member" and "No. 10".
    re.compile(r"(?<!\bhon)(?<!\bNo)(?<!\bRt)[,;:.–—](?=\s)|\s(?=[-–—]\s)"),
    # Not the "and" of a name, such as "Department for Energy Security and Net Zero".
    re.compile(rf"\s(?=(?:{_BEFORE_CLAUSE})\b|and\s(?![A-Z]))"),
    re.compile(rf"\s(?=(?:{_BEFORE_PHRASE})\b)"),
    re.compile(r"\s"),
)
_LAST_SMALL = re.compile(rf"\s(?:{_BEFORE_PHRASE}|{_BEFORE_CLAUSE}|{_SMALL}|\([a-z]{{1,3}}\))$", re.IGNORECASE)


def end_of_clause(text: str, most: int) -> int:
    """The end of a clause within the first `most` characters; else of a phrase, else of a word, else `most`."""
    head = text[: most + 1]
    found = (end for pattern in ENDS for end in _ends(pattern, head))
    return next(found, len(head[:most].rstrip(HANGING)))


def _ends(pattern: re.Pattern[str], head: str) -> Iterator[int]:
    """The last end outside brackets, if what precedes it is not too short without its last small words."""
    places = [found.start() for found in pattern.finditer(head, LEAST) if _is_outside(head[: found.start()])]
    end = len(_without_small_words(head[: places[-1]])) if places else 0
    if end >= LEAST:
        yield end


def _is_outside(beginning: str) -> bool:
    return beginning.count("(") == beginning.count(")")


def _without_small_words(beginning: str) -> str:
    beginning = beginning.rstrip(HANGING)
    while found := _LAST_SMALL.search(beginning):
        beginning = beginning[: found.start()].rstrip(HANGING)
    return beginning
