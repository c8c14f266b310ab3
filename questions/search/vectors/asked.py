"""What a question's vector is made from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from questions.models import Question
from questions.text.question_formula import split_formula

UNKNOWN = 0  # no department or day on record, as in the index
VERSION = 3  # a change to what a vector is made from, or how, needs a new one: then all are made again


class Asked(NamedTuple):
    key: int
    heading: str
    text: str  # without the formula
    department: int
    day: int  # of tabling, as an ordinal

    @property
    def digest(self) -> int:
        content = f"{VERSION}\0{self.heading}\0{self.text}".encode("utf-8", "replace")
        return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)

    @property
    def head(self) -> tuple[int, int, int, int]:
        """In the order of rows.HEAD."""
        return self.key, self.digest, self.department, self.day


def read_asked(keys: Collection[int]) -> dict[int, Asked]:
    """Those of the questions that are public and ask something, by primary key."""
    rows = Question.objects.public().filter(pk__in=keys).order_by()
    found = (_asked(*row) for row in rows.values_list("pk", "heading", "text", "department", "tabled_on"))
    return {question.key: question for question in found if question.text}


def _asked(key: int, heading: str, text: str, department: int | None, day: date | None) -> Asked:
    content = split_formula(text).rest or heading
    return Asked(key, heading, content, department or UNKNOWN, day.toordinal() if day else UNKNOWN)
