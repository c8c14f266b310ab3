"""Texts that a spreadsheet program may read as formulas: one definition for readers' files and for staff's."""

from __future__ import annotations

import unicodedata

SIGNS = "=+-@|\N{MINUS SIGN}"
BREAKS = ("\t", "\r", "\n")  # after these, some programs begin a new cell
UNSEEN = ("Cc", "Cf", "Mn", "Me")  # categories of characters that show nothing by themselves
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # fillers that count as letters or symbols


def is_formula(text: str) -> bool:
    """Whether its first visible character is a sign of a formula, wide or small forms included, or it begins a line."""
    if text[:1].isascii() and text[:1].isalnum():  # nearly all texts
        return False
    first = next((one for one in text if not _is_unseen(one)), "")
    return text.startswith(BREAKS) or (bool(first) and unicodedata.normalize("NFKC", first) in SIGNS)


def _is_unseen(one: str) -> bool:
    return one.isspace() or one in BLANK or unicodedata.category(one) in UNSEEN
