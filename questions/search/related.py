"""Questions like another one."""

from __future__ import annotations

from tantivy import Query

from questions.models import GroupLink, Question

from . import queries, store
from .analysis import fold
from .schema import SCHEMA

SHOWN, LOOKED_AT = 5, 12
MOST_TERMS = 12
SAME_DEPARTMENT = 6.0  # about what a rare word weighs: a place alone makes no two questions alike


def related(question: Question, companions: set[int]) -> list[Question]:
    """The most alike by heading and wording, itself and its companions (primary keys) left out.

    Of questions that were answered together, the most alike stands for all. Without an index there are none. Two
    queries: the questions and their group links.
    """
    try:
        keys = _alike(question, companions | {question.pk})
    except (store.IndexUnavailable, store.EngineFailed):
        return []
    links = _links(keys)
    chosen: list[int] = []
    for key in keys:
        if not any(other in links.get(key, ()) for other in chosen):
            chosen.append(key)
    found = Question.objects.public().with_people().in_bulk(chosen[:SHOWN])
    return [found[key] for key in chosen if key in found]


def _alike(question: Question, without: set[int]) -> list[int]:
    """By the rarest words of heading and question; those that stand in a tenth of the archive say nothing."""
    snapshot = store.snapshot()
    alike = Query.more_like_this_document_fields_query(
        SCHEMA,
        {"heading": [fold(question.heading)], "question": [fold(question.text)]},
        min_doc_frequency=2,
        max_doc_frequency=max(50, snapshot.searcher.num_docs // 10),
        min_term_frequency=1,
        max_query_terms=MOST_TERMS,
    )
    if question.department_id:
        alike = queries.preferring(alike, queries.term("department", question.department_id), SAME_DEPARTMENT)
    return snapshot.numbers("pk", snapshot.search(queries.but(alike, without), LOOKED_AT).hits)


def _links(keys: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {key: set() for key in keys}
    rows = GroupLink.objects.filter(question__in=keys, other__in=keys).order_by().values_list("question", "other")
    for one, other in rows:
        found[one].add(other)
        found[other].add(one)
    return found
