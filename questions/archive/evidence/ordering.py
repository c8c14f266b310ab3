"""Put all that is said about a question in order: "Settling: which record is newer" in docs/architecture.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from questions.sources.records import QuestionRecord

from .claims import Claim, is_editor, last_editions
from .file_days import place_answers
from .removed_answers import without_removed

WITHDRAWN = 4


class Sighting(NamedTuple):
    """A record that a source showed on one day."""

    day: str
    source: str
    record: QuestionRecord


def state(record: QuestionRecord) -> int:
    """The state of the question in a record, as a number that only grows."""
    return WITHDRAWN if record.withdrawn else max((a.stage for a in record.answers), default=0)


def last_seen(claims: tuple[Claim, ...]) -> str | None:
    """The last day on which a source showed the question; an editor is not a source."""
    return max((c.days[-1] for c in claims if not is_editor(c.source)), default=None)


def in_order(claims: tuple[Claim, ...]) -> list[Sighting]:
    """Every sighting, oldest first, without answers that an editor has removed."""
    return [sighting for sighting, _ in as_claimed(claims)]


def as_claimed(claims: tuple[Claim, ...]) -> list[tuple[Sighting, Claim]]:
    """The same, each with its claim. Content breaks ties, so that the order never depends on chance."""
    keyed = []
    # The key below decides which record is newer, and so what every question shows. A change to it reaches a
    # question only when that question is settled again.
    claims = last_editions(claims)
    counts_as = _days_before_edits(claims)
    for claim, told in zip(claims, without_removed(place_answers(claims)), strict=True):
        record, source = told.record, told.source
        # Within a day, an editor comes last, having seen the rest; Parliament's own record comes after a print.
        rest = (
            is_editor(source),
            bool(record.parliament_id),
            _fullness(record),
            # Slow, and needed only if there are other claims to compare with.
            repr(record) if len(claims) > 1 else "",
            source,
        )
        keyed += [
            ((state(record), counts_as(source, day), *rest), (Sighting(day, source, record), claim))
            for day in claim.days
        ]
    return [pair for _, pair in sorted(keyed, key=lambda one: one[0])]


def _days_before_edits(claims: tuple[Claim, ...]) -> Callable[[str, str], str]:
    """A function from (source, day seen) to the day that the sighting counts for.

    A source that repeats what it said before an edit does not override the edit: until it says
    something new, it counts as seen just before.
    """
    edits = sorted({day for claim in claims if is_editor(claim.source) for day in claim.days})
    news: dict[str, list[str]] = {}
    for claim in claims:
        news.setdefault(claim.source, []).append(claim.days[0])

    def counts_as(source: str, day: str) -> str:
        if not edits or is_editor(source):
            return day
        # The first day of its newest claim by then: when the source last said something new.
        said = max(first for first in news[source] if first <= day)
        # With the edit's own day it sorts just before the edit, because an editor comes last in a day.
        return next((edit for edit in edits if said <= edit < day), day)

    return counts_as


def _fullness(record: QuestionRecord) -> int:
    current = record.answers[-1].wording if record.answers else None
    return record.wording.form + (1 + current.form if current else 0) + bool(record.heading)
