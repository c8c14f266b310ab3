"""The spellings that staff add to those of variants.py, and those of variants.py that staff take away."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from questions.search.index.analysis import is_acronym, plain_words, stems

from .tree import Exact, Node, Phrase, Word
from .variants import AROUND, MOST_WORDS, Spelt, spell

Row = tuple[str, str, bool]  # one, other, and whether both are one word


class _Pair(NamedTuple):
    own: str
    other: str


class Speller:
    """How words are also spelt, by the lists and by the staff's rows."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._same: defaultdict[str, list[_Pair]] = defaultdict(list)
        self._apart: set[tuple[str, str]] = set()
        for one, other, is_one_word in rows:
            for own, its_other in ((one, other), (other, one)):
                if is_one_word:
                    self._same[key_of(own)].append(_Pair(own, its_other))
                else:
                    self._apart.add((key_of(own), key_of(its_other)))

    def spell(self, words: Sequence[Word]) -> Spelt:
        """How the first of these words, of which there is at least one, is also spelt, alone or with those after it."""
        listed = spell(words)
        if not self._same and not self._apart:
            return listed
        typed = [word.text.strip(AROUND) for word in words[:MOST_WORDS]]
        return self._added(typed, self._without_apart(typed, listed))

    def takes_for_one(self, typed: str, other: str) -> bool:
        """Whether staff say that a search for one also finds the other."""
        return any(are_forms(pair.other, other) for pair in self._pairs(typed))

    def _without_apart(self, typed: list[str], listed: Spelt) -> Spelt:
        own = key_of(" ".join(typed[: listed.length]))
        return listed._replace(
            others=tuple(node for node in listed.others if (own, key_of(_text(node))) not in self._apart),
            said=tuple(text for text in listed.said if (own, key_of(text)) not in self._apart),
        )

    def _added(self, typed: list[str], listed: Spelt) -> Spelt:
        """The staff's other spellings of as many words as possible; the listed ones stay if they are of as many."""
        for length in range(len(typed), listed.length - 1, -1):
            pairs = self._pairs(" ".join(typed[:length]))
            if pairs and not any(map(is_acronym, typed[:length])):
                same, texts = listed if length == listed.length else Spelt(length), [pair.other for pair in pairs]
                others, said = (*same.others, *map(_node, texts)), (*same.said, *texts)
                return same._replace(others=tuple(dict.fromkeys(others)), said=tuple(dict.fromkeys(said)))
        return listed

    def _pairs(self, typed: str) -> list[_Pair]:
        return [pair for pair in self._same.get(key_of(typed), ()) if are_forms(pair.own, typed)]


@lru_cache(maxsize=4)
def speller_of(rows: tuple[Row, ...]) -> Speller:
    return Speller(rows)


def key_of(text: str) -> str:
    """The same for all forms of the same words: "e scooter" for "e-scooters"."""
    return " ".join(stems(text))


def are_forms(one: str, other: str) -> bool:
    """Whether two texts are the same words, apart from plurals: "universal" has the stem of "university"."""
    pairs = zip(plain_words(one), plain_words(other), strict=False)
    return key_of(one) == key_of(other) and all(_forms(this) & _forms(that) for this, that in pairs)


def _forms(word: str) -> set[str]:
    """The word, and what it may be the plural of."""
    return {word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)}


def _node(text: str) -> Node:
    """What a search for this text finds by itself."""
    return Phrase(text) if " " in text else spell((Word(text),)).node or Word(text)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Word | Exact | Phrase) else ""
