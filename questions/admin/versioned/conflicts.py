"""Two people editing one record: what others saved since a form was opened, and how to merge it.

Three versions of the posted form are compared: as opened, as it would be now, and as sent. Fields that
only others changed are taken over; the editor decides on each field that both changed; nothing typed is lost.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model
from django.forms import BaseForm, BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, QueryDict

from questions.archive.audit import recording
from questions.archive.audit.entries import Key, States
from questions.archive.audit.states import entries_since, set_columns, undo_entries
from questions.archive.audit.tracked import TRACKED
from questions.models import AuditEntry

from .posted_data import count_rows, read_value, replace_fields, serialise_field, serialise_form

CLASH, MINE = "_clash", "_mine"  # fields shown as changed by both; fields to save as typed


class Clash(NamedTuple):
    """A field that others changed: `typed` is the editor's value if the editor changed it too."""

    name: str
    row: str
    label: str
    model: type[Model]
    column: str
    then: Any
    now: Any
    typed: Any
    entry: AuditEntry | None


@dataclass
class Meanwhile:
    """What others saved: fields that both changed, fields that only they changed, rows added and deleted."""

    clashes: list[Clash] = field(default_factory=list)
    taken: list[Clash] = field(default_factory=list)
    came: list[tuple[Key, str]] = field(default_factory=list)
    went: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.clashes or self.taken or self.came or self.went)


class Inline(NamedTuple):
    """One kind of rows within a page."""

    formset: Any
    model: type[Model]
    owner: str  # the column that links a row to its page

    @property
    def prefix(self) -> str:
        return self.formset.get_default_prefix()

    def make_form(self, row: Model, place: int) -> BaseForm:
        return self.formset.form(instance=row, prefix=f"{self.prefix}-{place}")

    def list_keys(self, states: States, pk: int) -> list[Key]:
        return [key for key, state in states.items() if key.model is self.model and state.values[self.owner] == pk]


def list_inlines(model_admin: Any, request: HttpRequest, obj: Model) -> list[Inline]:
    """The kinds whose rows have a history."""
    found = model_admin.get_formsets_with_inlines(request, obj)
    return [Inline(formset, i.model, formset.fk.attname) for formset, i in found if i.model in TRACKED]


class Comparison:
    """The page of one row: as it was when the form was opened, as it is now, and as it was sent."""

    def __init__(self, model_admin: Any, request: HttpRequest, obj: Model, last: int):
        self.model_admin, self.request, self.obj = model_admin, request, obj
        root, pk = recording.page_of(obj)
        self.entries = list(entries_since(root, pk, last))
        self.data: Any = request.POST.copy()
        self.given_way = set(self.data.getlist(CLASH)) - set(self.data.getlist(MINE))
        self.is_needed = bool(self.entries or self.given_way)
        self.now = recording.states(recording.family(root, pk)) if self.is_needed else {}
        self.then = undo_entries(self.now, self.entries)
        self.inlines = list_inlines(model_admin, request, obj) if self.is_needed else []

    def merge_changes(self) -> Meanwhile:
        """What others changed; afterwards `data` has their value wherever the editor changed nothing or accepted it."""
        found = Meanwhile()
        if not self.is_needed:
            return found
        for inline in self.inlines:
            self._settle_rows(inline, found)
        for key, now, then in self._list_forms():
            self._give_way(now)
            for clash in self._find_clashes(key, now, then):
                self._decide_clash(clash, now, found)
        return found

    def _give_way(self, now: BaseForm) -> None:
        for bound in now:
            if bound.html_name in self.given_way:
                replace_fields(self.data, serialise_field(bound))
        if (delete := _name_deletion_box(now)) in self.given_way:
            replace_fields(self.data, {delete: []})

    def _decide_clash(self, clash: Clash, now: BaseForm, found: Meanwhile) -> None:
        """Take over the others' value if the editor changed nothing; otherwise the editor must decide."""
        if clash.typed == clash.then:
            found.taken.append(clash)
            replace_fields(self.data, serialise_field(now[clash.model._meta.get_field(clash.column).name]))
        elif clash.typed != clash.now:
            found.clashes.append(clash)

    def _list_forms(self) -> Iterator[tuple[Key, BaseForm, BaseForm]]:
        """For each row that still exists: its form as it would be now, and as it was."""
        form = self.model_admin.get_form(self.request, self.obj, change=True)
        own = Key(type(self.obj), self.obj.pk)
        yield own, form(instance=copy.copy(self.obj)), form(instance=self._make_row(own, self.then))
        for inline in self.inlines:
            for place, key in enumerate(self._list_sent_rows(inline)):
                if key in self.now and key in self.then:
                    yield (
                        key,
                        inline.make_form(self._make_row(key, self.now), place),
                        inline.make_form(self._make_row(key, self.then), place),
                    )

    def _make_row(self, key: Key, states: States) -> Model:
        return set_columns(key.model(pk=key.pk), states[key].values)

    def _list_sent_rows(self, inline: Inline) -> list[Key]:
        """The rows that the form had when it was opened, in their order."""
        initial = count_rows(self.data, inline.prefix, "INITIAL")
        pks = [self.data.get(f"{inline.prefix}-{place}-id", "") for place in range(initial)]
        return [Key(inline.model, int(pk)) if pk.isdecimal() else Key(inline.model, 0) for pk in pks]

    def _find_clashes(self, key: Key, now: BaseForm, then: BaseForm) -> Iterator[Clash]:
        """The fields that others changed, or one clash if the editor wants to delete the changed row."""
        fields = [bound for bound in now if serialise_field(bound) != serialise_field(then[bound.name])]
        if fields and (delete := _name_deletion_box(now)) in self.data:
            yield Clash(delete, self.now[key].label, "Delete", key.model, "", None, False, True, self.entries[0])
        for bound in fields:
            yield self._make_clash(key, bound)

    def _make_clash(self, key: Key, bound: BoundField) -> Clash:
        field: Any = key.model._meta.get_field(bound.name)
        column = field.attname
        label = self.now[key].label if key.model is not type(self.obj) else ""
        then, now = (states[key].values.get(column) for states in (self.then, self.now))
        typed, who = read_value(bound, self.data), self._find_entry(key, column)
        return Clash(bound.html_name, label, str(bound.label), key.model, column, then, now, typed, who)

    def _find_entry(self, key: Key, column: str) -> AuditEntry | None:
        of_row = (e for e in self.entries if (e.model, e.row_id) == (key.model._meta.model_name, key.pk))
        return next((entry for entry in of_row if column in entry.fields), None)

    def _settle_rows(self, inline: Inline, found: Meanwhile) -> None:
        """New rows are listed apart from the form; what was typed into deleted rows becomes a new row."""
        now, then = (set(inline.list_keys(states, self.obj.pk)) for states in (self.now, self.then))
        found.came += [(key, self.now[key].label) for key in sorted(now - then, key=lambda key: key.pk)]
        sent = self._list_sent_rows(inline)
        gone = {place: key for place, key in enumerate(sent) if key in then - now}
        found.went += [self.then[key].label for key in gone.values()]
        if gone:
            Renumbered(inline, self.data).remove_rows(
                gone, {p for p, key in gone.items() if self._is_edited(inline, p, key)}
            )

    def _is_edited(self, inline: Inline, place: int, key: Key) -> bool:
        form = inline.make_form(self._make_row(key, self.then), place)
        return any(read_value(bound, self.data) != self._read_opened(form, bound) for bound in form)

    def _read_opened(self, form: BaseForm, bound: BoundField) -> Any:
        data = QueryDict(mutable=True)
        replace_fields(data, serialise_form(form))
        return read_value(bound, data)


def _name_deletion_box(form: BaseForm) -> str:
    """The name of the box that deletes the form's row."""
    return f"{form.prefix}-{DELETION_FIELD_NAME}"


class Renumbered:
    """The posted rows of an inline, numbered again after some rows were deleted."""

    def __init__(self, inline: Inline, data: QueryDict):
        self.prefix, self.data = inline.prefix, data

    def remove_rows(self, gone: Any, edited: set[int]) -> None:
        """Leave out the rows in `gone`; those that were `edited` come last, as new rows."""
        initial, total = (count_rows(self.data, self.prefix, which) for which in ("INITIAL", "TOTAL"))
        kept = [place for place in range(total) if place not in gone] + sorted(edited)
        rows = [self._take_row(place) for place in range(total)]
        for place in edited:
            rows[place]["id"] = [""]
        for number, place in enumerate(kept):
            replace_fields(
                self.data, {f"{self.prefix}-{number}-{name}": values for name, values in rows[place].items()}
            )
        counts = {"INITIAL": initial - len(gone), "TOTAL": len(kept)}
        replace_fields(self.data, {f"{self.prefix}-{name}_FORMS": [str(count)] for name, count in counts.items()})

    def _take_row(self, place: int) -> dict[str, list[str]]:
        start = f"{self.prefix}-{place}-"
        names = [name for name in self.data if name.startswith(start)]
        return {name.removeprefix(start): self.data.pop(name) for name in names}
