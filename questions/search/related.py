"""Finds the questions related to another one."""

from __future__ import annotations

from questions.models import GroupLink, Question
from questions.text.subjects import subject_of

from . import queries
from .criteria import Criteria
from .hit import Hit
from .index import store
from .loaded_hits import without_answers
from .similar import Text, find_similar

SHOWN, LOOKED_AT = 5, 24


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
    """Those on the same subject first: names of places are rare words, which say more than they should."""
    snapshot, text = store.snapshot(), Text(question.heading, question.text, question.department_id, question.pk)
    keys = [one.key for one in find_similar(snapshot, text, Criteria(), without).found[:LOOKED_AT]]
    same = _on_subject(snapshot, subject_of(question.heading).slug, keys)
    return sorted(keys, key=lambda key: key not in same)


def _on_subject(snapshot: store.Snapshot, subject: str, keys: list[int]) -> set[int]:
    if not (subject and keys):
        return set()
    query = queries.every([queries.term("subject", subject), queries.any_of("pk", keys)])
    return set(snapshot.numbers("pk", snapshot.search(query, len(keys)).hits))


def _links(keys: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {key: set() for key in keys}
    rows = GroupLink.objects.filter(question__in=keys, other__in=keys).order_by().values_list("question", "other")
    for one, other in rows:
        found[one].add(other)
        found[other].add(one)
    return found
