"""A run counts what it saves in the transaction that saves it, so that a kill cannot come between the two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from questions.models import ImportRun, Member, Question
from tests.support.records import unanswered, write_list

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
