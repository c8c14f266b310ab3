"""A department's predecessors and successors as a chart: a bar for each, and the links between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from questions.models import Department, DepartmentLink
from questions.models.lineage import is_followed, widen_along
from questions.models.periods import last_recorded_on

from .spans import Drawing, Named, Period, Span, drawing


class Passage(NamedTuple):
    """A link in the chart, from one line down or up to another. `words` label links that lineage does not follow."""

    link: DepartmentLink
    is_followed: bool
    x: float
    start: int
    end: int

    @property
    def words(self) -> str:
        return "" if self.is_followed else self.link.kind.partition(":")[2].strip() or "functions"

    @property
    def direction(self) -> int:
        return 1 if self.end > self.start else -1


class Genealogy(NamedTuple):
    """`links` are those in the chart, oldest first. `has_lineage`: the department has a predecessor or successor."""

    before: list[DepartmentLink]
    after: list[DepartmentLink]
    links: list[DepartmentLink]
    drawing: Drawing
    recorded_on: date | None  # the latest day on which open departments are known to be open
    passages: list[Passage]
    has_lineage: bool


def genealogy(department: Department, today: date) -> Genealogy:
    """Two queries. Shows all predecessors and successors, and this department's transfers of functions."""
    links = list(DepartmentLink.objects.select_related("predecessor", "successor").order_by("day", "pk"))
    lineage = widen_along(links, [department.pk])
    own = [link for link in links if department.pk in (link.predecessor_id, link.successor_id)]
    drawn = [link for link in links if link in own or _is_within(link, lineage)]
    recorded_on = last_recorded_on(Department.objects.all())
    lines = drawing(_lines(drawn), recorded_on or today)
    return Genealogy(
        before=[link for link in own if link.successor_id == department.pk],
        after=[link for link in own if link.predecessor_id == department.pk],
        links=drawn,
        drawing=lines,
        recorded_on=recorded_on,
        passages=_passages(drawn, lines),
        has_lineage=len(lineage) > 1,
    )


def _is_within(link: DepartmentLink, lineage: set[int]) -> bool:
    """Whether a link is between departments of the lineage, and not a transfer of functions."""
    return is_followed(link.kind) and {link.predecessor_id, link.successor_id} <= lineage


def _lines(links: Iterable[DepartmentLink]) -> list[Named]:
    """In the order in which they began, then in which they ended."""
    found = {d.pk: d for link in links for d in (link.predecessor, link.successor)}
    in_order = sorted(found.values(), key=lambda d: (d.started_on or date.min, d.ended_on or date.max, d.name))
    return [Named(_label(d), [Period(d.started_on, d.ended_on)], d) for d in in_order]


def _label(department: Department) -> str:
    return f"{department.name}, {department.years}" if department.years else department.name


def _passages(links: Iterable[DepartmentLink], lines: Drawing) -> list[Passage]:
    by: dict[int, Span] = {span.what.pk: span for span in lines.spans}
    return [
        Passage(
            link,
            is_followed(link.kind),
            lines.x(link.day),
            by[link.predecessor_id].middle,
            by[link.successor_id].middle,
        )
        for link in links
        if link.predecessor_id != link.successor_id
    ]
