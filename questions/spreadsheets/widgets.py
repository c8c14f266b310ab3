"""Read and write single cells. A cell that cannot be read raises a ValueError that says what to write instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property
from import_export import widgets

from questions.rules.days import fault, is_far, is_told
from questions.text.cleaning import entered_html
from questions.text.dates import full_day

from .cells import SILENT

YES_OR_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
REFERENCE = re.compile(r"(?:(?P<name>.*\S)\s*)?\((?P<reference>a?\d+)\)|(?P<bare>a?\d+)", re.S)
LONGEST_NAME = 300  # characters, with the number


class Text(widgets.Widget):
    def is_silent(self, value: str) -> bool:
        """Whether a cell leaves the record unchanged."""
        return value in SILENT

    def clean(self, value: str, row: Any = None, **given: Any) -> Any:
        return value

    def render(self, value: Any, obj: Any = None, **given: Any) -> str:
        return "" if value is None else str(value)


class Html(Text):
    def clean(self, value: str, row: Any = None, **given: Any) -> str:
        return entered_html(value)


class Day(Text):
    """A date as people type it: 2023-03-22, 22/03/2023, 22 March 2023."""

    has_happened = False

    def is_silent(self, value: str) -> bool:
        """Year 1 means the same as an empty cell."""
        return super().is_silent(value) or bool((day := full_day(value)) and not is_told(day))

    def clean(self, value: str, row: Any = None, **given: Any) -> date | None:
        if (day := full_day(value)) is None:
            raise ValueError(f"“{value:.40}” is not a valid date. Write it as 2023-03-22 or 22/03/2023.")
        if wrong := fault(day, has_happened=self.has_happened):
            raise ValueError(f"“{value:.40}”: {wrong}")
        return day


class PastDay(Day):
    """The day of something that has happened."""

    has_happened = True


class LastDay(Day):
    """The end of a period; a day far ahead means that it has not ended."""

    def clean(self, value: str, row: Any = None, **given: Any) -> date | None:
        day = full_day(value)
        return None if day and is_far(day) else super().clean(value)


class YesOrNo(Text):
    def clean(self, value: str, row: Any = None, **given: Any) -> bool:
        if value.lower() not in YES_OR_NO:
            raise ValueError(f"“{value:.40}” is not “yes” or “no”.")
        return YES_OR_NO[value.lower()]

    def render(self, value: Any, obj: Any = None, **given: Any) -> str:
        return "" if value is None else "yes" if value else "no"


class Number(Text):
    def clean(self, value: str, row: Any = None, **given: Any) -> int:
        if not value.isascii() or not value.isdecimal() or not 0 < int(value[:12]) < 2**31:
            raise ValueError(f"“{value:.40}” is not a valid ID. Use digits only.")
        return int(value)


class OneOf(Text):
    """One of a few words; also accepts the longer labels that the admin shows."""

    def __init__(self, words: Mapping[Any, str], longer: Mapping[Any, str] | None = None):
        super().__init__()
        self.words = dict(words)
        self.known = {word.lower(): value for names in (longer or {}, words) for value, word in names.items()}

    def clean(self, value: str, row: Any = None, **given: Any) -> Any:
        if value.lower() not in self.known:
            raise ValueError(f"“{value:.40}” is not one of: {', '.join(self.words.values())}.")
        return self.known[value.lower()]

    def render(self, value: Any, obj: Any = None, **given: Any) -> str:
        return self.words.get(value, "")


class Named(Text):
    """A member or department: “Iris Demoworth (4806)”, the number alone, or a name that nobody else has."""

    def __init__(self, model: type[Model]):
        super().__init__()
        self.model, self.noun = model, str(model._meta.verbose_name)

    @cached_property
    def by_reference(self) -> dict[str, Any]:
        """All records, a few thousand at most, by reference: one query for each file."""
        rows: Any = self.model._default_manager.all()
        return {row.reference: row for row in rows}

    @cached_property
    def by_name(self) -> dict[str, list[Any]]:
        found = defaultdict(list)
        for row in self.by_reference.values():
            found[row.name.casefold()].append(row)
        return dict(found)

    def clean(self, value: str, row: Any = None, **given: Any) -> Any:
        namesakes = self.by_name.get(value.casefold(), [])
        if len(namesakes) == 1:
            return namesakes[0]
        if found := REFERENCE.fullmatch(value[:LONGEST_NAME]):
            return self._referred(found["reference"] or found["bare"], found["name"])
        if namesakes:
            numbers = ", ".join(self.render(one) for one in namesakes)
            raise ValueError(f"More than one {self.noun} has this name. Use one of: {numbers}.")
        raise ValueError(
            f"There is no {self.noun} called “{value:.60}”. Use the name as it is in the archive, or the number."
        )

    def _referred(self, number: str, name: str | None) -> Any:
        if number not in self.by_reference:
            raise ValueError(f"There is no {self.noun} with the number {number}.")
        row = self.by_reference[number]
        if name and not self.is_called(row, name):
            raise ValueError(f"Number {number} is {row.name}, not {name:.60}. Correct the name or the number.")
        return row

    def is_called(self, row: Any, name: str) -> bool:
        return name.casefold() == row.name.casefold()

    def render(self, value: Any, obj: Any = None, **given: Any) -> str:
        return f"{value.name} ({value.reference})" if value else ""
