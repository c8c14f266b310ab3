"""A list's chips, for what is chosen, and its facets, for what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.forms import BoundField
from django.forms.utils import ErrorList
from django.http import QueryDict
from django.utils.formats import date_format

from questions.rules import parliaments
from questions.rules.parties import party_of
from questions.search.aggregates.coverage import bounds
from questions.search.parameters import CRITERIA, PARAMETERS, Kind, Parameter, Place, parameters_at
from questions.search.queries import Period

from .choices import NONE
from .filters import QuestionFilterSet
from .form_fields import ValuesField

HEAD = 8  # values of a facet shown at first
WITHOUT_FIELD = {*(row.name for row in parameters_at(Place.HIDDEN)), "page"}
WITH_CHIP = ("q", "lineage", "counted", *CRITERIA)


class Chip(NamedTuple):
    """One chosen value, and the parameters without it."""

    name: str
    label: str
    value: str
    rest: QueryDict


class FacetValue(NamedTuple):
    """`parts` are the values within this one; its number includes theirs."""

    value: str
    label: str
    number: int
    is_chosen: bool
    parts: tuple[FacetValue, ...] = ()

    @property
    def has_choice(self) -> bool:
        return self.is_chosen or any(part.is_chosen for part in self.parts)


class Facet(NamedTuple):
    name: str
    label: str
    values: list[FacetValue]
    errors: ErrorList

    @property
    def head(self) -> tuple[FacetValue, ...]:
        """The values shown at first: the first HEAD, and any that are chosen or contain a chosen one."""
        return tuple(v for place, v in enumerate(self.values) if v.has_choice or place < HEAD)

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        return tuple(v for place, v in enumerate(self.values) if not v.has_choice and place >= HEAD)


class Link(NamedTuple):
    """A choice under "More" that its facet also has, and the parameters with it, or without it if it is chosen."""

    value: str
    label: str
    query: QueryDict
    is_chosen: bool


class Links(NamedTuple):
    name: str
    label: str
    links: list[Link]


def chips(filterset: QuestionFilterSet) -> list[Chip]:
    """The valid choices, in the order of the parameters, without those preset by the page."""
    shown = (name for name in PARAMETERS if name in WITH_CHIP and name not in filterset.preset)
    return [chip for name in shown for chip in _chips_of(filterset, name)]


def _chips_of(filterset: QuestionFilterSet, name: str) -> Iterator[Chip]:
    field, value = filterset.form.fields[name], filterset.form.cleaned_data.get(name)
    if isinstance(field, ValuesField):
        for one in value or []:
            yield Chip(name, str(field.label), field.label_of(one), without_choice(filterset.given, name, one))
    elif value not in (None, ""):
        yield Chip(name, str(field.label), _in_words(value), without_choice(filterset.given, name))


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def without_choice(query: QueryDict, name: str, value: str | None = None) -> QueryDict:
    """The parameters without this one, or without this value of it, starting at the first page."""
    rest = query.copy()
    kept = [other for other in rest.getlist(name) if value is not None and other not in (value, "")]
    for gone in (name, "page"):
        rest.pop(gone, None)
    if kept:
        rest.setlist(name, kept)
    return rest


def with_choice(query: QueryDict, name: str, value: str) -> QueryDict:
    """The parameters with this value of one too, starting at the first page."""
    wider = without_choice(query, name, value)
    wider.appendlist(name, value)
    return wider


def facets(filterset: QuestionFilterSet) -> list[Facet]:
    """Each facet that the page does not preset. Values that no question has are left out unless chosen."""
    return [_facet(filterset, row) for row in parameters_at(Place.FACET) if row.name not in filterset.preset]


def _facet(filterset: QuestionFilterSet, row: Parameter) -> Facet:
    name = row.name
    field: Any = filterset.form.fields[name]
    chosen = filterset.form.cleaned_data.get(name) or []
    counts = dict.fromkeys(chosen, 0) | dict(_counted(filterset, row, chosen))
    values = [FacetValue(slug, field.label_of(slug), number, slug in chosen) for slug, number in counts.items()]
    values = _in_order(row, values)
    parted = _told_apart(values) if row.kind is Kind.PARTIES else values
    return Facet(name, row.label, parted, filterset.form[name].errors)


def _counted(filterset: QuestionFilterSet, row: Parameter, chosen: list[str]) -> Iterator[tuple[str, int]]:
    """The slugs of a facet with their counts. Values that the database no longer has are left out."""
    for key, number in filterset.qs.facets().by.get(row.name, {}).items():
        slug = filterset.vocabulary.slug(row.name, key)
        if slug and (slug != NONE or row.shows_unknown or slug in chosen):
            yield slug, number


def _in_order(row: Parameter, values: list[FacetValue]) -> list[FacetValue]:
    """Years newest first, ordered choices in their own order, the rest by count."""
    if row.kind is Kind.YEARS:
        return sorted(values, key=lambda v: v.value, reverse=True)
    if places := {value: place for place, (value, _) in enumerate(row.choices)}:
        return sorted(values, key=lambda v: places[v.value])
    return sorted(values, key=lambda v: (-v.number, v.label))


def _told_apart(parties: list[FacetValue]) -> list[FacetValue]:
    """Each party, with the parties within it as its parts, and so not listed beside it."""
    within = {party.value: party_of(party.value).within for party in parties}

    def parts_of(wider: FacetValue) -> tuple[FacetValue, ...]:
        return tuple(party for party in parties if within[party.value] == wider.value)

    return [party._replace(parts=parts_of(party)) for party in parties if within[party.value] not in within]


def uncounted(filterset: QuestionFilterSet) -> list[Facet]:
    """The parameters under "More" with a list of choices, which have no counts."""
    rows = (row for row in parameters_at(Place.MORE) if row.kind is not Kind.FLAG)
    return [_uncounted(filterset, row.name) for row in rows if row.name not in filterset.preset]


def linked(filterset: QuestionFilterSet) -> list[Links]:
    """The facets with links under "More" as well: as fields, the form would have them twice."""
    rows = (row for row in CRITERIA.values() if row.linked and row.name not in filterset.preset)
    return [Links(row.name, row.label, [_link(filterset, row, *choice) for choice in row.linked]) for row in rows]


def _link(filterset: QuestionFilterSet, row: Parameter, value: str, label: str) -> Link:
    is_chosen = value in (filterset.form.cleaned_data.get(row.name) or [])
    change = without_choice if is_chosen else with_choice
    return Link(value, label, change(filterset.given, row.name, value), is_chosen)


def flags(filterset: QuestionFilterSet) -> list[BoundField]:
    """The yes-or-no parameters under "More"."""
    return [filterset.form[row.name] for row in parameters_at(Place.MORE) if row.kind is Kind.FLAG]


def _uncounted(filterset: QuestionFilterSet, name: str) -> Facet:
    field: Any = filterset.form.fields[name]
    chosen = filterset.form.cleaned_data.get(name) or []
    offered = _periods_held(filterset, name) if name in PERIODS else field.options()
    beyond = [(value, field.label_of(value)) for value in chosen if value not in dict(offered)]
    values = [FacetValue(value, label, 0, value in chosen) for value, label in (*beyond, *offered)]
    return Facet(name, field.label, values, filterset.form[name].errors)


def _periods_held(filterset: QuestionFilterSet, name: str) -> list[tuple[str, str]]:
    """The sessions or Parliaments to offer, looked up once for each state of the index."""
    field: Any = filterset.form.fields[name]
    options = field.options
    found = filterset.qs.snapshot.once
    return found(name, lambda: [one for one in options() if _is_held(filterset, PERIODS[name](filterset, one[0]))])


def _is_held(filterset: QuestionFilterSet, period: Period | None) -> bool:
    """Whether the archive holds questions from around these days."""
    held = bounds(filterset.qs.snapshot)
    if not (held.first_tabled and held.last_tabled and period):
        return False
    first, last = period
    return first <= held.last_tabled and (last is None or held.first_tabled <= last)


PERIODS: dict[str, Callable[[QuestionFilterSet, str], Period | None]] = {
    "session": lambda filterset, value: filterset.sessions.period(value),
    "parliament": lambda filterset, value: parliaments.period(int(value)),
}


def more_is_used(filterset: QuestionFilterSet) -> bool:
    """Whether any filter under "More" is in use or has an error."""
    form = filterset.form
    names = (row.name for row in parameters_at(Place.MORE))
    is_linked = any(link.is_chosen for links in linked(filterset) for link in links.links)
    return is_linked or any(name in form.errors or form.cleaned_data.get(name) not in ([], None) for name in names)


def kept(filterset: QuestionFilterSet) -> list[tuple[str, str]]:
    """The parameters without a field in the form, to send along with it."""
    hidden = (row.name for row in parameters_at(Place.HIDDEN))
    shown = (name for name in hidden if name not in filterset.preset and name not in filterset.form.errors)
    return [(name, value) for name in shown for value in filterset.given.getlist(name) if value]
