"""Find the phrases of rules in a text. Pure functions; the time grows no faster than the text.

refer … to the answer      an ellipsis stands for up to ten words
[does|do] not hold         one of these
not [yet|in general]? held one of these, or nothing
not [*ly]? held            any word with this ending, or none
not [*|* *]? held          any one or two words, or none
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from math import prod
from typing import NamedTuple

from questions.search.index.analysis import plain_words

SKIPPED = 10  # the most words that an ellipsis stands for

# Limits on phrases: longer ones would take too long to find.
LONGEST_PHRASE = 400  # characters
MOST_PARTS = 6  # of a phrase, between its ellipses
MOST_SHAPES = 50  # of one part

_ELLIPSIS = re.compile(r"…|\.\.\.")
_CHOICE = re.compile(r"\[([^\[\]]*)\](\?)?")
_ANY_BEGINNING = "*"

Form = tuple[str, ...]  # the words of it; "*ly" is any that ends so


class Slot(NamedTuple):
    """The words that may stand at one place in a phrase."""

    forms: tuple[Form, ...]
    is_optional: bool = False

    @property
    def needed(self) -> frozenset[str]:
        """A text with the phrase has at least one of these words; empty if there are no such words."""
        found = [next((word for word in form if not _is_open(word)), "") for form in self.forms]
        return frozenset(found if all(found) and not self.is_optional else ())


Part = tuple[Slot, ...]
Shape = tuple[tuple[int, frozenset[str]], ...]  # at each distance from its beginning, words of which one stands there


@lru_cache(maxsize=10_000)
def parts(phrase: str) -> tuple[Part, ...]:
    """The parts between its ellipses, without parts that could match anything or nothing."""
    found = (tuple(_slots(part)) for part in _ELLIPSIS.split(phrase))
    return tuple(part for part in found if any(slot.needed for slot in part))


@lru_cache(maxsize=10_000)
def _needed(phrase: str) -> tuple[frozenset[str], ...]:
    """A text with the phrase has a word of each of these sets. The longest words, which are rarest, come first."""
    needed = {slot.needed for part in parts(phrase) for slot in part} - {frozenset()}
    return tuple(sorted(needed, key=lambda words: min(map(len, words)), reverse=True))


def needed_words(phrase: str) -> frozenset[str]:
    """Rare words: a text with the phrase has at least one of them. Empty if the phrase needs no particular word."""
    return next(iter(_needed(phrase)), frozenset())


def _slots(part: str) -> Iterator[Slot]:
    end = 0
    for choice in _CHOICE.finditer(part):
        yield from _literal(part[end : choice.start()])
        end = choice.end()
        if forms := tuple(form for text in choice[1].split("|") if (form := _form(text))):
            yield Slot(forms, is_optional=choice[2] is not None)
    yield from _literal(part[end:])


def _literal(text: str) -> Iterator[Slot]:
    return (Slot(((word,),)) for word in plain_words(text))


def _form(text: str) -> Form:
    return tuple(word for written in text.split() for word in _words(written))


def _words(written: str) -> list[str]:
    if written == _ANY_BEGINNING:
        return [written]
    words = plain_words(written)
    return [_ANY_BEGINNING + words[0], *words[1:]] if words and written.startswith(_ANY_BEGINNING) else words


def _is_open(word: str) -> bool:
    return word.startswith(_ANY_BEGINNING)


@lru_cache(maxsize=10_000)
def _has_open(form: Form) -> bool:
    return any(map(_is_open, form))


def fault_of(phrase: str) -> str:
    """What is wrong with this phrase; "" if nothing is. Rules that have a faulty phrase still work without an error."""
    found, pieces = parts(phrase), _ELLIPSIS.split(phrase)
    named = f"“{phrase}”" if len(phrase) <= 40 else f"“{phrase[:40]}…”"
    if len(phrase) > LONGEST_PHRASE:
        return f"{named} has more than {LONGEST_PHRASE} characters."
    if any(set("[]|") & set(_CHOICE.sub("", piece)) for piece in pieces):
        return f"The brackets in {named} are not closed, are nested or contain an ellipsis."
    if len(found) > MOST_PARTS:
        return f"{named} has more than {MOST_PARTS - 1} ellipses."
    if any(_number_of_shapes(part) > MOST_SHAPES for part in found):
        return f"{named} has too many brackets that are optional or have choices of different lengths."
    if not found or len(found) < sum(any(_slots(piece)) for piece in pieces) or not all(map(_is_sought, found)):
        return f"Each part of {named} needs at least one fixed word."
    return ""


def _is_sought(part: Part) -> bool:
    return all(shapes(part))


# Which texts may have a phrase, for a search in the index


def shapes(part: Part) -> list[Shape]:
    """Every shape that the part may have. A text with the part has the words of one shape, at its distances."""
    found: list[tuple[Shape, int]] = [((), 0)]
    for slot in part:
        found = [(shape + _shape(slot, length, end), end + length) for shape, end in found for length in _lengths(slot)]
    return [shape for shape, _ in found]


def _number_of_shapes(part: Part) -> int:
    return prod(len(_lengths(slot)) for slot in part)


def _lengths(slot: Slot) -> set[int]:
    return {len(form) for form in slot.forms} | ({0} if slot.is_optional else set())


def _shape(slot: Slot, length: int, end: int) -> Shape:
    forms = [form for form in slot.forms if len(form) == length]
    words = [frozenset(form[place] for form in forms) for place in range(length)]
    return tuple((end + place, one) for place, one in enumerate(words) if not any(map(_is_open, one)))


# Where a phrase is in a text


class Said:
    """The words of a text in order, and the places of each."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self.vocabulary = set(self.words)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            places[word].append(place)
        return places

    def with_word(self, word: str) -> Iterable[int]:
        """The places where the word may be; a word such as "*ly" may be anywhere."""
        return range(len(self.words)) if _is_open(word) else self.places.get(word, ())

    def has(self, form: Form, place: int) -> bool:
        said = self.words[place : place + len(form)]
        return said == form or (_has_open(form) and len(said) == len(form) and all(map(_fits, form, said)))


def _fits(word: str, said: str) -> bool:
    return said == word or (_is_open(word) and said.endswith(word[1:]))


def span(phrase: str, said: Said, beginning: int | None = None) -> tuple[int, int] | None:
    """The places of the phrase's first word and of the word after its last; None if the text does not have it.

    With `beginning`, the first word must be among that many words at the start of the text.
    """
    if any(said.vocabulary.isdisjoint(needed) for needed in _needed(phrase)):
        return None  # a quick check, because most phrases are not there
    first, *rest = parts(phrase) or ((),)
    starts = _starts(first, said)
    # The matches so far: {where they end: where the phrase began}.
    found = _ended(first, {place: place for place in starts if beginning is None or place < beginning}, said)
    for part in rest:
        found = _ended(part, _followed(found, _starts(part, said)), said) if found else {}
    if not found:
        return None
    end = min(found)
    return found[end], end


def _starts(part: Part, said: Said) -> set[int]:
    """The places where the part may begin."""
    starts: set[int] = set()
    for slot in part:
        starts.update(place for form in slot.forms for place in said.with_word(form[0]))
        if not slot.is_optional:
            break
    return starts


def _ended(part: Part, begun: dict[int, int], said: Said) -> dict[int, int]:
    """Match the part at each key of `begun`; returns the phrases' beginnings by the place where the part ends."""
    for slot in part:
        further = dict(begun) if slot.is_optional else {}
        for end, beginning in begun.items():
            for form in slot.forms:
                if said.has(form, end):
                    place = end + len(form)
                    further[place] = min(beginning, further.get(place, beginning))
        begun = further
    return begun


def _followed(found: dict[int, int], starts: Iterable[int]) -> dict[int, int]:
    """The phrases' beginnings, by each start within SKIPPED words after an end; the nearest end before it counts."""
    ends = sorted(found)
    nearest = ((start, bisect_right(ends, start) - 1) for start in starts)
    return {start: found[ends[place]] for start, place in nearest if place >= 0 and start - ends[place] <= SKIPPED}
