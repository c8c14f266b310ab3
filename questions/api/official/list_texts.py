"""Texts as the lists of Parliament's API cut them: a question at 255 characters, an answer without its tags."""

from __future__ import annotations

import re

LONGEST = 255  # characters
CUT_MARK = "..."
TAG = re.compile(r"<[^>]*>")


def cut_question(text: str) -> str:
    """Nothing marks the cut."""
    return text[:LONGEST]


def cut_answer(html: str) -> str:
    """Tags are removed without a space in their place, and "&amp;" stays. A longer text ends in three dots."""
    bare = TAG.sub("", html)
    return bare if len(bare.removesuffix(CUT_MARK)) <= LONGEST else f"{bare[:LONGEST]}{CUT_MARK}"
