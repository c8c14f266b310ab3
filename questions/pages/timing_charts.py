"""The charts of /statistics/: the outcomes and the share on time in each period, and each department's share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from questions.lists.columns import FEW, WHOLE, Columns, Kind, Period, Value, columns, whole_years
from questions.rules.deadlines import STANDARD
from questions.rules.months import Months, axis_of

from .statistics import Row, Statistics, Table

# The parts of a bar, from the bottom up, with the words for each. The rest is drawn above the others.
PARTS = {"on-time": "on time", "late": "late", "overdue": "overdue", "rest": "other"}
ENOUGH = 20  # questions of a department, so that its share can be compared with others
SHARE = Kind(unit="%", shape="points", standard=STANDARD)


def shares(table: Table) -> list[Row]:
    """The rows with enough questions past their deadline to be compared, in the order of the table; all that have any,
    if none has enough."""
    known = [row for row in table.rows if row.known("share")]
    return [row for row in known if row.due >= ENOUGH] or known


class Charts(NamedTuple):
    """The outcomes in each period, and the share on time in periods that have one (None: in no period)."""

    outcomes: Columns
    share: Columns | None


class Axis(NamedTuple):
    """The rows on an axis, by the month in which they begin, and the length of a period in months."""

    months: Months
    length: int
    rows: dict[int, Row]


def charts(statistics: Statistics) -> Charts | None:
    """Each period at its place in time, oldest first. Questions with no day of tabling are not drawn."""
    rows = {_first_month(row.value): row for row in statistics.periods.rows if row.value[:1].isdigit()}
    if not rows:
        return None
    axis = _axis(rows, 12 if statistics.periods.name == "year" else 1)
    outcomes = columns(list(_outcomes(axis)), axis.months, axis.length, statistics.missing)
    on_time = list(_shares(axis))
    share = columns(on_time, axis.months, axis.length, statistics.missing, SHARE) if on_time else None
    return Charts(outcomes, share)


def _axis(rows: dict[int, Row], length: int) -> Axis:
    months = axis_of(rows)
    drawn = {month: rows[month] for month in sorted(rows) if months.first <= month <= months.last}
    return Axis(whole_years(months) if length > 1 else months, length, drawn)


def _first_month(value: str) -> int:
    year, _, month = value.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else 0)


def _outcomes(axis: Axis) -> Iterator[Period]:
    for month, row in axis.rows.items():
        numbers = {name: row.number(name) for name in PARTS if name != "rest"}
        numbers["rest"] = row.number("tabled") - sum(numbers.values())
        yield Period(month, f"{row.label}: {row.number('tabled'):,}", row.query, stacked(numbers))


def stacked(numbers: dict[str, int]) -> list[Value]:
    """The parts of a bar, from the numbers of PARTS in their order."""
    return [Value(number, name, f"{number:,} {PARTS[name]}") for name, number in numbers.items()]


def _shares(axis: Axis) -> Iterator[Period]:
    for month, row in axis.rows.items():
        if row.known("share"):
            share, tabled = row.number("share"), row.number("tabled")
            detail = f"{row.number('on-time'):,} of {row.due:,} on time, {tabled:,} tabled"
            value = Value(share, FEW if 2 * row.due < tabled else WHOLE)
            yield Period(month, f"{row.label}: {share}%", row.cell("share").query, [value], detail)
