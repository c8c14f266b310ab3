"""The tables of spellings beside this file. In each, "#" begins a comment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from questions.search.index.analysis import stem

from ..tree import Exact, Node, Word

FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[list[str]]:
    """The words of each line."""
    for line in (FOLDER / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split()


def _node(written: str) -> Node:
    return Exact(written[1:]) if written.startswith("=") else Word(written)


class Plurals:
    """Irregular plurals and their singulars, either way."""

    def __init__(self) -> None:
        self._by_stem: dict[str, Node] = {}
        self._by_word: dict[str, Node] = {}
        for one, other in rows("plurals.txt"):
            self._add(one, other)
            self._add(other, one)

    def _add(self, typed: str, other: str) -> None:
        if typed.startswith("="):
            self._by_word[typed[1:]] = _node(other)
        else:
            self._by_stem[stem(typed)] = _node(other)

    def of(self, word: str) -> tuple[Node, ...]:
        found = self._by_word.get(word) or self._by_stem.get(stem(word))
        return (found,) if found else ()


class British:
    """British spellings and their American ones, either way; without those in -ise."""

    def __init__(self) -> None:
        self._american: dict[str, str] = {}
        self._british: dict[str, str] = {}
        self._forms: defaultdict[str, list[str]] = defaultdict(list)  # the American ones, by the British stem
        for british, american in rows("british_american.txt"):
            self._american[british] = american
            self._british.setdefault(american, british)
            self._forms[stem(british)].append(american)

    def of(self, word: str) -> tuple[Node, ...]:
        """American forms are exact, because their stems may be those of other words: "defensive" for "defense"."""
        if british := self._british.get(word) or self._british.get(word.removesuffix("s")):
            return (Word(british),)
        word = word if word in self._american else word.removesuffix("s")
        forms = (self._american[word], *self._forms[stem(word)]) if word in self._american else ()
        return tuple(map(Exact, dict.fromkeys(forms)))


class Compound(NamedTuple):
    first: str
    second: str
    is_exact: bool  # only in the form listed


class Compounds:
    """Words that are written with a hyphen, as one word or as two."""

    def __init__(self) -> None:
        self._by_stem: dict[str, Compound] = {}
        self._by_word: dict[str, Compound] = {}
        self._exact: defaultdict[str, list[str]] = defaultdict(list)  # the forms listed, by their stem
        for (written,) in rows("compounds.txt"):
            first, second = written.lstrip("=").split("-")
            one = Compound(first, second, written.startswith("="))
            self._by_word[first + second] = one
            if one.is_exact:
                self._exact[stem(first + second)].append(first + second)
            else:
                self._by_stem[stem(first + second)] = one

    def joined(self, first: str, second: str) -> tuple[Word | Exact, ...]:
        """The compound of these parts without a hyphen. If it has only the forms listed: this one, then those of the
        same stem."""
        word = first + second
        found = self.called(word)
        if not found or found.first != first:
            return ()
        return tuple(map(Exact, dict.fromkeys((word, *self._exact[stem(word)])))) if found.is_exact else (Word(word),)

    def called(self, word: str) -> Compound | None:
        """The compound of which this plain word is a form, without a hyphen."""
        found = self._by_word.get(word) or self._by_stem.get(stem(word))
        return found if found and word.startswith(found.first) else None
