"""Departments by a name or short name that was in force on the row's day: "DfE" in 2024, "DfEE" in 1999."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property

from questions.archive.writing.department_headings import Headings, is_loose, was_in_force
from questions.models import Department

from .widgets import LONGEST_NAME, REFERENCE, Named


class NamedOnADay(Named):
    """Names mean what they mean to an import of that day, but one with several meanings is refused. A number alone, or
    after the name, is right on any day."""

    def __init__(self) -> None:
        super().__init__(Department)

    @cached_property
    def headings(self) -> Headings:
        return Headings()

    def clean(self, value: str, row: Any = None, *, day: date | None = None, **given: Any) -> Department:
        known = _likeliest(self.headings.find_all(value[:LONGEST_NAME]), value)
        meant = [one for one in known if day is None or was_in_force(one, day)]
        if len(meant) == 1:
            return meant[0]
        if found := REFERENCE.fullmatch(value[:LONGEST_NAME]):
            return self._referred(found["reference"] or found["bare"], found["name"])
        if not known:
            raise ValueError(
                f"There is no department called “{value:.60}”. Use a name or short name that the archive has for it on "
                "that day, or its number."
            )
        told = self._tell_several(value, meant, day) if meant or day is None else self._tell_period(value, known, day)
        raise ValueError(told)

    def is_called(self, row: Any, name: str) -> bool:
        return super().is_called(row, name) or row in self.headings.find_all(name)

    def _tell_several(self, value: str, meant: list[Department], day: date | None) -> str:
        """Why a name is refused that several departments had."""
        when = f"On {_in_words(day)}, " if day else ""
        these = "; ".join(f"{self.render(one)}, {_period(one)}" for one in meant)
        than = "more than one department had the name" if day else "More than one department has or had the name"
        return f"{when}{than} “{value:.60}”. Enter the name with the number, as here: {these}."

    def _tell_period(self, value: str, known: list[Department], day: date) -> str:
        """Why a name is refused that no department had on that day."""
        had = "; ".join(f"{self.render(one)}, {_period(one)}" for one in known)
        close = self.headings.find(value, day)
        hint = f"Did you mean {self.render(close)}? Or correct" if close else "Correct"
        return (
            f"No department had the name “{value:.60}” on {_in_words(day)}. It is a name of {had}. {hint} the name or "
            "the day tabled. To use that department all the same, enter its number."
        )


def _likeliest(found: list[Department], value: str) -> list[Department]:
    """Prefers departments known by more than a name, and of these the ones with exactly this name."""
    departments = [one for one in found if not is_loose(one)] or found
    exact = [one for one in departments if value.casefold() in (one.name.casefold(), one.short_name.casefold())]
    return exact or departments


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


def _period(one: Department) -> str:
    """When it had its names: "from 5 July 1995 to 11 June 2001"."""
    if not one.started_on and not one.ended_on:
        return "at any time"
    since = f"from {_in_words(one.started_on)}" if one.started_on else ""
    until = f"{'to' if since else 'until'} {_in_words(one.ended_on)}" if one.ended_on else "until now"
    return f"{since} {until}".strip()
