"""Rows that an import refused, corrected by staff and imported as that import would have done.

How a row is read depends on the kind of run that refused it: KINDS has each. Rows of other kinds cannot be corrected
here: what a sync could not fetch, for example, is requested again by the next sync.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from questions.archive.editing.publishing import unpublish
from questions.archive.importing import csv_imports
from questions.archive.importing.matching import Matches
from questions.archive.importing.runs import FORMATS, Run, Silent, TableImport, save_rows
from questions.archive.importing.save_questions import Row, save_batch
from questions.archive.writing.department_headings import settle_headings
from questions.models import Archive, ListedQuestion, Question, RefusedRow
from questions.sources.days import day_in_name
from questions.sources.records import BrokenSource, ParsedQuestion, RefusedRecord
from questions.spreadsheets.kinds import BY_RUN
from questions.spreadsheets.repairs import take_row
from questions.sync.responses import read_detail

DRAFT = "Imported from a corrected row. Needs a publisher's review."
NUMBER_IN_URL = re.compile(r"https?://\S+/([0-9]{1,9})")
EDITION = re.compile(r"\d{4}-\d\d-\d\d([a-z])?\.xml", re.I)
FILE = "the record"  # stands for a file's name in error messages


class NotRepaired(Exception):
    """The row cannot be imported as it is. The message says why."""


class Kind(NamedTuple):
    """How to import the rows that one kind of run refused; gives the resulting questions, if any."""

    language: str
    take: Callable[[Run, RefusedRow, str, date], list[Question]]


def find_kind(refused: RefusedRow) -> Kind | None:
    """How to correct this row; None if rows of its kind cannot be corrected here."""
    return KINDS.get(refused.run.kind)


@transaction.atomic
def repair_row(refused: RefusedRow, text: str, editor: Any) -> None:
    """Import `text` instead of the row, as a run of its own, and mark the row as repaired. Raises NotRepaired.

    The original row is kept. A new question is a draft, unless the editor may publish.
    """
    Archive.lock()
    kind = find_kind(refused)
    if kind is None or not RefusedRow.objects.waiting().filter(pk=refused.pk).exists():
        raise NotRepaired("Somebody else has repaired this row or set it aside in the meantime.")
    day = find_as_of_day(refused, text)
    run = Run(f"repair {refused.run.kind}", [refused.path], day, Silent())
    run.row.started_by = editor
    try:
        with run:
            questions = kind.take(run, refused, text, day)
    except (BrokenSource, RefusedRecord) as error:
        raise NotRepaired(f"{error}.") from error
    refused.taken_in, refused.repair, refused.question = text, run.row, next(iter(questions), None)
    settle_row(refused, RefusedRow.State.REPAIRED, editor)


def settle_row(refused: RefusedRow, state: str, editor: Any) -> None:
    refused.state, refused.settled_at, refused.settled_by = state, timezone.now(), editor
    refused.save()


def find_as_of_day(refused: RefusedRow, text: str) -> date:
    """The row's as-of day, as an import would work it out for a file with only this row."""
    run = refused.run
    if run.as_of:
        return run.as_of
    how = next((how for how in FORMATS.values() if how.kind == run.kind), None)
    named = how.as_of_day(refused.path, _open_stream(text)) if how else day_in_name(refused.path)
    return date.fromisoformat(named) if named else timezone.localdate(run.started_at)


def _open_stream(text: str) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(text.encode("utf-8", "replace")))


def _read_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusedRecord(f"this is not valid JSON: {error}") from error


# Questions


def _take_record(run: Run, refused: RefusedRow, text: str, day: date) -> list[Question]:
    _read_json(text)  # the message gives the line of the error
    return _take_questions("parliament", run, text, day)


def _take_printed(run: Run, refused: RefusedRow, text: str, day: date) -> list[Question]:
    """Import all numbered parts of a question, as from a file. The file's name gives the letter of the edition or,
    since 2014, the day of the answer."""
    found = EDITION.search(refused.path)
    is_print = found is None or found[1]
    root = f' latest="yes" scrapeversion="{(found and found[1]) or ""}"' if is_print else ""
    name = FILE if is_print else refused.path
    questions = _take_questions("twfy", run, f"<publicwhip{root}>{text}</publicwhip>", day, name)
    settle_headings()
    return questions


def _take_synced(run: Run, refused: RefusedRow, text: str, day: date) -> list[Question]:
    """Import the reply to a detail call; the next sync requests it again only if a list shows a change."""
    number = NUMBER_IN_URL.fullmatch(refused.path)
    if number is None:
        return _take_record(run, refused, text, day)
    parsed = read_detail(_read_json(text), int(number[1]))
    ListedQuestion.objects.filter(pk=int(number[1])).update(is_due=False)
    return _save_questions(run, [parsed], day, FORMATS["parliament"].source)


def _take_questions(name: str, run: Run, text: str, day: date, file: str = FILE) -> list[Question]:
    how = FORMATS[name]
    parsed = [how.parse(item) for item in how.read_rows(_open_stream(text), file)]
    if not parsed:
        raise RefusedRecord("there is no question in it")
    return _save_questions(run, parsed, day, how.source)


def _save_questions(run: Run, parsed: list[ParsedQuestion], day: date, source: str) -> list[Question]:
    before = _find_questions(parsed)
    refusals = save_batch([Row(1, one, day.isoformat()) for one in parsed], source, run.count)
    if refusals:
        raise RefusedRecord(refusals[0].reason)
    questions = _find_questions(parsed)
    editor: Any = run.row.started_by
    if not editor.has_perm("questions.publish_question"):
        unpublish([pk for pk in questions if pk not in before], DRAFT)
    return list(questions.values())


def _find_questions(parsed: list[ParsedQuestion]) -> dict[int, Question]:
    """The questions that these records have become. Raises RefusedRecord."""
    records = [one.question for one in parsed]
    found = Matches(records)
    return {question.pk: question for record in records if (question := found.match(record))}


# Rows of tables


def _take_row(
    how: Callable[[date], TableImport], run: Run, refused: RefusedRow, text: str, day: date
) -> list[Question]:
    table, row = how(day), _read_json(text)
    _check_columns(table, row)
    record = table.table.read(row)
    outcomes = save_rows(run, refused.path, [(refused.position, row, record)], table.save)
    if not outcomes:
        raise RefusedRecord(run.row.refused_rows.values_list("reason", flat=True)[0])
    table.settle({table.key(record)})
    return []


def _take_spreadsheet_row(run: Run, refused: RefusedRow, text: str, day: date) -> list[Question]:
    """Save it as an upload of this row alone would do."""
    row = _read_json(text)
    _check_cells(row)
    return take_row(refused.run.kind, row, refused.position, run, run.row.started_by)


def _check_cells(row: Any) -> None:
    if not isinstance(row, dict) or not row or not all(isinstance(value, str) for value in row.values()):
        raise RefusedRecord('each column needs a text in quotes, such as "name": "Max Sample", or "" if it is empty')


def _check_columns(how: TableImport, row: Any) -> None:
    _check_cells(row)
    if missing := [name for name in how.table.columns if name not in row]:
        raise RefusedRecord(f"these columns are missing: {', '.join(missing)}")


def _make_table_kind(how: Callable[[date], TableImport]) -> Kind:
    return Kind("JSON", partial(_take_row, how))


KINDS: dict[str, Kind] = {
    FORMATS["parliament"].kind: Kind("JSON", _take_record),
    FORMATS["twfy"].kind: Kind("XML", _take_printed),
    "sync questions": Kind("JSON", _take_synced),
    "import_members": _make_table_kind(csv_imports.members),
    "import_memberships": _make_table_kind(lambda day: csv_imports.memberships()),
    "import_posts": _make_table_kind(lambda day: csv_imports.posts()),
    "import_departments": _make_table_kind(lambda day: csv_imports.departments()),
    "import_departments --links": _make_table_kind(lambda day: csv_imports.department_links()),
    **dict.fromkeys(BY_RUN, Kind("JSON", _take_spreadsheet_row)),
}


def format_record(refused: RefusedRow) -> str:
    """The original row, with any JSON indented."""
    kind = find_kind(refused)
    if kind is None or kind.language != "JSON":
        return refused.raw
    try:
        return json.dumps(json.loads(refused.raw), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return refused.raw
