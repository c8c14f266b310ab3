"""The questions that have some of the words searched for, those first that have the words that tell most."""

from __future__ import annotations

from functools import cached_property
from math import log

from tantivy import Query

from . import cohorts, queries
from .criteria import Criteria
from .language.tree import All, Either, Node
from .results import QuestionSearch


class ClosestSearch(QuestionSearch):
    """`words` are nodes that can be searched for; one will do, or none unless `is_any_needed`. The criteria's own query
    stays required."""

    def __init__(self, criteria: Criteria, words: list[Node], *, is_any_needed: bool = True):
        some: Node = Either(tuple(words))
        marked = All((some, criteria.query)) if criteria.query else some
        self.required = criteria.replace(query=marked if is_any_needed else criteria.query)
        super().__init__(criteria.replace(query=marked, sort="relevance"))
        self.telling = words if is_any_needed or not criteria.query else [*words, criteria.query]

    @cached_property
    def query(self) -> Query:
        found = queries.silent(cohorts.query_of(self.snapshot, self.required))
        return queries.preferring(found, [queries.fitting(word, self._weight(word)) for word in self.telling])

    def _weight(self, word: Node) -> float:
        """How much a word tells: its inverse document frequency, as in BM25."""
        number = self.snapshot.count(queries.of_tree(word, queries.ASKED))
        most = max(self.snapshot.searcher.num_docs, number)
        return log(1 + (most - number + 0.5) / (number + 0.5))
