"""What a browser posts for an unedited form: used to restore rows, and to tell who changed what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict

from questions.archive.audit.recording import plain

Sent = dict[str, list[str]]  # by the names of a form's elements; an unticked box posts nothing


def serialise_field(bound: BoundField) -> Sent:
    """What the field posts; a file field posts nothing."""
    widget: Any = getattr(bound.field.widget, "widget", bound.field.widget)
    value = bound.value()
    if isinstance(widget, forms.FileInput):
        return {}
    if isinstance(widget, forms.CheckboxInput):
        return {bound.html_name: ["on"] if value else []}
    return {bound.html_name: _format_value(widget, value)}


def _format_value(widget: Any, value: Any) -> list[str]:
    written = widget.format_value(value)
    return [str(one) for one in (written if isinstance(written, list) else [written]) if one is not None] or [""]


def serialise_form(form: forms.BaseForm) -> Sent:
    return {name: values for bound in form for name, values in serialise_field(bound).items()}


def count_rows(data: QueryDict, prefix: str, which: str) -> int:
    """How many rows an inline says that it has, "INITIAL" or "TOTAL"; never more than the fields that were sent."""
    count = str(data.get(f"{prefix}-{which}_FORMS", ""))
    return min(int(count[:9]), len(data)) if count.isdecimal() else 0


def replace_fields(data: QueryDict, sent: Sent) -> None:
    for name, values in sent.items():
        data.setlist(name, values)
        if not values:
            del data[name]  # an unticked box


def read_value(bound: BoundField, data: QueryDict) -> Any:
    """The value of these elements as the archive stores it; as typed if the field refuses it."""
    typed = bound.field.widget.value_from_datadict(data, {}, bound.html_name)
    try:
        value = plain(bound.field.clean(typed))
    except ValidationError:
        value = typed
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
