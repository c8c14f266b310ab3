"""Restore an earlier state of a record by filling in its form and posting it like any edit."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import FileField, Model
from django.http import HttpRequest, QueryDict

from questions.archive.audit import recording
from questions.archive.audit.entries import Key, States
from questions.archive.audit.states import rows_before, set_columns
from questions.archive.audit.tracked import COLUMNS
from questions.models import Answer, Attachment, AuditEntry, Question

from .conflicts import Inline, list_inlines
from .posted_data import replace_fields, serialise_form


class Difference(NamedTuple):
    """A column that would change, or a row that would `come` or `go`, or has to `stay`."""

    row: str
    model: type[Model]
    column: str = ""
    now: Any = None
    then: Any = None
    what: str = ""


class Restoration:
    """One row and the rows within its form, as they were before an entry of its history."""

    def __init__(self, model_admin: Any, request: HttpRequest, obj: Model, entry: AuditEntry):
        self.model_admin, self.request, self.obj = model_admin, request, obj
        root, pk = recording.page_of(obj)
        self.own = Key(type(obj), obj.pk)
        self.now = recording.states(recording.family(root, pk))
        self.then = rows_before(root, pk, entry.pk)
        self.inlines = list_inlines(model_admin, request, obj)
        self.form = model_admin.get_form(request, obj, change=True)

    @property
    def is_possible(self) -> bool:
        """False for the state before the row was entered, when it did not exist."""
        return self.own in self.then

    def list_differences(self) -> list[Difference]:
        """What would change in the form's fields and in the attachments of a question's answers."""
        found = list(self._compare_columns(self.own, set(self.form.base_fields)))
        for one in self.inlines:
            now, then = (one.list_keys(states, self.obj.pk) for states in (self.now, self.then))
            found += self._compare_rows(now, then, set(one.formset.form.base_fields), one.formset.can_delete)
        if isinstance(self.obj, Question):
            now, then = ([key for key in states if key.model is Attachment] for states in (self.now, self.then))
            found += self._compare_rows(now, then, {"url", "title", "file_type", "size"})
        return found

    def _compare_rows(
        self, now: list[Key], then: list[Key], fields: set[str], may_delete: bool = True
    ) -> Iterator[Difference]:
        for key in dict.fromkeys([*now, *then]):
            if key in now and key in then:
                yield from self._compare_columns(key, fields)
            else:
                states, what = (self.then, "come") if key in then else (self.now, "go" if may_delete else "stay")
                yield Difference(states[key].label, key.model, what=what)

    def _compare_columns(self, key: Key, fields: set[str]) -> Iterator[Difference]:
        """Leave files as they are: the earlier one may be gone."""
        label = "" if key == self.own else self.now[key].label
        for column in COLUMNS[key.model]:
            field, pair = key.model._meta.get_field(column), self._find_values(key, column)
            if field.name in fields and not isinstance(field, FileField) and pair[0] != pair[1]:
                yield Difference(label, key.model, column, *pair)

    def _find_values(self, key: Key, column: str) -> tuple[Any, Any]:
        now = self.now[key].values[column]
        return now, self.then[key].values.get(column, now)

    def make_post(self) -> QueryDict:
        """The form as a browser would post it, with the earlier values; inlines without a history stay as they are."""
        data = QueryDict(mutable=True)
        replace_fields(
            data, serialise_form(self.form(instance=set_columns(copy.copy(self.obj), self.then[self.own].values)))
        )
        for formset, _ in self.model_admin.get_formsets_with_inlines(self.request, self.obj):
            _send_counts(data, formset.get_default_prefix(), 0, 0)
        for inline in self.inlines:
            self._send_rows(data, inline)
        return data

    def _send_rows(self, data: QueryDict, inline: Inline) -> None:
        """Existing rows come first; a row that did not exist then is ticked for deletion."""
        now, then = (inline.list_keys(states, self.obj.pk) for states in (self.now, self.then))
        rows = [*now, *(key for key in then if key not in now)]
        for place, key in enumerate(rows):
            state = self.then[key] if key in then else self.now[key]
            replace_fields(data, serialise_form(inline.make_form(set_columns(key.model(), state.values), place)))
            box = {"id": [str(key.pk) if key in now else ""], "DELETE": [] if key in then else ["on"]}
            replace_fields(data, {f"{inline.prefix}-{place}-{name}": values for name, values in box.items()})
        _send_counts(data, inline.prefix, len(rows), len(now))


def _send_counts(data: QueryDict, prefix: str, total: int, initial: int) -> None:
    counts = {"TOTAL": total, "INITIAL": initial}
    replace_fields(data, {f"{prefix}-{name}_FORMS": [str(count)] for name, count in counts.items()})


def put_back_attachments(question: Question, then: States) -> None:
    """Give the question's answers the attachments that they had, which the question's form does not show."""
    had: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for key, state in then.items():
        if key.model is Attachment:
            had[state.values["answer_id"]].append({**state.values, "answer_id": None})
    answers = {_identify_answer(state.values): key.pk for key, state in then.items() if key.model is Answer}
    for answer in question.answers.prefetch_related("attachments"):
        old = answers.get(_identify_answer(recording.state_of(answer).values))
        if old is not None and had[old] != _list_values(answer.attachments.all()):
            answer.attachments.all().delete()
            rows = [set_columns(Attachment(), values) for values in had[old]]
            Attachment.objects.bulk_create(_attach_rows(answer, rows))


def _list_values(rows: Iterable[Attachment]) -> list[dict[str, Any]]:
    return [{**recording.state_of(row).values, "answer_id": None} for row in rows]


def _attach_rows(answer: Answer, rows: list[Any]) -> list[Attachment]:
    for row in rows:
        row.answer = answer
    return rows


def _identify_answer(values: dict[str, Any]) -> tuple[Any, Any]:
    """What identifies an answer among its question's, even after it was deleted and restored."""
    return values["stage"], values["answered_on"]
