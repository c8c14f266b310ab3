""" "Did you mean": for each word that is not in the index, the nearest one that is."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator

from questions.search.index.analysis import plain_words, stem
from questions.search.index.schema import TEXTS, WORDS
from questions.search.index.store import Snapshot

from . import tree
from .meaning import rebuild_tree
from .tree_as_text import write_query

LEAST_LETTERS = 4  # a shorter word is one edit away from too many others


def did_you_mean(snapshot: Snapshot, read: tree.Node | None) -> str:
    """The query with its unknown words corrected, in the search language; '' if there is nothing to correct."""

    def corrected(node: tree.Node) -> tree.Node:
        if isinstance(node, tree.Word) and (better := _nearest(snapshot, node.text)):
            return tree.Word(better)
        return node

    better = rebuild_tree(read, corrected) if read else None
    return write_query(better) if better and better != read else ""


def _nearest(snapshot: Snapshot, typed: str) -> str:
    words = plain_words(typed)
    if len(words) != 1 or len(words[0]) < LEAST_LETTERS or not words[0].isalpha() or typed.isupper():
        return ""
    if _is_known(snapshot, words[0]):
        return ""
    near = {word: _frequency(snapshot, word) for word in _one_slip_from(words[0])}
    near = {word: number for word, number in near.items() if number} or _two_slips_from(snapshot, words[0])
    return max(near, key=lambda word: (near[word], word), default="")


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


def _two_slips_from(snapshot: Snapshot, word: str) -> dict[str, int]:
    """{word: how often it occurs} for words with the same first three letters that are at most two edits away."""
    beginning, found = word[:3], Counter[str]()
    for text in TEXTS:
        for near, number in snapshot.searcher.terms_with_prefix(WORDS[text], beginning, limit=5000):
            if abs(len(near) - len(word)) <= 2 and _distance(near, word) <= 2:
                found[near] += number
    return found


def _distance(one: str, other: str) -> int:
    """How many letters must be added, removed or replaced to turn one word into the other."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for column, there in enumerate(other, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != there))
    return row[-1]
