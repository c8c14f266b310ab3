"""What kind of answer an answer is, told by rules from its words. Pure functions.

Words are compared as the search index compares them, but for their stems, so that what a rule may match can be looked
for there. The time that it takes grows no faster than the text, whatever is written into a rule.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from questions.models.natures import NatureRule
from questions.search.analysis import WORD, plain_word, plain_words, visible

SKIPPED = 10  # words that an ellipsis stands for at most
MOST_PARTS = 6  # of a phrase, at its ellipses: more of them would take long to look for
BEGINNING = 25  # words, among which a phrase has to begin "at the beginning"

_ELLIPSIS = re.compile(r"…|\.\.\.")


class Clause(NamedTuple):
    """One phrase of a rule. The first clause that fits decides."""

    nature: str
    phrase: str
    place: str
    longest: int | None


def clauses_of(rules: Iterable[NatureRule]) -> tuple[Clause, ...]:
    """The rules as what is tried one after the other."""
    return tuple(
        Clause(rule.nature, phrase, rule.place, rule.longest) for rule in rules for phrase in phrases_in(rule.phrases)
    )


def phrases_in(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines() if line.strip()]


@lru_cache(maxsize=10_000)
def parts(phrase: str) -> tuple[str, ...]:
    """The words on each side of its ellipses, as " is not held "; none of a phrase without a word."""
    found = (" ".join(plain_words(part)) for part in _ELLIPSIS.split(phrase))
    return tuple(f" {words} " for words in found if words)


def tell(clauses: tuple[Clause, ...], text: str, *, is_cut: bool = False) -> Clause | None:
    """The clause that decides over an answer's plain text; None where none fits, and the answer is a substantive one.

    Of a text that is cut only what is seen can tell, and never that it is a short one.
    """
    said = _said(plain_words(text))
    for clause, first in _with_first_words(clauses):
        # Most phrases are not there, and to find that out is to cost little.
        if first in said.words and _may_fit(clause, text, is_cut) and _span(clause, said):
            return clause
    return None


@lru_cache(maxsize=10)
def _with_first_words(clauses: tuple[Clause, ...]) -> list[tuple[Clause, str]]:
    return [(clause, found[0]) for clause in clauses if (found := parts(clause.phrase))]


def words_by(clause: Clause, text: str) -> str:
    """The words of the text that the clause's phrase matches, as they stand there; "" where it does not match."""
    text = visible(text)
    words = list(_words(text))
    said = _said(word for word, _, _ in words)
    if not (span := _span(clause, said)):
        return ""
    first, last = (said.words.count(" ", 0, place) for place in span)
    return text[words[first][1] : words[last - 1][2]]


class _Said(NamedTuple):
    """The words of a text, as " is not held ", and where its beginning ends."""

    words: str
    beginning: int


def _said(words: Iterable[str]) -> _Said:
    words = list(words)
    return _Said(f" {' '.join(words)} ", sum(map(len, words[:BEGINNING])) + BEGINNING)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word as it is compared, with its beginning and end in the text."""
    for match in WORD.finditer(text):
        if word := plain_word(match[0]):
            yield word, match.start(), match.end()


def _may_fit(clause: Clause, text: str, is_cut: bool) -> bool:
    return clause.longest is None or (not is_cut and len(text) <= clause.longest)


def _span(clause: Clause, said: _Said) -> tuple[int, int] | None:
    """Where in what is said the clause's phrase begins and ends, if it is there."""
    first, *rest = parts(clause.phrase)
    is_bound = clause.place == NatureRule.Place.BEGINNING
    places = _places(first, said.words, said.beginning + len(first) - 1 if is_bound else len(said.words))
    # How far the phrase was found, in the order of the text: where that ends, with where it began.
    found = [(place + len(first) - 1, place) for place in places]
    for part in rest:
        found = _followed(found, part, said.words)
    return (found[0][1], found[0][0]) if found else None


def _places(part: str, said: str, end: int) -> Iterator[int]:
    place = said.find(part, 0, end)
    while place >= 0:
        yield place
        place = said.find(part, place + 1, end)


def _followed(found: list[tuple[int, int]], part: str, said: str) -> list[tuple[int, int]]:
    """Those after which the part comes within a few words: of each place of the part, the nearest before it."""
    ends = [end for end, _ in found]
    further = []
    for start in _places(part, said, len(said)) if ends else ():
        nearest = bisect_right(ends, start) - 1
        if nearest >= 0 and said.count(" ", ends[nearest], start) <= SKIPPED:
            further.append((start + len(part) - 1, found[nearest][1]))
    return further
