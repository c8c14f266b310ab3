"""TheyWorkForYou's files in tests, and the archive after they came in every order."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

from questions.models import Answer, Department, ExternalId, Member, Question
from tests.archive.importing.test_import_questions import run

from .state import archive_state

SEVEN, EIGHT = "<p>There are seven.</p>", "<p>There are eight.</p>"
HELD = (
    "The Department for Education has indicated that it will not be possible to answer this question within the usual "
    "time period. An answer is being prepared."
)


def twfy(*paths: str) -> str:
    return run(*paths, format="twfy")


def load(*paths: str) -> None:
    for path in paths:
        run(path, format="twfy" if path.endswith(".xml") else "parliament")


def orders(*paths: str) -> list[dict[str, list[tuple]]]:
    """The archive after each order in which these files may come."""
    states = []
    for order in itertools.permutations(paths):
        for model in (Question, ExternalId, Member, Department):
            model.objects.all().delete()
        load(*order)
        states.append(archive_state())
    return states


def answers() -> list[tuple[str, date, str]]:
    rows = Answer.objects.order_by("stage", "answered_on")
    return [(row.get_stage_display().lower(), row.answered_on, row.text) for row in rows]


def edited(path: str, before: str, after: str) -> str:
    text = Path(path).read_text()
    assert before in text
    Path(path).write_text(text.replace(before, after))
    return path
