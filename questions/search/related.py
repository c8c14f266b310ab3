"""Questions like another one."""

from __future__ import annotations

from tantivy import Query

from questions.models import GroupLink, Question
from questions.search.index.analysis import fold
from questions.search.index.schema import SCHEMA

from . import queries
from .hit import Hit
from .hits import without_answers
from .index import store

SHOWN, LOOKED_AT = 5, 12
MOST_TERMS = 10
COMPARED = 60  # how many of the most alike may come before others because they went to the same department
SAME_DEPARTMENT = 6.0  # about what a rare word weighs: a place alone makes no two questions alike


def related(question: Question, companions: set[int]) -> list[Hit]:
    """The most alike by heading and wording, itself and its companions (primary keys) left out.

    Of questions that were answered together, the most alike stands for all. Without an index there are none. Two
    queries: the questions and their group links.
    """
    try:
        keys = _alike(question, companions | {question.pk})
    except (store.IndexUnavailable, store.EngineFailed):
        return []
    links = _links([question.pk, *keys]) if keys else {}
    chosen = [question.pk]
    for key in keys:
        if not any(other in links.get(key, ()) for other in chosen):
            chosen.append(key)
    return without_answers(chosen[1 : SHOWN + 1])


def _alike(question: Question, without: set[int]) -> list[int]:
    """By the rarest words of heading and question; those that stand in every fiftieth question say little."""
    snapshot = store.snapshot()
    alike = Query.more_like_this_document_fields_query(
        SCHEMA,
        {"heading": [fold(question.heading)], "question": [fold(question.text)]},
        min_doc_frequency=2,
        max_doc_frequency=max(50, snapshot.searcher.num_docs // 50),
        min_term_frequency=1,
        max_query_terms=MOST_TERMS,
    )
    found = snapshot.search(queries.but(alike, without), COMPARED).hits
    scored = zip(snapshot.numbers("pk", found), snapshot.numbers("department", found), found, strict=True)
    weights = {pk: score + _preference(question, department) for pk, department, (score, _) in scored}
    return sorted(weights, key=weights.__getitem__, reverse=True)[:LOOKED_AT]


def _preference(question: Question, department: int) -> float:
    return SAME_DEPARTMENT if department == (question.department_id or -1) else 0.0


def _links(keys: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {key: set() for key in keys}
    rows = GroupLink.objects.filter(question__in=keys, other__in=keys).order_by().values_list("question", "other")
    for one, other in rows:
        found[one].add(other)
        found[other].add(one)
    return found
