"""The questions closest in meaning to a text, among those that meet some criteria."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from questions.text.question_formula import split_formula

from . import queries
from .cohorts import query_of
from .criteria import Criteria
from .index.store import Snapshot
from .vectors import client
from .vectors.client import Found, Scores

COMPARED = 200  # how many are found
# Keys that are sent to be compared. If more questions meet the criteria, more are fetched and then sifted.
SENT = 20_000
FETCHED = 5000  # the most that are fetched
SPARE = 2  # times as many as are likely to be enough
KNOWN = ("department", "tabled_after", "tabled_before")  # criteria that the vectors' rows have too


def find_meant(
    snapshot: Snapshot, like: tuple[str, str] | int, criteria: Criteria, also: Collection[int] = ()
) -> Scores:
    """The cosines of the closest COMPARED questions, and of those `also` asked for, by primary key.

    `like`: a heading and a text, or the primary key of a question. Raises MeaningUnavailable.
    """
    number = snapshot.count(query_of(snapshot, criteria))
    if not number:
        return {}
    found = _ask(like, {"also": [*also], **_where_to_look(snapshot, criteria, number)})
    there = _meeting(snapshot, criteria, found.closest)
    closest = {key: cosine for key, cosine in found.closest.items() if key in there}
    return {**found.also, **dict([*closest.items()][:COMPARED])}


def _where_to_look(snapshot: Snapshot, criteria: Criteria, number: int) -> dict[str, Any]:
    """Among the `number` questions that meet the criteria if these are few, else by department and day.

    What only the index knows is sifted later, so as many more are fetched as are likely to be needed.
    """
    if number <= SENT:
        keys = snapshot.numbers("pk", snapshot.search(query_of(snapshot, criteria), number).hits)
        return {"limit": COMPARED, "narrowed": {"among": keys}}
    known = {name: criteria[name] for name in KNOWN}
    looked_at = snapshot.count(Criteria(**known).as_query())
    limit = COMPARED if looked_at == number else SPARE * COMPARED * looked_at // number
    return {"limit": min(FETCHED, limit), "narrowed": _narrowed(**known)}


def _narrowed(department: Collection[int | None], **days: Any) -> dict[str, Any]:
    """See nearest.Narrowed."""
    first, last = (day.toordinal() if day else None for day in days.values())
    first = first or (1 if last else None)  # what has no day on record has 0
    return {"departments": [key or 0 for key in department] or None, "first": first, "last": last}


def _ask(like: tuple[str, str] | int, asked: dict[str, Any]) -> Found:
    if isinstance(like, int):
        return client.find_like(like, **asked) or Found({}, {})
    heading, text = like
    return client.find_closest([(heading, split_formula(text).rest)], **asked)[0]


def _meeting(snapshot: Snapshot, criteria: Criteria, keys: Collection[int]) -> set[int]:
    """Those of the questions that are in the index, as only public ones are, and meet the criteria."""
    if not keys:
        return set()
    found = snapshot.search(queries.both(queries.any_of("pk", keys), query_of(snapshot, criteria)), len(keys)).hits
    return set(snapshot.numbers("pk", found))
