"""The department to which a question's formula is put."""

from __future__ import annotations

from questions.text.question_formula import find_whom
from questions.text.typed_titles import body_words

from .directory import Directory
from .named import find_departments, find_holdings

BEFORE_BODIES = (" representing ", " behalf of ", " for ")
GOVERNMENT = ("government",)  # all of it


def find_department_asked(text: str, known: Directory) -> int | None:
    """The primary key of the department that a question's formula names, itself or by a post; None if it names none.

    "To ask the Chancellor of the Exchequer" names the Treasury, if it is on record that the Chancellor is there.
    """
    whom = find_whom(text)
    for name in (whom, *(whom.partition(before)[2] for before in BEFORE_BODIES)):
        if (found := _department(name, known)) is not None:
            return found
    return next((held.department for held in find_holdings(whom, known) if held.department), None)


def _department(name: str, known: Directory) -> int | None:
    """One that has ended only by its whole name."""
    words = body_words(name)
    found = find_departments(name, known) if words and words != GOVERNMENT else []
    return next((one.pk for one in found if not one.is_closed or one.words == words), None)
