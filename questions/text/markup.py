"""The words of a text or of HTML, with their positions in it; and adding links around some of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from html import escape, unescape
from typing import NamedTuple

from .plain import INLINE, UNSEEN

TAG = r"</?(?P<tag>[a-zA-Z][a-zA-Z0-9]*)[^<>]*>"  # the sanitiser leaves no "<" or ">" in attributes
_TAG = re.compile(TAG)
# White space, tags and invisible characters, except a single space between words, which stays.
_IN_TEXT = re.compile(rf"(?P<gap>(?:[^\S ]| (?=\s)|[{UNSEEN}])[\s{UNSEEN}]*)")
_IN_MARKUP = re.compile(
    rf"(?P<gap>(?:[^\S ]| (?=[\s<&{UNSEEN}])|[{UNSEEN}]|&nbsp;|</?[a-zA-Z][^<>]*>)"
    rf"(?:[\s{UNSEEN}]|&nbsp;|</?[a-zA-Z][^<>]*>)*)|&#?\w{{1,31}};"
)


class Words(NamedTuple):
    """Words with single spaces between them, and line feeds where a block of HTML begins or ends.

    `places[n]` is the position in the input of character `n`. There is one more, for the end.
    """

    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The position in the input of the words from `start` to `end`."""
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]


class Link(NamedTuple):
    start: int
    end: int
    address: str
    rel: str = ""


def words_of_text(text: str) -> Words:
    return _words(text, _IN_TEXT)


def words_of_markup(markup: str) -> Words:
    return _words(markup, _IN_MARKUP)


def _words(given: str, special: re.Pattern[str]) -> Words:
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for found in special.finditer(given):
        around = given[max(0, found.start() - 1) : found.start()] + given[found.end() : found.end() + 1]
        meant = _meant(found["gap"], around) if found["gap"] else unescape(found[0])
        pieces += [given[done : found.start()], meant]
        places.extend(range(done, found.start()))
        places.extend([found.start()] * len(meant))
        done = found.end()
    places.extend(range(done, len(given) + 1))
    return Words("".join([*pieces, given[done:]]), places)


def _meant(gap: str, around: str) -> str:
    """What tags and white space between two characters look like to a reader: a new block, a space, or nothing."""
    tags = {tag["tag"].lower() for tag in _TAG.finditer(gap)} if "<" in gap else set()
    if tags - INLINE - {"br"}:
        return "\n"
    seen = _TAG.sub("", gap) if tags else gap
    # 10³ is not 103, and a footnote is not part of the text before it.
    is_of_number = "<sup" in gap.lower() or (around[:1].isdigit() and not tags.isdisjoint({"sup", "sub"}))
    is_raised = is_of_number and around[1:].isdigit()
    return " " if is_raised or "br" in tags or "&nbsp;" in seen or any(map(str.isspace, seen)) else ""


def linked(markup: str, links: Iterable[Link]) -> str:
    """HTML with these links added, except those inside another link and those that would split a tag.

    `markup` must come from the sanitiser; the addresses may be anything.
    """
    stretches = _outside_of_links(markup)
    pieces, done = [], 0
    for link in sorted(links):
        _, end = stretches[bisect_right(stretches, (link.start, len(markup))) - 1]
        if done <= link.start and link.end <= end:
            words = markup[link.start : link.end]
            rel = f' rel="{link.rel}"' if link.rel else ""
            pieces += [markup[done : link.start], f'<a href="{escape(link.address)}"{rel}>{words}</a>']
            done = link.end
    return "".join([*pieces, markup[done:]])


def _outside_of_links(markup: str) -> list[tuple[int, int]]:
    """The ranges of text between tags that are not inside a link, in order."""
    stretches, depth, done = [(0, 0)], 0, 0
    for tag in _TAG.finditer(markup):
        if not depth:
            stretches.append((done, tag.start()))
        if tag["tag"].lower() == "a":
            depth = max(0, depth - 1) if tag[0].startswith("</") else depth + 1
        done = tag.end()
    return stretches if depth else [*stretches, (done, len(markup))]
