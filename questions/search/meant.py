"""The questions closest in meaning to a text, among those that meet some criteria."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from questions.text.question_formula import split_formula

from . import queries
from .criteria import Criteria
from .index.store import Snapshot
from .vectors import client
from .vectors.client import Found, Scores

COMPARED = 200  # how many are found
SENT = 3000  # keys that are sent to be compared; if more questions meet the criteria, more are fetched and then sifted
FETCHED = 5000  # the most that are fetched
SPARE = 2  # times as many as are likely to be enough


def find_meant(
    snapshot: Snapshot, like: tuple[str, str] | int, criteria: Criteria, also: Collection[int] = ()
) -> Scores:
    """The cosines of the closest COMPARED questions, and of those `also` asked for, by primary key.

    `like`: a heading and a text, or the primary key of a question. Raises MeaningUnavailable.
    """
    wanted = criteria.as_query()
    number = snapshot.count(wanted)
    if not number:
        return {}
    asked: dict[str, Any] = {"limit": COMPARED, "also": [*also]}
    if number <= SENT:
        asked["narrowed"] = {"among": snapshot.numbers("pk", snapshot.search(wanted, number).hits)}
    else:
        asked["limit"] = min(FETCHED, max(COMPARED, SPARE * COMPARED * snapshot.searcher.num_docs // number))
    found = _ask(like, asked)
    there = _meeting(snapshot, criteria, found.closest)
    closest = {key: cosine for key, cosine in found.closest.items() if key in there}
    return {**found.also, **dict([*closest.items()][:COMPARED])}


def _ask(like: tuple[str, str] | int, asked: dict[str, Any]) -> Found:
    if isinstance(like, int):
        return client.find_like(like, **asked) or Found({}, {})
    heading, text = like
    return client.find_closest([(heading, split_formula(text).rest)], **asked)[0]


def _meeting(snapshot: Snapshot, criteria: Criteria, keys: Collection[int]) -> set[int]:
    """Those of the questions that are in the index, as only public ones are, and meet the criteria."""
    if not keys:
        return set()
    found = snapshot.search(queries.both(queries.any_of("pk", keys), criteria.as_query()), len(keys)).hits
    return set(snapshot.numbers("pk", found))
