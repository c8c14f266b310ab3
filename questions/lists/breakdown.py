"""The questions of a list, counted by asker, by minister or by constituency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from questions.models import Department, Member, Membership

from .choices import NONE, NOT_RECORDED
from .filters import QuestionFilterSet

MOST_SHOWN = 100

# The parameters by which every list can be counted, with the name of each breakdown.
KINDS = {"asked_by": "Who asked", "answered_by": "Who answered", "seat": "Constituency"}


class Row(NamedTuple):
    """A value with its count. `query` has the list's parameters with the value added, or removed if it is chosen."""

    value: str
    label: str
    number: int
    is_chosen: bool
    query: str


class Breakdown(NamedTuple):
    rows: list[Row]
    more: int  # values not shown

    @property
    def most(self) -> int:
        return max((row.number for row in self.rows), default=0)


def breakdown(filterset: QuestionFilterSet, name: str, most: int = MOST_SHOWN) -> Breakdown:
    """The values with the most questions. One query finds their names."""
    counts = filterset.qs.facets([name]).by.get(name, {})
    shown = dict(list(counts.items())[:most])
    names = NAMES[name]([key for key in shown if key is not None])
    chosen = filterset.form.cleaned_data.get(name) or []
    rows = [
        _row(filterset, name, *names.get(key, (NONE, NOT_RECORDED)), number, chosen)
        for key, number in shown.items()
        if key is None or key in names
    ]
    return Breakdown(rows, len(counts) - len(shown))


def _row(filterset: QuestionFilterSet, name: str, value: str, label: str, number: int, chosen: list[str]) -> Row:
    is_chosen = value in chosen
    values = [other for other in chosen if other != value] if is_chosen else [*chosen, value]
    query = filterset.parameters
    query.setlist(name, values)
    return Row(value, label, number, is_chosen, query.urlencode())


def _members(keys: list[int]) -> dict[Any, tuple[str, str]]:
    return {member.pk: (member.slug, member.name) for member in Member.objects.filter(pk__in=keys)}


def _departments(keys: list[int]) -> dict[Any, tuple[str, str]]:
    return {found.pk: (found.slug, found.name) for found in Department.objects.filter(pk__in=keys)}


def _seats(keys: list[str]) -> dict[Any, tuple[str, str]]:
    held = Membership.objects.filter(seat_slug__in=keys).order_by().values_list("seat_slug", "seat").distinct()
    return {slug: (slug, seat) for slug, seat in held}


NAMES: dict[str, Callable[[list], dict[Any, tuple[str, str]]]] = {
    "asked_by": _members,
    "answered_by": _members,
    "department": _departments,
    "seat": _seats,
}
