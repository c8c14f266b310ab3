"""The months for which a list asks by its days of tabling, but which the archive does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from questions.models.members import House
from questions.rules import parliaments
from questions.rules.days import today
from questions.rules.months import MOST, Months, axis_of, month_of, runs
from questions.search.aggregates.coverage import months_held, months_missing

from .filters import QuestionFilterSet

FEW = 3  # more periods than these are counted, not named

Days = tuple[date | None, date | None]  # the first and last day; None: no limit


class Absent(NamedTuple):
    months: list[Months] = []
    house: str = ""  # if the list is of one House
    is_all: bool = False  # whether the list asks for no other months

    @property
    def number(self) -> int:
        return sum(one.number for one in self.months)

    @property
    def is_long(self) -> bool:
        return len(self.months) > FEW

    @property
    def when(self) -> str:
        """ "in May 2025, from July 2025 to August 2025 or in October 2025"."""
        words = [f"{'in' if one.number == 1 else 'from'} {one.label}" for one in self.months]
        return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def find_absent(filterset: QuestionFilterSet) -> Absent:
    """From kept figures of the whole archive. Nothing is absent if the list has no filter by day of tabling."""
    if not filterset.is_valid() or not (asked := _months_asked(filterset)):
        return Absent()
    houses, snapshot = filterset.criteria["house"], filterset.qs.snapshot
    span = Months(min(asked), max(asked))
    missing = months_missing(snapshot, filterset.sessions, houses, span)
    found = runs(asked.intersection(month for one in missing for month in range(one.first, one.last + 1)))
    house = House(houses[0]).label if len(houses) == 1 else ""
    return Absent(found, house, months_held(snapshot, houses).isdisjoint(asked))


def _months_asked(filterset: QuestionFilterSet) -> set[int]:
    filters, held = list(_periods(filterset)), months_held(filterset.qs.snapshot)
    if not filters or not held:
        return set()
    archive = axis_of(held)
    return set.intersection(*(_months(periods, archive) for periods in filters))


def _periods(filterset: QuestionFilterSet) -> Iterator[list[Days]]:
    """For each filter by day, the periods from which a question may come."""
    criteria, chosen = filterset.criteria, filterset.form.cleaned_data
    after, before = (criteria[name] or None for name in ("tabled_after", "tabled_before"))
    if after or before:
        yield [(after, before)]
    if years := criteria["year"]:
        yield [(date(year, 1, 1), date(year, 12, 31)) for year in years if year]
    if sessions := criteria["session"]:
        yield [(date.fromisoformat(slug), ends) for slug, (_, ends) in zip(chosen["session"], sessions, strict=True)]
    if numbers := criteria["parliament"]:
        yield [parliaments.period(int(number)) for number in numbers]


def _months(periods: Iterable[Days], archive: Months) -> set[int]:
    """Up to the last month that is over. A period without an end lasts as long as the archive."""
    newest = max(archive.last, month_of(today()) - 1)
    found: set[int] = set()
    for begins, ends in periods:
        first = month_of(begins) if begins else min(archive.first, month_of(ends or date.max))
        last = month_of(ends) if ends else max(archive.last, first)
        found.update(range(max(first, newest - MOST + 1), min(last, newest) + 1))
    return found
