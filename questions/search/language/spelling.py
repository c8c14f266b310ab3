""" "Did you mean": for each word that is not in the index, the nearest one that is."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator

from questions.search.index.analysis import plain_words, stem
from questions.search.index.schema import TEXTS, WORDS
from questions.search.index.store import Snapshot
from questions.search.names.directory import Directory
from questions.search.names.kept import directory

from . import tree
from .meaning import rebuild_tree
from .tree_as_text import write_query

LEAST_LETTERS = 4  # a shorter word is one edit away from too many others
LEAST_LETTERS_FOR_TWO = 7  # the same for two edits, unless these only move letters: "famyli"
SAME_START = 100  # how much more a word counts that begins with the letter typed: hardly anybody mistypes that one


def did_you_mean(snapshot: Snapshot, read: tree.Node | None) -> str:
    """The query with its unknown words corrected, in the search language; '' if there is nothing to correct."""

    beside = _words_of(read) if read else []

    def corrected(node: tree.Node) -> tree.Node:
        if isinstance(node, tree.Word) and (better := _nearest(snapshot, node.text, beside)):
            return tree.Word(better.capitalize() if node.text[:1].isupper() else better)
        return node

    better = rebuild_tree(read, corrected) if read else None
    return write_query(better) if better and better != read else ""


def _words_of(node: tree.Node) -> list[str]:
    own = plain_words(node.text) if isinstance(node, tree.Word) else []
    return [*own, *(word for one in tree.inside(node) for word in _words_of(one))]


def _nearest(snapshot: Snapshot, typed: str, beside: list[str]) -> str:
    """The nearest word; one that is a name together with a word beside it comes before all others."""
    words = plain_words(typed)
    if len(words) != 1 or len(words[0]) < LEAST_LETTERS or not words[0].isalpha() or _is_mostly_capitals(typed):
        return ""
    known = directory()
    if _is_known(snapshot, words[0]) or known.is_a_name(words[0]):
        return ""
    near = _near(snapshot, known, words[0])
    if together := {word: number for word, number in near.items() if known.name_together(word, beside)}:
        near = together
    return max(near, key=lambda word: _likeness(word, words[0], near[word]), default="")


def _likeness(near: str, word: str, number: int) -> tuple[bool, int, str]:
    return len(near) >= LEAST_LETTERS, number * (SAME_START if near[0] == word[0] else 1), near


def _is_mostly_capitals(typed: str) -> bool:
    """As an acronym is: "DfES"."""
    return 2 * sum(map(str.isupper, typed)) > len(typed)


def _near(snapshot: Snapshot, known: Directory, word: str) -> dict[str, int]:
    """{word: how often it occurs, or is the name of somebody who asked} for words that are one edit away, else two."""
    near = {other: _frequency(snapshot, other) + _asked(snapshot, known, other) for other in _one_slip_from(word)}
    near = {other: number for other, number in near.items() if number}
    return near or _two_slips_from(snapshot, known, word)


def _asked(snapshot: Snapshot, known: Directory, word: str) -> int:
    """How many questions people of that name asked, and one more for the name itself; 0 if it is no name."""
    return known.is_a_name(word) + sum(snapshot.searcher.doc_freq("asker", pk) for pk in known.called(word))


def _is_known(snapshot: Snapshot, word: str) -> bool:
    stemmed = stem(word)
    return any(snapshot.searcher.doc_freq(text, stemmed) for text in TEXTS) or bool(_frequency(snapshot, word))


def _frequency(snapshot: Snapshot, word: str) -> int:
    return sum(snapshot.searcher.doc_freq(WORDS[text], word) for text in TEXTS)


def _one_slip_from(word: str) -> Iterator[str]:
    """Words that differ by one edit: a letter removed, swapped with the next one, replaced, or added."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, after in halves:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in string.ascii_lowercase:
            yield before + letter + after[1:]
            yield before + letter + after


def _two_slips_from(snapshot: Snapshot, known: Directory, word: str) -> dict[str, int]:
    """{word: how often it occurs} for words with the same first three letters that are at most two edits away."""
    beginning, found = word[:3], Counter[str]()
    for text in TEXTS:
        for near, number in snapshot.searcher.terms_with_prefix(WORDS[text], beginning, limit=5000):
            if _is_near(near, word):
                found[near] += number
    for name in known.beginnings.get(beginning, ()):
        if _is_near(name, word):
            found[name] += _asked(snapshot, known, name)
    return found


def _is_near(near: str, word: str) -> bool:
    is_long = len(word) >= LEAST_LETTERS_FOR_TWO or sorted(near) == sorted(word)
    return is_long and abs(len(near) - len(word)) <= 2 and _distance(near, word) <= 2


def _distance(one: str, other: str) -> int:
    """How many letters must be added, removed or replaced to turn one word into the other."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for column, there in enumerate(other, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != there))
    return row[-1]
