"""What a page shows below the few questions that have all words of a search, or instead of none."""

from __future__ import annotations

from typing import NamedTuple

from questions.search.criteria import Criteria
from questions.search.hit import Hit
from questions.search.index.analysis import stems
from questions.search.index.schema import TEXTS
from questions.search.index.store import Snapshot
from questions.search.language.loosening import loosen, split_joined
from questions.search.language.meaning import understand_query
from questions.search.language.tree import Node
from questions.search.language.tree_as_text import write_query
from questions.search.results import QuestionSearch

from .filters import PER_PAGE, QuestionFilterSet

FEW = 5  # with as many questions that have all words, no others are shown
COMMON = 6  # a word in more than one of so many questions says little


class Closest(NamedTuple):
    """The questions that fit best, and the query that finds all with any of the words."""

    hits: list[Hit]
    query: str


class Either(NamedTuple):
    """A query for either of two things that were joined by "and", and how many questions it finds."""

    query: str
    number: int


def find_closest(filterset: QuestionFilterSet) -> Closest | None:
    """None if enough questions have all words, or the search is not for several words."""
    meaning = filterset.meaning if filterset.is_valid() and filterset.page_number == 1 else None
    if not meaning or not meaning.tree or filterset.qs.count() >= FEW:
        return None
    snapshot = filterset.qs.snapshot
    if not (loose := loosen(meaning.read, lambda word: _is_common(snapshot, word))):
        return None
    there = filterset.qs.keys(FEW)
    search = _search(filterset, loose)
    keys = [key for key in search.keys(PER_PAGE + FEW) if key not in there][:PER_PAGE]
    return Closest(search.hits_of(keys), write_query(loose)) if keys else None


def offer_either(filterset: QuestionFilterSet) -> Either | None:
    """None if the search joins nothing, or if there are enough questions about both."""
    meaning = filterset.meaning
    either = split_joined(meaning.read) if meaning else None
    if not either or filterset.qs.count() >= PER_PAGE:
        return None
    found = _search(filterset, either).count()
    return Either(write_query(either), found) if found > filterset.qs.count() else None


def _search(filterset: QuestionFilterSet, node: Node) -> QuestionSearch:
    criteria: Criteria = filterset.criteria.replace(query=understand_query(write_query(node)).tree, sort="relevance")
    return QuestionSearch(criteria)


def _is_common(snapshot: Snapshot, word: str) -> bool:
    most = max(map(lambda term: max(snapshot.searcher.doc_freq(text, term) for text in TEXTS), stems(word)), default=0)
    return most * COMMON > snapshot.searcher.num_docs
