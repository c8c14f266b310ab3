"""What a page shows below the few questions that have all words of a search, or instead of none.

Where there is search by meaning, the same for any sentence: the questions that fit best by words and meaning together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from questions.search.closest import ClosestSearch
from questions.search.hit import Hit
from questions.search.language.loosening import Loose, join, loosen, split_joined
from questions.search.language.meaning import understand_query
from questions.search.language.tree import All, Meant, Node, Word
from questions.search.language.tree import Either as AnyOf
from questions.search.language.tree_as_text import write_query
from questions.search.meant import COMPARED, MeaningSearch
from questions.search.results import QuestionSearch
from questions.search.similar import fuse, scores
from questions.search.vectors.model import is_installed

from .filters import PER_PAGE, QuestionFilterSet

FEW = 5  # with as many questions that have all words, no others are shown
LEAST_SENTENCE = 4  # words
BY_MEANING = 0.8  # of the score; the rest is by words


class Closest(NamedTuple):
    """The questions that fit best, and the query that finds all of them: with any of the words, or without them.

    `meant`: the query that finds them by meaning alone; '' where there is no search by meaning.
    `is_beside`: shown for a sentence although enough questions have all its words.
    `is_of_all`: whether the meaning of all older questions is known, if it was compared.
    """

    hits: list[Hit]
    query: str
    is_without_words: bool
    meant: str = ""
    is_beside: bool = False
    is_of_all: bool = True


class Either(NamedTuple):
    """A query for either of two things that were joined by "and", and how many questions it finds."""

    query: str
    number: int


def find_closest(filterset: QuestionFilterSet) -> Closest | None:
    """None if enough questions have all words, or the search is not for several words."""
    meaning = filterset.meaning if filterset.is_valid() and filterset.page_number == 1 else None
    typed = filterset.form.cleaned_data["q"] if meaning else ""
    loose = loosen(meaning.read, typed) if meaning and meaning.tree else None
    if not meaning or not loose:
        return None
    is_few, sentence = filterset.qs.count() < FEW, _sentence(meaning.read)
    if not is_few and (len(sentence) < LEAST_SENTENCE or not is_installed()):
        return None
    criteria = filterset.criteria.replace(query=_understood(All, loose.required))
    with MeaningSearch(filterset.qs.snapshot, ("", " ".join(sentence)), criteria) as meaning_search:
        search = ClosestSearch(criteria, _each(loose.words), is_any_needed=not loose.is_enough)
        meant = _by_meaning(search, meaning_search)
    if meant is None and not is_few:
        return None
    there = filterset.qs.keys(PER_PAGE)
    found = meant.keys if meant else search.keys(PER_PAGE + FEW)
    keys = [key for key in found if key not in there][:PER_PAGE]
    alone = "" if meant is None else write_query(join(All, [Meant(" ".join(sentence)), *loose.required]))
    hits = search.hits_of(keys)
    is_of_all = meant is None or meant.is_of_all
    return Closest(hits, write_query(_wider(loose)), loose.is_enough, alone, not is_few, is_of_all) if keys else None


def _sentence(read: Node | None) -> list[str]:
    return [one.text for one in read.nodes if isinstance(one, Word)] if isinstance(read, All) else []


class _ByMeaning(NamedTuple):
    """Primary keys, the best first; see Closest."""

    keys: list[int]
    is_of_all: bool


def _by_meaning(search: ClosestSearch, meaning: MeaningSearch) -> _ByMeaning | None:
    """By words and meaning together; None where there is no search by meaning. Works while the model does."""
    if not meaning.asking:
        return None
    words = scores(search.snapshot, search.query, COMPARED)
    cosines = meaning.cosines(also=words)
    if cosines is None:
        return None
    return _ByMeaning([one.key for one in fuse(words, cosines, by_meaning=BY_MEANING)], meaning.is_complete)


def _wider(loose: Loose) -> Node:
    """What finds all of the closest matches."""
    words = [] if loose.is_enough else [join(AnyOf, loose.words)]
    return join(All, [*words, *loose.required])


def _each(words: Sequence[Node]) -> list[Node]:
    """The words with acronyms looked up, in one query."""
    found = _understood(AnyOf, words)
    return [*found.nodes] if isinstance(found, AnyOf) and len(words) > 1 else [found] if found else []


def _understood(kind: type[All | AnyOf], nodes: Sequence[Node]) -> Node | None:
    return understand_query(write_query(join(kind, nodes))).tree if nodes else None


def offer_either(filterset: QuestionFilterSet) -> Either | None:
    """None if the search joins nothing, or if there are enough questions about both."""
    either = split_joined(filterset.meaning.read) if filterset.meaning else None
    if not either or filterset.qs.count() >= PER_PAGE:
        return None
    typed = write_query(either)
    found = QuestionSearch(filterset.criteria.replace(query=understand_query(typed).tree)).count()
    return Either(typed, found) if found > filterset.qs.count() else None
