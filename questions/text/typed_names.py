"""Names as people type them: "Jim Shannon", "J Shannon", "Shannon, Jim", "Mr Jim Shannon MP". Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from .names import FORMS, HYPHENS, SAID, fold, listed_as, split_hyphens, surname_first

POSSESSIVE = re.compile(r"(?<=\w)['’‘ʼ]s(?!\w)", re.I)
# After a name. None of them is also a word that people search for.
HONOURS = {"mps", "kcb", "kbe", "gbe", "obe", "cbe", "mbe", "dbe", "cmg", "kcmg", "cvo"}
BETWEEN = frozenset(("of", "and", "de", "la", "von"))  # in names, but no names by themselves: "the Tower of London"
LEAST_SHORTENED = 3  # letters: "Geoff" for "Geoffrey"
# Words that shorten nobody's name, though names begin with them: Andrew, Herbert, Theresa.
UNSHORTENED = frozenset(("and", "her", "how", "just", "made", "she", "some", "than", "the", "there", "too", "why"))

Words = tuple[str, ...]


class Fit(IntEnum):
    """How a typed name fits a name on record, the best last."""

    SHORTENED = 1  # "Geoff Sample" for Geoffrey Sample, and the other way round
    SURNAME = 2
    FULL = 3  # with a given name, an initial or a title


class Parts(NamedTuple):
    """A name's words before the surname, and the surname as people write it; a peer's title counts as a given name."""

    given: frozenset[str]
    surnames: tuple[Words, ...]

    @property
    def is_of_a_bishop(self) -> bool:
        """His surname is only a place."""
        return not self.given.isdisjoint(("bishop", "archbishop"))


def words_typed(text: str) -> Words:
    """The words of a text in order, folded, with hyphens as spaces and without possessive endings."""
    return tuple(fold(HYPHENS.sub(" ", POSSESSIVE.sub("", text))).split())


def without_the(words: Words) -> Words:
    return tuple(word for word in words if word != "the")


def is_form(words: Words) -> bool:
    """Whether these words are only forms of address, such as "Mr" or "MP", or honours."""
    return all(word in FORMS or word in HONOURS for word in words)


def parts_of(name: str, list_name: str, other_names: str) -> Iterator[Parts]:
    """The parts of a member's names, the current one first; the other names are one on each line."""
    listed = listed_as(name, list_name)
    yield _parts(listed)
    if set(words_typed(listed)) != set(words_typed(name)):  # a list can have an earlier name
        yield _parts(surname_first(name))
    for other in other_names.splitlines():
        yield _parts(surname_first(other))


def _parts(listed: str) -> Parts:
    family, _, before = listed.partition(", ")
    given = {*words_typed(before), *fold(before).split()} - FORMS
    given |= {SAID[word] for word in given & SAID.keys()}
    ways = (without_the(surname) for surname in _surnames(family, given))
    return Parts(frozenset(given), tuple(dict.fromkeys(filter(None, ways))))


def _surnames(family: str, given: set[str]) -> Iterator[Words]:
    whole = words_typed(family)
    yield whole
    yield tuple(fold(family).split())
    yield tuple(fold(split_hyphens(family)).split())
    if "of" in whole and given & {"lord", "lady"}:
        yield whole[: whole.index("of")]  # Lord Sample of Exampleton is usually called Lord Sample


def fit(typed: Words, parts: Parts) -> Fit | None:
    """How these words fit a name; None if they do not."""
    rests = [rest for surname in parts.surnames for rest in _without(typed, surname)]
    if () in rests:
        return None if parts.is_of_a_bishop else Fit.SURNAME
    telling = [rest for rest in rests if not BETWEEN.issuperset(rest)]
    if any(all(_is_given(word, parts.given) for word in rest) for rest in telling):
        return Fit.FULL
    return Fit.SHORTENED if any(all(_is_short(word, parts.given) for word in rest) for rest in telling) else None


def _without(typed: Words, surname: Words) -> Iterator[Words]:
    """What is left of `typed` without the surname, for each place where it stands."""
    length = len(surname)
    for start in range(len(typed) - length + 1):
        if typed[start : start + length] == surname:
            yield typed[:start] + typed[start + length :]


def _is_given(word: str, given: frozenset[str]) -> bool:
    return word in given or (len(word) == 1 and any(name.startswith(word) for name in given))


def _is_short(word: str, given: frozenset[str]) -> bool:
    """Whether one is the beginning of the other; but "Marks" is not Mark."""
    enough = [name for name in given if min(len(name), len(word)) >= LEAST_SHORTENED and word != f"{name}s"]
    begins = any(name.startswith(word) or word.startswith(name) for name in enough)
    return word in given or (begins and word not in UNSHORTENED)
