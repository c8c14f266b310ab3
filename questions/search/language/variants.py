"""Other spellings of typed words, where all are one word: "organisation", "children", "anti-social", "£300m", "A&E".

They depend only on what was typed and on the tables in spellings/, so a topic's rule means the same whatever questions
there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from questions.search.index.analysis import is_acronym, plain_words, stem

from .spellings.amounts import amount
from .spellings.ise import with_s, zed_forms
from .spellings.tables import British, Compounds, Plurals
from .tree import All, Either, Exact, Node, Phrase, Word

Typed = tuple[str, ...]
MOST_WORDS = 3  # that are one together: "50 per cent"
MOST_SAID = 2  # ways to write an amount that readers are told of
AROUND = ".,;:!?'’‘…"  # punctuation that may stand around a word
ALONE = {"wilful", "wilfully"}  # whose stem is "wil", as of a text that is cut within a word
WITH_AMPERSAND = re.compile(r"([^\W_]+)&([^\W_]+)")


class Spelt(NamedTuple):
    """What the first `length` words are, together: `node` is as typed, None if that is simply these words; `others` are
    the other spellings, and `said` those that readers are told of."""

    length: int
    node: Node | None = None
    others: tuple[Node, ...] = ()
    said: tuple[str, ...] = ()


def spell(words: Sequence[Word]) -> Spelt:
    """How the first of these words, of which there is at least one, is also spelt, alone or with those after it."""
    return _spell(tuple(word.text.strip(AROUND) for word in words[:MOST_WORDS]))


@lru_cache(maxsize=10_000)
def _spell(typed: Typed) -> Spelt:
    return next(filter(None, (find(typed) for find in FINDERS)), Spelt(1))


def _amount(typed: Typed) -> Spelt | None:
    length, forms = amount([word.lower() for word in typed])
    if not length:
        return None
    own = " ".join(typed[:length])
    return _one_thing(length, own, [form for form in forms if form != own.lower().replace(" %", "%")])


def _one_thing(length: int, own: str, forms: list[str]) -> Spelt:
    """Even if it was typed with spaces, its parts must stand next to each other."""
    return Spelt(length, Phrase(own), tuple(map(Phrase, forms)), tuple(forms[:MOST_SAID]))


def _ampersand(typed: Typed) -> Spelt | None:
    """ "A&E", "A and E", and "A & E", of which the parser leaves two capital letters."""
    if found := WITH_AMPERSAND.fullmatch(typed[0]):
        return _one_thing(1, typed[0], [f"{found[1]} and {found[2]}"])
    if len(typed) > 2 and typed[1].lower() == "and" and _are_letters(typed[0], typed[2]):
        return _one_thing(3, " ".join(typed), [f"{typed[0]}&{typed[2]}"])
    if len(typed) > 1 and _are_letters(*typed[:2]) and "".join(typed[:2]).isupper():
        return _one_thing(2, "&".join(typed[:2]), [" and ".join(typed[:2])])
    return None


def _are_letters(one: str, other: str) -> bool:
    return len(one) == len(other) == 1 and (one + other).isalpha()


def _compound(typed: Typed) -> Spelt | None:
    return _compound_of_two(typed) or _compound_of_one(typed[0])


def _compound_of_two(typed: Typed) -> Spelt | None:
    parts = [plain_words(word) for word in typed[:2]]
    if [len(part) for part in parts] != [1, 1] or not (joined := _compounds().joined(*parts[0], *parts[1])):
        return None
    if parts[1][0][0].isdigit():  # a name such as "Covid 19", in any case
        return Spelt(2, Phrase(" ".join(typed[:2])), joined, (joined[0].text,))
    return None if any(map(is_acronym, typed[:2])) else Spelt(2, None, joined, (joined[0].text,))


def _compound_of_one(typed: str) -> Spelt | None:
    parts = plain_words(typed)
    # "COVID-19" and "COVID19" are also searched for as words, because in capitals they would be acronyms.
    in_any_case = (Word(typed),) if any(map(str.isdigit, typed)) else ()
    if not parts or (typed.isupper() and not in_any_case):
        return None
    if len(parts) == 2 and (joined := _compounds().joined(*parts)):
        return Spelt(1, next(iter(in_any_case), None), joined, (joined[0].text,))
    if len(parts) == 1 and (found := _compounds().called(parts[0])):
        first, second = found.first, parts[0][len(found.first) :]
        own, *forms = _compounds().joined(first, second)
        others = (*in_any_case, Phrase(f"{first}-{second}"), *forms, *_of_one(parts[0]))
        divided = _divided(typed, len(first))
        return Spelt(1, own if found.is_exact else None, others, (divided, *_said(parts[0])))
    return None


def _divided(typed: str, at: int) -> str:
    """With a hyphen, in the typed letters: "F-35"."""
    return f"{typed[:at]}-{typed[at:]}"


def _word(typed: Typed) -> Spelt | None:
    parts = plain_words(typed[0])
    if len(parts) != 1 or is_acronym(typed[0]) or not (others := _of_one(parts[0])):
        return None
    return Spelt(1, _without_others(parts[0]), others, _said(parts[0]))


def _of_one(word: str) -> tuple[Node, ...]:
    """The other spellings of one plain word that is no compound."""
    if british := with_s(word):
        return (Word(british), *(Exact(form) for form in zed_forms(british) if form != word))
    return (*map(Exact, zed_forms(word)), *_british().of(word), *_plurals().of(word))


def _without_others(word: str) -> Node | None:
    """The stem of "immunization" is that of "immune", so only the forms with z are searched for."""
    is_alone = word in ALONE or (with_s(word) and not stem(word).endswith(("iz", "yz")))
    return Exact(word) if is_alone else _with_british_of_one_stem(word)


def _with_british_of_one_stem(word: str) -> Node | None:
    """Who types "aging" finds that before "ageing", and both before "age", which has the same stem: "aging" is as typed
    in both of these conditions, "ageing" in one."""
    alike = [one for one in _british().of(word) if isinstance(one, Word) and stem(one.text) == stem(word)]
    either = Either((Word(word), *(Exact(one.text) for one in alike)))
    return All((Word(word), either)) if alike else None


def _said(word: str) -> tuple[str, ...]:
    """One form of each other spelling, so that readers are not told of all."""
    if british := with_s(word):
        return (british,)
    kinds = (map(Exact, zed_forms(word)), _british().of(word), _plurals().of(word))
    return tuple(text for kind in kinds for text in list(_texts(kind))[:1])


def _texts(nodes: Iterator[Node] | Sequence[Node]) -> Iterator[str]:
    return (node.text for node in nodes if isinstance(node, Word | Exact))


_british, _plurals, _compounds = cache(British), cache(Plurals), cache(Compounds)
FINDERS: tuple[Callable[[Typed], Spelt | None], ...] = (_amount, _ampersand, _compound, _word)
# Words that may be taken for each other, but that Parliament tells apart: by the stem of one, the other.
OFFERS = {stem(one): other for pair in ("enquiry inquiry", "inquiry enquiry") for one, other in [pair.split()]}


def offer(word: Word) -> str:
    """Another word that readers may also mean; '' if there is none."""
    parts = plain_words(word.text)
    return OFFERS.get(stem(parts[0]), "") if len(parts) == 1 else ""
