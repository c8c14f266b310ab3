"""The history in words: fields and rows by their names, texts compared word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from questions.admin.days import spell_day
from questions.archive.audit.tracked import MODELS
from questions.models import Answer, AuditEntry
from questions.text.cleaning import paragraphs
from questions.text.differences import Part, difference

from .conflicts import Meanwhile

Model = type[models.Model]
NOTHING = "–"


class ShownField(NamedTuple):
    """`parts` compares the words of a text; None for other values."""

    label: str
    before: str
    after: str
    parts: list[Part] | None = None


class ShownEntry(NamedTuple):
    entry: AuditEntry
    what: str  # the row's name, unless it is the page's own row
    fields: list[ShownField]


class Names:
    """The names of the rows that these columns refer to, one query for each kind."""

    def __init__(self, values: Iterable[tuple[Model, str, Any]]):
        wanted: defaultdict[Model, set[int]] = defaultdict(set)
        for model, column, value in values:
            if column and (related := model._meta.get_field(column).related_model) and isinstance(value, int):
                wanted[related].add(value)
        self.found = {related: related._default_manager.in_bulk(pks) for related, pks in wanted.items()}

    def __call__(self, model: Model, column: str, value: Any) -> str:
        """A value in words."""
        field: Any = model._meta.get_field(column)
        if value is None or value == "":
            return NOTHING
        if field.related_model:
            return str(self.found.get(field.related_model, {}).get(value, f"{value} (deleted)"))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(field, models.DateTimeField):
            return _format_time(value)
        if isinstance(field, models.DateField):
            return spell_day(str(value))
        return str(dict(field.flatchoices).get(value, value))

    def describe_field(self, model: Model, column: str, before: Any, after: Any) -> ShownField:
        field: Any = model._meta.get_field(column)
        parts = None
        if isinstance(field, models.TextField) and before is not None and after is not None:
            parts = difference(*(_make_markup(model, column, text) for text in (before, after)))
        label = str(field.verbose_name)
        return ShownField(label, self(model, column, before), self(model, column, after), parts)


def _format_time(value: str) -> str:
    at = parse_datetime(value)
    return f"{timezone.localtime(at):%-d %B %Y %H:%M:%S}" if at else value


def _make_markup(model: Model, column: str, text: str) -> str:
    """An answer's text is HTML; all other texts are plain."""
    return text if (model, column) == (Answer, "text") else paragraphs(str(text))


def describe_entries(entries: list[AuditEntry], own: Model | None = None) -> list[ShownEntry]:
    """Entries in words; rows of other kinds than the page's `own` are named."""
    changes = [_list_changes(entry) for entry in entries]
    names = Names((model, column, value) for change in changes for model, column, *pair in change for value in pair)
    labels = _find_labels(entry for entry in entries if MODELS[entry.model] is not own)
    return [
        ShownEntry(entry, labels.get((entry.model, entry.row_id), ""), [names.describe_field(*one) for one in change])
        for entry, change in zip(entries, changes, strict=True)
    ]


def _list_changes(entry: AuditEntry) -> list[tuple[Model, str, Any, Any]]:
    """(model, column, before, after); for a deleted row, its last values."""
    model, nothing = MODELS[entry.model], ("", None)
    fields = entry.fields.items()
    return [(model, name, *pair) for name, pair in fields if not (pair[0] in nothing and pair[1] in nothing)]


def _find_labels(told: Iterable[AuditEntry]) -> dict[tuple[str, int], str]:
    """The names of the rows; for a deleted row, its last name."""
    entries, pks = list(told), defaultdict(set)
    for entry in entries:
        pks[entry.model].add(entry.row_id)
    found = {(entry.model, entry.row_id): f"{entry.model} {entry.row_id}" for entry in entries}
    found |= {(entry.model, entry.row_id): f"{entry.model} “{entry.label}”" for entry in entries if entry.label}
    for model, rows in pks.items():
        for pk, row in MODELS[model]._default_manager.in_bulk(rows).items():
            found[model, pk] = f"{model} “{row}”"
    return found


def describe_meanwhile(found: Meanwhile) -> dict[str, Any]:
    """What others saved while the form was open: {clashes, taken, came, went}."""
    every = [*found.clashes, *found.taken]
    names = Names((c.model, c.column, value) for c in every for value in (c.then, c.now, c.typed))
    return {
        "clashes": [
            (c, names.describe_field(c.model, c.column, c.now, c.typed) if c.column else None) for c in found.clashes
        ],
        "taken": [(c, names.describe_field(c.model, c.column, c.then, c.now)) for c in found.taken],
        "came": [label for _, label in found.came],
        "went": found.went,
    }
