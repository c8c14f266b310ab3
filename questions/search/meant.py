"""The questions closest in meaning to a text, among those that meet some criteria."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing, suppress
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


class MeaningSearch:
    """Looks for the questions closest in meaning to a text while the caller does something else, in a `with` block.

    `like`: a heading and a text, or the primary key of a question.
    """

    def __init__(self, snapshot: Snapshot, like: tuple[str, str] | int, criteria: Criteria):
        self.snapshot, self.criteria, self.like = snapshot, criteria, _text(like)
        self.asking: client.Asking | None = None
        self.is_complete = True  # whether all older questions could be compared

    def __enter__(self) -> MeaningSearch:
        with suppress(client.MeaningUnavailable):
            client.require_model()
            self.asking = client.Asking(**self.like, **_where_to_look(self.snapshot, self.criteria))
        return self

    def __exit__(self, *_: object) -> None:
        if self.asking:
            self.asking.close()

    def cosines(self, also: Collection[int]) -> Scores | None:
        """Of the closest COMPARED questions that meet the criteria, and of those `also` asked for, by primary key.

        None if there is no search by meaning now.
        """
        try:
            if not self.asking:
                return None
            found = _first(self.asking.found())
            self.is_complete = found.is_complete
            there = _meeting(self.snapshot, self.criteria, found.closest)
            kept = dict([(key, cosine) for key, cosine in found.closest.items() if key in there][:COMPARED])
            return {**self._others([key for key in also if key not in kept]), **kept}
        except client.MeaningUnavailable:
            return None

    def _others(self, keys: list[int]) -> Scores:
        if not keys:
            return {}
        with closing(client.Asking(**self.like, limit=0, also=keys)) as asking:
            return _first(asking.found()).also


def _first(found: list[Found]) -> Found:
    """A question without a vector is like none."""
    return found[0] if found else Found({}, {})


def _text(like: tuple[str, str] | int) -> dict[str, Any]:
    if isinstance(like, int):
        return {"like": like}
    heading, text = like
    return {"texts": [(heading, split_formula(text).rest)]}


def _where_to_look(snapshot: Snapshot, criteria: Criteria) -> dict[str, Any]:
    """Among the questions that meet the criteria if these are few, else by department and day.

    What only the index knows is sifted later, so as many more are fetched as are likely to be needed.
    """
    if criteria.replace(sort="") == Criteria(sort=""):
        return {"limit": COMPARED}
    number = snapshot.count(query_of(snapshot, criteria))
    if number <= SENT:
        found = snapshot.search(query_of(snapshot, criteria), number).hits if number else []
        return {"limit": COMPARED, "narrowed": {"among": snapshot.numbers("pk", found) if found else []}}
    known = {name: criteria[name] for name in KNOWN}
    looked_at = snapshot.count(Criteria(**known).as_query())
    limit = COMPARED if looked_at == number else SPARE * COMPARED * looked_at // number
    return {"limit": min(FETCHED, limit), "narrowed": _narrowed(**known)}


def _narrowed(department: Collection[int | None], **days: Any) -> dict[str, Any]:
    """See nearest.Narrowed."""
    first, last = (day.toordinal() if day else None for day in days.values())
    first = first or (1 if last else None)  # what has no day on record has 0
    return {"departments": [key or 0 for key in department] or None, "first": first, "last": last}


def _meeting(snapshot: Snapshot, criteria: Criteria, keys: Collection[int]) -> set[int]:
    """Those of the questions that are in the index, as only public ones are, and meet the criteria."""
    if not keys:
        return set()
    found = snapshot.search(queries.both(queries.any_of("pk", keys), query_of(snapshot, criteria)), len(keys)).hits
    return set(snapshot.numbers("pk", found))
