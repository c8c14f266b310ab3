"""How fast departments answer: the figures of /statistics/, each with its list of questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import cached_property

from questions.lists.chart import DAYS, within
from questions.lists.choices import NONE, NOT_RECORDED
from questions.lists.filters import QuestionFilterSet
from questions.lists.parameter_filters import OneOf
from questions.rules.deadlines import DUE, QuestionType
from questions.rules.months import Months, axis_of, in_address
from questions.search.aggregates.coverage import months_missing
from questions.search.aggregates.timeliness import Tally, sum_tallies, tallies
from questions.search.parameters import OUTCOMES
from questions.search.results import NoQuestions

from .statistics_columns import COLUMNS, MAIN, SHOWN, Column, has_few_answers

BY_COLUMN = ("status", "timing", "counted", "replied_in_time")  # the parameters in which columns differ
TABLES = ("all", "year", "month", "department", "type")  # those that can be shown with all columns
OF_PAGE = ("by", "columns")  # parameters of the page, not of a list
SHORT = 8  # rows of a table that is not folded
MONTHS_AT_ONCE = 36  # the longest period shown by month by default


class StatisticsFilterSet(QuestionFilterSet):
    by = OneOf(label="Show by", choices=[("year", "Year"), ("month", "Month")])
    columns = OneOf(label="All columns of", choices=[(name, name) for name in TABLES])

    @property
    def chooses_outcomes(self) -> bool:
        """Whether the filters select by outcome. Then no share on time can be given."""
        return any(self.parameters.getlist(name) for name in OUTCOMES)

    @cached_property
    def asked(self) -> list[str]:
        """For each column, the parameters that select the questions it counts."""
        chosen = {name: values for name in BY_COLUMN if (values := self.parameters.getlist(name))}
        return [urlencode(_within_choice(chosen, column.narrowed), doseq=True) for column in COLUMNS]


class Cell(NamedTuple):
    """A figure (None: there is none), and the parameters of its list."""

    column: Column
    number: int | None
    query: str


class Row(NamedTuple):
    """The figures of a department or period; `query` lists all its questions."""

    value: str
    label: str
    query: str
    cells: list[Cell]

    def cell(self, name: str) -> Cell:
        return next(cell for cell in self.cells if cell.column.name == name)

    def number(self, name: str) -> int:
        return self.cell(name).number or 0

    @property
    def due(self) -> int:
        """The questions that count towards the share on time."""
        return sum(self.number(timing.value) for timing in DUE)

    @property
    def main(self) -> list[Cell]:
        """The figures that matter most."""
        return [cell for cell in self.cells if cell.column.name in MAIN]

    @property
    def others(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.column.name not in MAIN]

    def known(self, name: str) -> bool:
        return self.cell(name).number is not None

    @property
    def leaves_out_days(self) -> bool:
        """Whether too few are answered to say how long answers take."""
        return has_few_answers(self.number("answered"), self.number("unanswered"))


class Table(NamedTuple):
    name: str  # "department", "type", "year" or "month"
    label: str
    rows: list[Row]
    columns: list[Column]  # those that the page shows; a file has all

    @property
    def has_all(self) -> bool:
        return len(self.columns) == len(COLUMNS)

    @property
    def is_long(self) -> bool:
        return len(self.rows) > SHORT

    @property
    def leaves_out_days(self) -> bool:
        return any(row.leaves_out_days for row in self.rows)


class Statistics(NamedTuple):
    total: Row
    tables: list[Table]
    missing: list[Months]  # periods that the archive does not cover

    @property
    def periods(self) -> Table:
        return self.tables[0]

    @property
    def departments(self) -> Table:
        return self.tables[1]


def statistics(filterset: StatisticsFilterSet) -> Statistics:
    """For all questions that the address asks for; aggregations of the index, which are cached."""
    whole = sum_tallies(list(_tallied(filterset, "department").values()))
    tables = [_periods(filterset), _departments(filterset), _types(filterset)]
    return Statistics(_row(filterset, "all", "All", {}, whole), tables, _missing(filterset))


def _table(filterset: StatisticsFilterSet, name: str, label: str, rows: list[Row]) -> Table:
    shows_all = filterset.form.cleaned_data["columns"] in ("all", name)
    return Table(name, label, rows, [column for column in COLUMNS if shows_all or column.name in SHOWN])


def _missing(filterset: StatisticsFilterSet) -> list[Months]:
    months = [month for month in _tallied(filterset, "month") if month is not None]
    if not months:
        return []
    return months_missing(filterset.qs.snapshot, filterset.sessions, filterset.criteria["house"], axis_of(months))


def _tallied(filterset: StatisticsFilterSet, name: str) -> dict[Any, Tally]:
    if isinstance(filterset.qs, NoQuestions):
        return {}
    return tallies(filterset.qs.snapshot, filterset.criteria, name)


def _departments(filterset: StatisticsFilterSet) -> Table:
    """Departments, those with the most questions first."""
    found = _tallied(filterset, "department")
    rows = [row for key, tally in found.items() if (row := _department(filterset, key, tally))]
    rows.sort(key=lambda row: (-row.number("tabled"), row.label))
    return _table(filterset, "department", "By department", rows)


def _department(filterset: StatisticsFilterSet, key: int | None, tally: Tally) -> Row | None:
    """None for a department that the database no longer has."""
    slug = filterset.vocabulary.slug("department", key)
    label = NOT_RECORDED if slug == NONE else filterset.vocabulary.label("department", slug)
    return _row(filterset, slug, label, {"department": [slug]}, tally) if slug and label else None


def _types(filterset: StatisticsFilterSet) -> Table:
    """Types, in the order in which the page explains their rules."""
    found = {key or NONE: tally for key, tally in _tallied(filterset, "type").items()}
    shown = [(kind, found[kind.value]) for kind in QuestionType if kind.value in found]
    rows = [_row(filterset, kind.value, kind.label, {"type": [kind.value]}, tally) for kind, tally in shown]
    return _table(filterset, "type", "By type of question", rows)


def _periods(filterset: StatisticsFilterSet) -> Table:
    """Periods, newest first; questions with no day of tabling come last."""
    months = _tallied(filterset, "month")
    if by_month(filterset, months):
        found = {in_address(key): tally for key, tally in months.items() if key is not None}
    else:
        found = _years(months)
    rows = [_row(filterset, *_period(when), found[when]) for when in sorted(found, reverse=True)]
    undated = [_row(filterset, NONE, NOT_RECORDED, {"year": [NONE]}, months[None])] if None in months else []
    name = "month" if by_month(filterset, months) else "year"
    return _table(filterset, name, f"By {name} tabled", [*rows, *undated])


def by_month(filterset: StatisticsFilterSet, months: dict[int | None, Tally]) -> bool:
    known = [month for month in months if month is not None]
    few = bool(known) and max(known) - min(known) < MONTHS_AT_ONCE
    return (filterset.form.cleaned_data["by"] or ("month" if few else "year")) == "month"


def _years(months: dict[int | None, Tally]) -> dict[str, Tally]:
    years: dict[str, list[Tally]] = {}
    for key, tally in months.items():
        if key is not None:
            years.setdefault(f"{key // 12:04}", []).append(tally)
    return {year: sum_tallies(parts) for year, parts in years.items()}


def _period(when: str) -> tuple[str, str, dict[str, list[str]]]:
    label = f"{date.fromisoformat(f'{when}-01'):%B %Y}" if "-" in when else when
    return when, label, {"tabled_after": [when], "tabled_before": [when]}


def _row(filterset: StatisticsFilterSet, value: str, label: str, narrowed: dict[str, list[str]], tally: Tally) -> Row:
    query = _narrowed(filterset, narrowed)
    whole = query.urlencode()
    for name in BY_COLUMN:
        query.pop(name, None)
    rest = query.urlencode()
    cells = [
        Cell(column, _number(filterset, column, tally), _joined(rest, asked))
        for column, asked in zip(COLUMNS, filterset.asked, strict=True)
    ]
    return Row(value, label, whole, cells)


def _number(filterset: StatisticsFilterSet, column: Column, tally: Tally) -> int | None:
    return None if column.unit and filterset.chooses_outcomes else column.number(tally)


def _joined(*parts: str) -> str:
    return "&".join(filter(None, parts))


def _narrowed(filterset: StatisticsFilterSet, narrowed: dict[str, list[str]]) -> QueryDict:
    """Parameters that narrow the list further. They never widen what is already chosen."""
    query = filterset.parameters
    for name in OF_PAGE:
        query.pop(name, None)
    for name, values in narrowed.items():
        query.setlist(name, _both(name, values, filterset.form.cleaned_data))
    if "department" in narrowed:
        query.pop("lineage", None)  # its row is for this department only
    return query


def _within_choice(chosen: dict[str, list[str]], wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    """The wanted values, limited to those already chosen, together with all other choices."""
    both = {name: [value for value in values if value in chosen.get(name, values)] for name, values in wanted.items()}
    return chosen | both


def _both(name: str, wanted: list[str], cleaned: dict[str, Any]) -> list[str]:
    return [within(wanted[0], cleaned[name])] if name in DAYS else wanted


def rows(table: Table) -> Iterator[list[Any]]:
    """The table as the rows of a file."""
    yield [table.name, *(column.label for column in COLUMNS)]
    for row in table.rows:
        yield [row.label, *(cell.number for cell in row.cells)]
