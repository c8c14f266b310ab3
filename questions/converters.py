"""The parts of addresses that are more than a word."""

from __future__ import annotations

from datetime import date


class House:
    """`commons` or `lords`, in whatever case it was typed."""

    regex = "(?i:commons|lords)"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value


class Day:
    """A date that exists, such as 2023-03-22."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date | None:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return str(value)


class DayOrNone(Day):
    """The same, or `none` where there is none yet."""

    regex = f"none|{Day.regex}"

    def to_python(self, value: str) -> date | None:
        return None if value == "none" else super().to_python(value)
