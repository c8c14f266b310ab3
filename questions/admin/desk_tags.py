"""What the desk's templates need beside Django's own tags."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django import template
from django.contrib.admin.templatetags import admin_list
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

BOOLEANS = {True: "Yes", False: "No", None: "Not known"}


def say_boolean(value: bool | None) -> str:
    """Words in place of Django's coloured icons, which it asks this function of its own for."""
    return BOOLEANS[value]


admin_list._boolean_icon = say_boolean  # type: ignore[attr-defined]


class Chosen(NamedTuple):
    """A filter in use, with the query of the list without it."""

    title: str
    value: str
    without: str


@register.filter
def with_labels(cells: list[str], headers: list[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row, each with its column's name, which a phone shows beside it."""
    for cell, header in zip(cells, headers, strict=False):
        yield label_cell(cell, capfirst(strip_tags(header["text"]).strip()))


def label_cell(cell: str, label: str) -> SafeString:
    """The cell is HTML of Django's list. One without a value has no label, because a phone leaves it out."""
    start, rest = cell[:3], cell[3:]
    is_empty = strip_tags(cell).strip() in ("", "-") and "<input" not in cell
    name = format_html(' data-label="{}"', label) if label and not is_empty else ""
    return mark_safe(f"{start}{name}{' data-empty' if is_empty else ''}{rest}")  # noqa: S308 - the label is escaped


@register.simple_tag
def chosen_filters(changelist: Any) -> list[Chosen]:
    """The filters in use. Each list of choices begins with that of all rows."""
    found = []
    for spec in changelist.filter_specs:
        every, *others = spec.choices(changelist)
        chosen = [one for one in others if one["selected"]]
        found += [
            Chosen(capfirst(str(spec.title)), conditional_escape(one["display"]), every["query_string"])
            for one in chosen
        ]
    return found


@register.filter
def say_day(moment: datetime) -> str:
    """The day in London: "today", "yesterday", or its date."""
    day = timezone.localdate(moment)
    passed = (timezone.localdate() - day).days
    return {0: "today", 1: "yesterday"}.get(passed, f"{day:%-d %B %Y}")


@register.filter
def label_of_field(field: Any) -> str:
    """The name of a form's field, which may be one that is only shown."""
    shown = field.field
    return str(shown["label"] if isinstance(shown, dict) else shown.label)
