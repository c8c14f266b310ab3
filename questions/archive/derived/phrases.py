"""Phrases of rules, and where they stand in a text. Pure functions; the time grows no faster than the text.

refer … to the answer      an ellipsis stands for up to ten words
[does|do] not hold         one of these
not [yet|in general]? held one of these, or nothing
not [*ly]? held            any word that ends so
not [*|* *]? held          one word, two or none, whatever they are
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

SKIPPED = 10  # words that an ellipsis stands for at most

# More of these would take long to look for.
LONGEST_PHRASE = 400  # characters
MOST_PARTS = 6  # at its ellipses
MOST_SHAPES = 50  # of a part

_ELLIPSIS = re.compile(r"…|\.\.\.")
_CHOICE = re.compile(r"\[([^\[\]]*)\](\?)?")
_ANY_BEGINNING = "*"

Form = tuple[str, ...]  # the words of it; "*ly" is any that ends so


class Slot(NamedTuple):
    """What may stand at one place of a phrase."""

    forms: tuple[Form, ...]
    is_optional: bool = False

    @property
    def needed(self) -> frozenset[str]:
        """Words of which a text with the phrase has one; none where that cannot be said."""
        found = [next((word for word in form if not _is_open(word)), "") for form in self.forms]
        return frozenset(found if all(found) and not self.is_optional else ())


Part = tuple[Slot, ...]
Shape = tuple[tuple[int, frozenset[str]], ...]  # at each distance from its beginning, words of which one stands there


@lru_cache(maxsize=10_000)
def parts(phrase: str) -> tuple[Part, ...]:
    """What stands on each side of its ellipses, without what could be anything or nothing."""
    found = (tuple(_slots(part)) for part in _ELLIPSIS.split(phrase))
    return tuple(part for part in found if any(slot.needed for slot in part))


@lru_cache(maxsize=10_000)
def _needed(phrase: str) -> tuple[frozenset[str], ...]:
    """Of each of these a text with the phrase has a word. The longest words come first: fewest texts have them."""
    needed = {slot.needed for part in parts(phrase) for slot in part} - {frozenset()}
    return tuple(sorted(needed, key=lambda words: min(map(len, words)), reverse=True))


def needed_words(phrase: str) -> frozenset[str]:
    """Rare words of which a text with the phrase has at least one; none of a phrase that may be there without."""
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
    """Why nobody should write this phrase; "" of a good one. Rules that have it all the same do not fail by it."""
    found, pieces = parts(phrase), _ELLIPSIS.split(phrase)
    named = f"“{phrase}”" if len(phrase) <= 40 else f"“{phrase[:40]}…”"
    if len(phrase) > LONGEST_PHRASE:
        return f"{named} has more than {LONGEST_PHRASE} characters."
    if any(set("[]|") & set(_CHOICE.sub("", piece)) for piece in pieces):
        return f"The brackets of {named} are not closed, stand in others, or have an ellipsis in them."
    if len(found) > MOST_PARTS:
        return f"{named} has more than {MOST_PARTS - 1} ellipses."
    if any(_number_of_shapes(part) > MOST_SHAPES for part in found):
        return f"{named} has too many brackets with words that may be missing, or that differ in number."
    if not found or len(found) < sum(any(_slots(piece)) for piece in pieces) or not all(map(_is_sought, found)):
        return f"There is no letter or digit in {named} to look for."
    return ""


def _is_sought(part: Part) -> bool:
    return all(shapes(part))


# What may hold a phrase, for an index


def shapes(part: Part) -> list[Shape]:
    """All that the part may look like: a text with the part has the words of one of them at these distances."""
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


# Where a phrase stands in a text


class Said:
    """The words of a text, in their order, and where each stands."""

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
        """Where the word may stand; one that is open may stand anywhere."""
        return range(len(self.words)) if _is_open(word) else self.places.get(word, ())

    def has(self, form: Form, place: int) -> bool:
        said = self.words[place : place + len(form)]
        return said == form or (_has_open(form) and len(said) == len(form) and all(map(_fits, form, said)))


def _fits(word: str, said: str) -> bool:
    return said == word or (_is_open(word) and said.endswith(word[1:]))


def span(phrase: str, said: Said, beginning: int | None = None) -> tuple[int, int] | None:
    """The places of the phrase's first word and of what comes after its last, if it is there; the first has to be
    among so many words of the `beginning`."""
    if any(said.vocabulary.isdisjoint(needed) for needed in _needed(phrase)):
        return None  # found out at once, since most phrases are not there
    first, *rest = parts(phrase) or ((),)
    starts = _starts(first, said)
    # How far the phrase was found: where that ends, with where it began.
    found = _ended(first, {place: place for place in starts if beginning is None or place < beginning}, said)
    for part in rest:
        found = _ended(part, _followed(found, _starts(part, said)), said) if found else {}
    if not found:
        return None
    end = min(found)
    return found[end], end


def _starts(part: Part, said: Said) -> set[int]:
    """Where the part may begin."""
    starts: set[int] = set()
    for slot in part:
        starts.update(place for form in slot.forms for place in said.with_word(form[0]))
        if not slot.is_optional:
            break
    return starts


def _ended(part: Part, begun: dict[int, int], said: Said) -> dict[int, int]:
    """The same beginnings, by where the part ends that begins where they stood."""
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
    """Those starts that come within a few words after an end: of several ends, the nearest before it."""
    ends = sorted(found)
    nearest = ((start, bisect_right(ends, start) - 1) for start in starts)
    return {start: found[ends[place]] for start, place in nearest if place >= 0 and start - ends[place] <= SKIPPED}
