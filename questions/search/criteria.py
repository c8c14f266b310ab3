"""What a list of questions is to hold, as a plain value. search/queries.py says it to the search engine."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from questions.search.language.tree import Node

Keys = tuple[int | None, ...]  # primary keys; None: not recorded
Slugs = tuple[str | None, ...]
Period = tuple[date, date | None]  # the first and the last day, both inclusive; None: to the end


@dataclass(frozen=True)
class Criteria:
    """Conditions that all hold; within one, any of its values. An empty one asks for nothing."""

    query: Node | None = None  # what was searched for, as it was understood
    named: tuple[int, ...] | None = None  # exactly these questions, which a UIN or an address named
    topics: Keys = ()
    departments: Keys = ()
    houses: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    asked_by: Keys = ()
    answered_by: Keys = ()
    parties: Slugs = ()
    seats: Slugs = ()
    subjects: Slugs = ()  # first parts of headings
    years: Keys = ()
    parliaments: tuple[int, ...] = ()
    kinds: Slugs = ()  # of answers
    timings: tuple[str, ...] = ()
    types: tuple[str, ...] = ()  # of questions
    tabled_within: tuple[Period, ...] = ()  # sessions
    documents: tuple[int, ...] = ()
    gaps: tuple[str, ...] = ()
    tabled_after: date | None = None
    tabled_before: date | None = None
    answered_after: date | None = None
    answered_before: date | None = None
    named_day: bool | None = None
    attachments: bool | None = None
    interest: bool | None = None
    overdue: bool | None = None
    replied_in_time: bool | None = None  # with at least a holding answer by the deadline
    counted: bool | None = None  # in the share on time: see search/cohorts.py
    sort: str = "newest"

    def without(self, *names: str) -> Criteria:
        """The same with these conditions taken away."""
        defaults: dict[str, Any] = {field.name: field.default for field in fields(self) if field.name in names}
        return replace(self, **defaults)
