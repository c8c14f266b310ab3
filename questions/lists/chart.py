"""A list's questions over time: a chart with a link on each bar, and the same numbers in a table of months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from questions.rules.months import Months, axis_of, in_address, in_words
from questions.search.aggregates.coverage import months_missing

from .columns import Columns, Period, Value, columns, whole_years
from .filters import QuestionFilterSet

MONTHS = "month"
DAYS = ("tabled_after", "tabled_before")
MOST_MONTHS = 120  # drawn as bars of their own; more than these would be too narrow to select

Query = Callable[[str], str]  # the parameters of the list of a month ("2023-03") or a year ("2023")


class Month(NamedTuple):
    """A cell of the table; the number is None if the month is not in the archive, or outside the chart."""

    number: int | None
    query: str


class Year(NamedTuple):
    name: str
    query: str
    number: int
    months: list[Month]


class Chart(NamedTuple):
    columns: Columns | None  # None: no question has a day of tabling on record
    by: str = MONTHS  # or "year"
    years: list[Year] = []  # the table, newest first
    undated: int = 0  # questions with no day of tabling on record
    missing: list[Months] = []
    beyond: int = 0  # questions outside the months drawn


def chart(filterset: QuestionFilterSet) -> Chart:
    counts = dict(filterset.qs.facets([MONTHS]).by.get(MONTHS, {}))
    undated = counts.pop(None, 0)
    if not counts:
        return Chart(None, undated=undated)
    axis = axis_of(counts)
    missing = months_missing(filterset.qs.snapshot, filterset.sessions, filterset.criteria["house"], axis)
    return drawn(counts, missing, queries_within(filterset))._replace(undated=undated)


def drawn(counts: dict[int, int], missing: list[Months], query: Query) -> Chart:
    """For the questions of each month, at least one."""
    axis = axis_of(counts)
    shown = {month: counts[month] for month in sorted(counts) if axis.first <= month <= axis.last}
    is_long = axis.number > MOST_MONTHS
    figure = _by_year(shown, axis, missing, query) if is_long else _by_month(shown, axis, missing, query)
    beyond = sum(counts.values()) - sum(shown.values())
    by = "year" if is_long else MONTHS
    return Chart(figure, by, list(_years(shown, axis, missing, query)), 0, missing, beyond)


def queries_within(filterset: QuestionFilterSet) -> Query:
    """The parameters of the list's questions of a month or year, which never widen the days already chosen."""
    parameters, chosen = filterset.parameters, filterset.form.cleaned_data
    for name in DAYS:
        parameters.pop(name, None)
    whole = parameters.urlencode()

    def query(when: str) -> str:
        days = urlencode({name: within(when, chosen[name]) for name in DAYS})
        return f"{whole}&{days}" if whole else days

    return query


def within(when: str, chosen: date | None) -> str:
    """The month or year, or the chosen day if it falls inside."""
    is_inside = chosen and chosen.isoformat().startswith(when)
    return chosen.isoformat() if chosen and is_inside else when


def _by_month(shown: dict[int, int], axis: Months, missing: list[Months], query: Query) -> Columns:
    bars = [_period(month, in_words(month), number, query(in_address(month))) for month, number in shown.items()]
    return columns(bars, axis, 1, missing)


def _by_year(shown: dict[int, int], axis: Months, missing: list[Months], query: Query) -> Columns:
    totals = by_year(shown)
    bars = [_period(year * 12, f"{year:04}", number, query(f"{year:04}")) for year, number in totals.items()]
    return columns(bars, whole_years(axis), 12, missing)


def _period(first: int, label: str, number: int, query: str) -> Period:
    return Period(first, f"{label}: {number:,}", query, [Value(number)])


def by_year(counts: dict[int, int]) -> dict[int, int]:
    """{year: questions}, for counts by month."""
    totals: dict[int, int] = {}
    for month, number in counts.items():
        totals[month // 12] = totals.get(month // 12, 0) + number
    return totals


def _years(shown: dict[int, int], axis: Months, missing: Iterable[Months], query: Query) -> Iterator[Year]:
    known = set(range(axis.first, axis.last + 1)).difference(*(range(one.first, one.last + 1) for one in missing))
    for year, total in sorted(by_year(shown).items(), reverse=True):
        months = [
            Month(shown.get(month, 0) if month in known else None, query(in_address(month)) if month in shown else "")
            for month in range(year * 12, year * 12 + 12)
        ]
        yield Year(f"{year:04}", query(f"{year:04}"), total, months)
