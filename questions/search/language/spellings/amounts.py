"""Sums and shares, however they are written: "£300 million" and "£300m", "50%" and "50 per cent"."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMBER = r"[£€$]?\d+(?:[.,]\d+)*"
TOGETHER = re.compile(rf"({NUMBER})(%|[a-z]+)")
# The ways to write each, after a space or right after the number. The letters "m", "k" and "b" stand for other things
# too ("2m apart"), so they are understood only after a sign such as "£".
UNITS = (
    (" thousand", "k"),
    (" million", "m", "mn", " mn"),
    (" billion", "bn", " bn", "b"),
    (" trillion", "tn", " tn"),
    ("%", " per cent"),  # the index has "percent" for "%"
)
LETTERS = ("k", "m", "b")
NAMES = {name.strip(): unit for unit in UNITS for name in unit} | {"percent": UNITS[-1], "pc": UNITS[-1]}


def amount(words: Sequence[str]) -> tuple[int, list[str]]:
    """How many of these words, in lower case, are an amount, and all the ways to write it; (0, []) if none is."""
    for length in (3, 2, 1):
        number, name = _divided(words[:length]) if len(words) >= length else ("", "")
        if number and name in NAMES and (name not in LETTERS or not number[0].isdigit()):
            return length, [number + one for one in NAMES[name] if one not in LETTERS or not number[0].isdigit()]
    return 0, []


def _divided(words: Sequence[str]) -> tuple[str, str]:
    if len(words) == 1:
        found = TOGETHER.fullmatch(words[0])
        return (found[1], found[2]) if found else ("", "")
    number, name = words[0], " ".join(words[1:])
    return (number, name) if re.fullmatch(NUMBER, number) else ("", "")
