"""Classify answers by their words, with rules. Pure functions.

Words are compared as in the search index but without stemming, so that the index can find the answers that a rule may
match. phrases.py defines the syntax of phrases.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from questions.models.answer_kinds import AnswerKindRule
from questions.search.index.analysis import WORD, plain_word, plain_words, visible

from .phrases import Said, needed_words, span

# A phrase must start among this many words at the beginning of an answer.
FIRST: dict[str, int] = {AnswerKindRule.Place.BEGINNING: 25, AnswerKindRule.Place.EARLY: 50}


class Clause(NamedTuple):
    """One phrase of a rule. The first clause that matches decides."""

    answer_kind: str
    phrase: str
    place: str
    longest: int | None


def clauses_of(rules: Iterable[AnswerKindRule]) -> tuple[Clause, ...]:
    """The rules' phrases as clauses, in the order in which they are tried."""
    return tuple(
        Clause(rule.answer_kind, phrase, rule.place, rule.longest)
        for rule in rules
        for phrase in phrases_in(rule.phrases)
    )


def phrases_in(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines() if line.strip()]


def tell(clauses: tuple[Clause, ...], text: str, *, is_cut: bool = False) -> Clause | None:
    """The first clause that matches an answer's plain text; None if none does: then the answer is substantive.

    In a cut text only the words that are left count, and clauses for short answers never match.
    """
    said = Said(plain_words(text))
    tried = _tried(clauses, said)
    return next((clause for clause in tried if _may_fit(clause, text, is_cut) and _span(clause, said)), None)


def _tried(clauses: tuple[Clause, ...], said: Said) -> Iterator[Clause]:
    """The few clauses with a needed word in the text, in their order."""
    places = _places(clauses)
    found = {place for word in places.keys() & said.vocabulary for place in places[word]}
    return (clauses[place] for place in sorted(found))


@lru_cache(maxsize=4)
def _places(clauses: tuple[Clause, ...]) -> dict[str, list[int]]:
    """For each word, the positions of the clauses that need it."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, clause in enumerate(clauses):
        for word in needed_words(clause.phrase):
            places[word].append(place)
    return places


def words_by(clause: Clause, text: str) -> str:
    """The part of the text that the clause's phrase matches, as written; "" if it does not match."""
    text = visible(text)
    words = list(_words(text))
    if not (found := _span(clause, Said(word for word, _, _ in words))):
        return ""
    first, end = found
    return text[words[first][1] : words[end - 1][2]]


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word in the form used for comparison, with its start and end in the text."""
    for match in WORD.finditer(text):
        if word := plain_word(match[0]):
            yield word, match.start(), match.end()


def _may_fit(clause: Clause, text: str, is_cut: bool) -> bool:
    return clause.longest is None or (not is_cut and len(text) <= clause.longest)


def _span(clause: Clause, said: Said) -> tuple[int, int] | None:
    return span(clause.phrase, said, FIRST.get(clause.place))
