"""Finds the questions most like a text: by its words, and by its meaning where that is installed."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from tantivy import Query

from questions.search.index.analysis import fold
from questions.search.index.schema import SCHEMA
from questions.text.question_formula import split_formula

from . import queries
from .criteria import Criteria
from .index.store import Snapshot
from .meant import COMPARED, MeaningSearch
from .vectors.client import Scores

MOST_TERMS = 25  # the rarest words of a text; more find no more
WIDESPREAD = 10  # words in more than 1 in 10 questions say little
LEAST_WIDESPREAD = 50  # questions; in a small archive a word may be in more than 1 in 10
BY_MEANING = 0.7  # of the score; the rest is by words
# What the same department adds: to a score by words about as much as a rare word, and to a cosine.
SAME_DEPARTMENT, SAME_DEPARTMENT_BY_MEANING = 12.0, 0.1


class Text(NamedTuple):
    """What is compared. `key`: its question's primary key, whose vector is used; None for a draft."""

    heading: str
    text: str
    department: int | None = None  # the primary key; the same is a preference, not a condition
    key: int | None = None

    @property
    def rest(self) -> str:
        """The text without the formula."""
        return split_formula(self.text).rest


class Similar(NamedTuple):
    """`cosine` is None where there is no search by meaning."""

    key: int
    score: float
    cosine: float | None


class Compared(NamedTuple):
    """At most twice COMPARED questions, the most similar first; whether their meaning was compared too, and that of all
    older questions."""

    found: list[Similar]
    is_by_meaning: bool
    is_complete: bool


def find_similar(snapshot: Snapshot, text: Text, criteria: Criteria, without: set[int]) -> Compared:
    """Among the questions that meet the criteria."""
    with MeaningSearch(snapshot, text.key or (text.heading, text.text), criteria) as meaning:
        words = _by_words(snapshot, text, criteria, without)
        meant = meaning.cosines(also=words)
    cosines = {key: cosine for key, cosine in (meant or {}).items() if key not in without}
    departments = _departments(snapshot, {**words, **cosines}) if text.department else {}
    preferred = {key for key, department in departments.items() if department == text.department}
    return Compared(fuse(words, cosines, preferred), meant is not None, meaning.is_complete)


def fuse(
    words: Scores, cosines: Scores, preferred: Collection[int] = (), by_meaning: float = BY_MEANING
) -> list[Similar]:
    """Both scores as one, the best first; `preferred`: the questions put to the department that is preferred.

    Words alone count where there is no cosine: without search by meaning, or if the question has no vector yet.
    """
    by_words = {key: score + SAME_DEPARTMENT * (key in preferred) for key, score in words.items()}
    best = max(by_words.values(), default=1.0)
    found = []
    for key in {**words, **cosines}:
        cosine, score = cosines.get(key), by_words.get(key, 0.0) / best
        if cosine is not None:
            nearness = cosine + SAME_DEPARTMENT_BY_MEANING * (key in preferred)
            score = (1 - by_meaning) * score + by_meaning * nearness
        found.append(Similar(key, score, cosine))
    return sorted(found, key=lambda one: (-one.score, one.key))


def _by_words(snapshot: Snapshot, text: Text, criteria: Criteria, without: set[int]) -> Scores:
    """By the rarest words of heading and text."""
    alike = Query.more_like_this_document_fields_query(
        SCHEMA,
        {"heading": [fold(text.heading)], "question": [fold(text.rest)]},
        min_doc_frequency=1,
        max_doc_frequency=max(LEAST_WIDESPREAD, snapshot.searcher.num_docs // WIDESPREAD),
        min_term_frequency=1,
        max_query_terms=MOST_TERMS,
    )
    return scores(snapshot, narrow(alike, criteria, without), COMPARED)


def narrow(query: Query, criteria: Criteria, without: set[int]) -> Query:
    found = queries.both(query, criteria.as_query())
    return queries.but(found, without) if without else found


def scores(snapshot: Snapshot, query: Query, limit: int) -> Scores:
    found = snapshot.search(query, limit).hits
    return dict(zip(snapshot.numbers("pk", found), (score for score, _ in found), strict=True))


def _departments(snapshot: Snapshot, keys: Scores) -> dict[int, int]:
    found = snapshot.search(queries.any_of("pk", keys), len(keys)).hits if keys else []
    return dict(zip(snapshot.numbers("pk", found), snapshot.numbers("department", found), strict=True))
