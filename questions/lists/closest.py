"""What a page shows below the few questions that have all words of a search, or instead of none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from questions.search.closest import ClosestSearch
from questions.search.hit import Hit
from questions.search.language.loosening import Loose, join, loosen, split_joined
from questions.search.language.meaning import understand_query
from questions.search.language.tree import All, Node
from questions.search.language.tree import Either as AnyOf
from questions.search.language.tree_as_text import write_query
from questions.search.results import QuestionSearch

from .filters import PER_PAGE, QuestionFilterSet

FEW = 5  # with as many questions that have all words, no others are shown


class Closest(NamedTuple):
    """The questions that fit best, and the query that finds all of them: with any of the words, or without them."""

    hits: list[Hit]
    query: str
    is_without_words: bool


class Either(NamedTuple):
    """A query for either of two things that were joined by "and", and how many questions it finds."""

    query: str
    number: int


def find_closest(filterset: QuestionFilterSet) -> Closest | None:
    """None if enough questions have all words, or the search is not for several words."""
    meaning = filterset.meaning if filterset.is_valid() and filterset.page_number == 1 else None
    typed = filterset.form.cleaned_data["q"] if meaning else ""
    loose = loosen(meaning.read, typed) if meaning and meaning.tree and filterset.qs.count() < FEW else None
    if not loose:
        return None
    criteria = filterset.criteria.replace(query=_understood(All, loose.required))
    search = ClosestSearch(criteria, _each(loose.words), is_any_needed=not loose.is_enough)
    there = filterset.qs.keys(FEW)
    keys = [key for key in search.keys(PER_PAGE + FEW) if key not in there][:PER_PAGE]
    return Closest(search.hits_of(keys), write_query(_wider(loose)), loose.is_enough) if keys else None


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
