"""Splits a very long answer into parts, each valid HTML."""

from __future__ import annotations

import re

LENGTH = 300_000  # characters; Parliament's longest known answer has 55,000
NEAR = 20_000  # characters after that in which to look for the end of a block
LONGEST_TAG = 3_000

_END = re.compile(r"</(?:p|li|tr|dd|pre|h[345]|div|table|ul|ol)>|<br>")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")
VOID = ("br", "hr")


def parts_of(markup: str) -> list[str]:
    """The parts of clean HTML, in order; only one unless it is very long. Tags that are open at the end of a part are
    opened again in the next.
    """
    parts: list[str] = []
    opened: list[str] = []
    start = 0
    while len(markup) - start > LENGTH + NEAR:
        end = _place_to_cut(markup, start + LENGTH)
        parts.append("".join(opened) + markup[start:end])
        opened, start = _open_after(opened, markup[start:end]), end
    return [*parts, "".join(opened) + markup[start:]] if start < len(markup) or not parts else parts


def _place_to_cut(markup: str, place: int) -> int:
    """The end of a block; else a gap between two words, never inside a tag."""
    if block := _END.search(markup, place, place + NEAR):
        return block.end()
    place = markup.find(" ", place)
    if place < 0:
        return len(markup)
    last = max(0, place - LONGEST_TAG)
    is_in_tag = markup.rfind("<", last, place) > markup.rfind(">", last, place)
    return markup.find(">", place) + 1 if is_in_tag else place


def _open_after(opened: list[str], part: str) -> list[str]:
    """The tags that are open after a part, given those that were open before it."""
    still = list(opened)
    for tag in _TAG.finditer(part):
        if tag[1]:
            del still[-1:]
        elif tag[2] not in VOID:
            still.append(tag[0])
    return still
