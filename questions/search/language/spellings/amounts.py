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
SCALES = ((" billion", 10**9), (" million", 10**6), (" thousand", 1000))
FIGURE = re.compile(r"([£€$]?)([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{3,14})")
NAMES = {name.strip(): unit for unit in UNITS for name in unit} | {"percent": UNITS[-1], "pc": UNITS[-1]}


def amount(words: Sequence[str]) -> tuple[int, list[str]]:
    """How many of these words, in lower case, are an amount, and all the ways to write it; (0, []) if none is."""
    for length in (3, 2, 1):
        number, name = _divided(words[:length]) if len(words) >= length else ("", "")
        if number and name in NAMES and (name not in LETTERS or not number[0].isdigit()):
            return length, [*_with(number, NAMES[name]), *_in_figures(number, NAMES[name][0])]
    return _share(words) or _figure(words[0])


def _with(number: str, unit: Sequence[str]) -> list[str]:
    return [number + one for one in unit if one not in LETTERS or not number[0].isdigit()]


def _share(words: Sequence[str]) -> tuple[int, list[str]] | None:
    """ "Per cent" without a number."""
    if tuple(words[:2]) == ("per", "cent"):
        return 2, ["%"]
    return (1, ["%", "per cent"]) if words[0] in ("%", "percent") else None


def _figure(word: str) -> tuple[int, list[str]]:
    """A whole number in figures: "£20,000", "£20000", "£20 thousand". Four digits without a sign may be a year."""
    found = FIGURE.fullmatch(word)
    sign, number = (found[1], int(found[2].replace(",", ""))) if found else ("", 0)
    if number < (1000 if sign else 10_000):
        return 0, []
    unit, scale = next((one for one in SCALES if number % one[1] == 0), ("", 0))
    longer = _with(f"{sign}{number // scale}", NAMES[unit.strip()]) if unit else []
    return 1, [f"{sign}{number:,}", f"{sign}{number}", *longer]


def _in_figures(number: str, unit: str) -> list[str]:
    """ "£20,000" for "£20" and " thousand"; nothing for parts of it, such as "£1.5"."""
    scale = dict(SCALES).get(unit, 0)
    whole = re.fullmatch(r"([£€$]?)([0-9]{1,3})", number)
    return _figure(f"{whole[1]}{int(whole[2]) * scale}")[1][:2] if scale and whole else []


def _divided(words: Sequence[str]) -> tuple[str, str]:
    if len(words) == 1:
        found = TOGETHER.fullmatch(words[0])
        return (found[1], found[2]) if found else ("", "")
    number, name = words[0], " ".join(words[1:])
    return (number, name) if re.fullmatch(NUMBER, number) else ("", "")
