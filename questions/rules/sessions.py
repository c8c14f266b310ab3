"""The sessions of Parliament: which session a day is in, and what lapsed when one ended. Pure functions.

The sessions on record are rows (`ParliamentarySession`). An Administrator adds new ones. A session's last day may
not be on record: then it ended before the next one began.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

DAY = timedelta(days=1)


class Session(NamedTuple):
    first: date
    last: date | None  # of prorogation, or dissolution without one; None: still sitting, or not on record
    name: str

    @property
    def slug(self) -> str:
        """How an address names the session."""
        return self.first.isoformat()


class Sessions:
    """The sessions on record, in order. `rows` is read only when first needed."""

    def __init__(self, rows: Iterable[tuple[date, date | None, str]] = ()):
        self._rows = rows

    @cached_property
    def all(self) -> tuple[Session, ...]:
        return tuple(sorted(Session(*row) for row in self._rows))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sessions) and self.all == other.all

    def __iter__(self) -> Iterator[Session]:
        return iter(self.all)

    @cached_property
    def _starts(self) -> list[date]:
        """From which day questions belong to each session. After one ends, questions belong to the next."""
        firsts = [session.first for session in self.all]
        return [*firsts[:1], *(_after(before, one) for before, one in pairwise(self.all))]

    def of(self, day: date | None) -> Session | None:
        """The session of `day`; None before the first on record, and after the end of the last."""
        place = bisect_right(self._starts, day) if day else 0
        found = self.all[place - 1] if place else None
        is_over = found and day and found.last and found.last < day
        return None if is_over else found

    def are_same(self, one: date | None, other: date | None) -> bool:
        """Whether both days are in the same session on record."""
        found = self.of(one)
        return found is not None and found == self.of(other)

    def period(self, slug: str) -> tuple[date, date | None] | None:
        """The first and last day of tabling for its questions; the last is None if the session has not ended."""
        for place, session in enumerate(self.all):
            if session.slug == slug:
                following = self._starts[place + 1 :]
                return self._starts[place], following[0] - DAY if following else session.last
        return None

    def next_of(self, session: Session) -> Session | None:
        place = self.all.index(session) + 1
        return self.all[place] if place < len(self.all) else None

    def has_ended(self, tabled: date | None, by: date | None) -> bool:
        """Whether the session in which a question was tabled had ended by the day `by`."""
        session = self.of(tabled)
        if not session or not by:
            return False
        following = self.next_of(session)
        return bool((session.last and by > session.last) or (following and by >= following.first))

    def began_between(self, earlier: date, later: date) -> bool:
        """Whether a session began after `earlier`, up to and including `later`."""
        return any(earlier < session.first <= later for session in self.all)

    def is_between(self, first: date, last: date) -> bool:
        """Whether all these days are between two sessions, when Parliament was not sitting."""
        breaks = ((before.last, after.first) for before, after in pairwise(self.all))
        return any(ended and ended < first and last < began for ended, began in breaks)


def _after(before: Session, one: Session) -> date:
    return before.last + DAY if before.last and before.last < one.first else one.first
