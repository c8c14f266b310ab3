"""Save a refused row of a spreadsheet once it is corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

from questions.archive.importing.runs import Run
from questions.models import Question
from questions.sources.records import RefusedRecord

from .cells import tidy_cell
from .files import NotRead, Sheet
from .imports import NotTaken, save
from .kinds import BY_RUN, RESOURCES
from .resources import Target, Verdict


def take_row(kind: str, cells: dict[str, str], line: int, run: Run, user: Any) -> list[Question]:
    """Save one row of that kind of run, with its cells by column; gives its question, if it has one.

    A new question is a draft. Raises RefusedRecord.
    """
    resource = RESOURCES[BY_RUN[kind]](user.get_username())
    sheet = Sheet([name.lower() for name in cells], [[tidy_cell(cell) for cell in cells.values()]], [line])
    try:
        [verdict] = resource.verdicts(sheet)
        _refuse(verdict)
        save(resource, [verdict], run, public=False)
    except (NotRead, NotTaken) as error:
        raise RefusedRecord(str(error).rstrip(".")) from error
    return [_question(verdict.target)] if resource.model is Question else []


def _refuse(verdict: Verdict) -> None:
    if verdict.kind == "refused":
        raise RefusedRecord(verdict.reason.rstrip("."))


def _question(target: Target) -> Question:
    if target.row:
        return target.row
    record = target.wanted.settled.record
    return Question.objects.at(record.house, date.fromisoformat(record.tabled), record.uin).get()
