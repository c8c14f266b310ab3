"""A run counts what it saves in the transaction that saves it: what that undoes, or a kill prevents, is not counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from questions.archive.importing import row_batches
from questions.archive.importing.row_batches import next_size
from questions.archive.importing.runs import Run, Silent, import_questions
from questions.models import ImportRun, Member, Question, RefusedRow
from tests.support.records import numbered, unanswered, write_list

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process has ended here."""


def end_at_the_count(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
    if sql.startswith("UPDATE") and '"questions_importrun"' in sql:
        raise Killed
    return execute(sql, *given)


def import_(command: str, path: str, *, is_killed: bool) -> int:
    """How many rows the last run has counted as created."""
    if is_killed:
        with pytest.raises(Killed), connection.execute_wrapper(end_at_the_count):
            call_command(command, path)
    else:
        call_command(command, path)
    return ImportRun.objects.latest("pk").created


def test_an_import_that_ends_before_it_has_counted_has_saved_nothing(tmp_path: Path) -> None:
    path = write_list(tmp_path / "2024-09-11.json", unanswered())
    assert (import_("import_questions", path, is_killed=True), Question.objects.count()) == (0, 0)
    assert (import_("import_questions", path, is_killed=False), Question.objects.count()) == (1, 1)


def test_an_import_of_members_that_ends_before_it_has_counted_has_saved_nothing(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("mnis_id,name,given_name,family_name\n11,Ann Example,Ann,Example\n")
    assert (import_("import_members", str(path), is_killed=True), Member.objects.count()) == (0, 0)
    assert (import_("import_members", str(path), is_killed=False), Member.objects.count()) == (1, 1)


class FailsAtItsCommit:
    """The first time that a run counts, a row is saved that refers to nothing, which a database sees at the end."""

    def __init__(self) -> None:
        self.is_done = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and '"created" =' in sql and not self.is_done:
            self.is_done = True
            RefusedRow.objects.create(run_id=0, path="", position=1, reason="", raw="")
        return answer


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_saved_one_by_one_because_their_commit_failed_are_counted_once(tmp_path: Path) -> None:
    path = write_list(tmp_path / "2024-09-11.json", numbered(1), numbered(2))
    with connection.execute_wrapper(failing := FailsAtItsCommit()):
        counted = import_("import_questions", path, is_killed=False)
    assert (failing.is_done, counted, Question.objects.count()) == (True, 2, 2)


def test_a_refused_row_that_is_not_saved_is_not_counted() -> None:
    with Run("import_questions", [], None, Silent()) as run:
        with transaction.atomic():
            run.refuse("a.json", 1, "It has no text.", {})
            transaction.set_rollback(True)
        run.refuse("a.json", 2, "It has no text.", {})
    assert (run.row.refused, [row.position for row in run.row.refused_rows.all()]) == (1, [2])


@pytest.mark.parametrize(
    ("rows", "seconds", "following"),
    [(250, 0.25, 1000), (1000, 0.9, 1000), (1000, 4, 500), (1000, 20, 100), (100, 60, 25), (25, 0.0, 1000)],
)
def test_a_batch_that_locks_the_archive_for_long_is_followed_by_a_smaller_one(
    rows: int, seconds: float, following: int
) -> None:
    assert next_size(rows, seconds) == following


def test_every_row_is_imported_however_small_the_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_batches, "LONGEST_BATCH", 0.0)
    rows = [{"value": numbered(number), "links": []} for number in range(1, 301)]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    run = import_questions([str(tmp_path)], Silent())
    assert (run.read, Question.objects.count()) == (300, 300)
