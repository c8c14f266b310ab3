"""A topic's share of all questions in each year, as a chart and a table."""

from __future__ import annotations

from typing import NamedTuple

from questions.lists.chart import MONTHS, by_year, queries_within
from questions.lists.columns import Columns, Kind, Period, Value, columns, whole_years
from questions.lists.filters import QuestionFilterSet
from questions.lists.scales import percent
from questions.rules.months import Months, axis_of
from questions.search import facets
from questions.search.aggregates.coverage import months_missing


class Year(NamedTuple):
    """The number of a topic's questions tabled in a year, and of all questions."""

    year: int
    number: int
    whole: int
    query: str

    @property
    def name(self) -> str:
        return f"{self.year:04}"

    @property
    def share(self) -> float:
        return 100 * self.number / self.whole

    @property
    def percent(self) -> str:
        return percent(self.share)

    @property
    def words(self) -> str:
        return f"{self.name}: {self.percent}"

    @property
    def detail(self) -> str:
        return f"{self.number:,} of {self.whole:,}"


class TopicShare(NamedTuple):
    columns: Columns
    years: list[Year]
    missing: list[Months]


def share_of_all(filterset: QuestionFilterSet) -> TopicShare | None:
    """In the years with any question on record, for the filterset of a topic's page; two cached aggregations."""
    own = _dated(filterset.qs.facets([MONTHS]))
    whole = _dated(facets.count(filterset.qs.snapshot, filterset.criteria.without("topic"), [MONTHS]))
    if not own:
        return None
    axis = axis_of(whole)
    missing = months_missing(filterset.qs.snapshot, filterset.sessions, (), axis)
    query = queries_within(filterset)
    parts = by_year(own)
    totals = {year: number for year, number in by_year(whole).items() if axis.first // 12 <= year <= axis.last // 12}
    years = [Year(year, parts.get(year, 0), totals[year], query(f"{year:04}")) for year in sorted(totals)]
    return TopicShare(_drawn(years, axis, missing), years, missing)


def _dated(count: facets.Count) -> dict[int, int]:
    return {month: number for month, number in count.by.get(MONTHS, {}).items() if month is not None}


def _drawn(years: list[Year], axis: Months, missing: list[Months]) -> Columns:
    periods = [Period(one.year * 12, one.words, one.query, [Value(one.share)], one.detail) for one in years]
    return columns(periods, whole_years(axis), 12, missing, Kind(unit="%"))
