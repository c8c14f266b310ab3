"""Finds questions similar to another one."""

from __future__ import annotations

from tantivy import Query

from questions.models import GroupLink, Question
from questions.search.index.analysis import fold
from questions.search.index.schema import SCHEMA
from questions.text.question_formula import split_formula

from . import queries
from .hit import Hit
from .index import store
from .loaded_hits import without_answers

SHOWN, LOOKED_AT = 5, 12
MOST_TERMS = 10
COMPARED = 60  # the most similar ones, among which those put to the same department move up
SAME_DEPARTMENT = 6.0  # about as much as a rare word: the same department alone does not make questions similar


def related(question: Question, companions: set[int]) -> list[Hit]:
    """The most similar questions by heading and wording, without itself and its companions (primary keys).

    Of questions that were answered together, only the most similar is shown. None without an index. Two queries: the
    questions and their group links.
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
    """Primary keys, by the rarest words of heading and text; words in over 1 in 50 questions say little."""
    snapshot = store.snapshot()
    alike = Query.more_like_this_document_fields_query(
        SCHEMA,
        {"heading": [fold(question.heading)], "question": [fold(split_formula(question.text).rest)]},
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
