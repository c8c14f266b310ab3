"""The lists of one month as they really stood on one day after the other, each served for a sync of that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from questions.archive.importing.runs import import_questions
from questions.models import Evidence, Question
from questions.sync.runner import Options, sync
from tests.support import state
from tests.support.quiet import Quiet
from tests.support.standin import StandIn, values_of
from tests.support.syncing import QuietSync, parliament

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.usefixtures(parliament.__name__),
]
State = dict[str, list[tuple]]


def synced(standin: StandIn, files: list[Path], since: date | None) -> list[State]:
    """The archive after each day, of which nothing stays."""
    states = []
    with transaction.atomic():
        for file in files:
            standin.questions = list(values_of(file))
            sync(Options(date.fromisoformat(file.name[:10]), ["questions"], since=since), QuietSync())
            states.append(state.archive_state())
        transaction.set_rollback(True)
    return states


def test_after_each_day_the_archive_is_as_if_the_lists_had_been_imported(parliament: StandIn, real_data: Path) -> None:
    files = sorted((real_data / "parliament" / "snapshots" / "2024-09").glob("*"))
    for file, found in zip(files, synced(parliament, files, since=date(2024, 9, 1)), strict=True):
        import_questions([str(file)], Quiet())
        for table, rows in state.archive_state().items():
            assert found[table] == rows, f"{table} on {file.name}"


def test_so_it_is_where_each_day_only_looks_at_what_may_have_changed(
    parliament: StandIn, real_data: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then answered questions of long ago are not seen every day, and that is all the difference."""
    settings.SYNC_SINCE = date(2025, 12, 1)
    seen = [name for name in state.STATE[Question] if name != "last_seen_on"]
    kept = {model: fields for model, fields in state.STATE.items() if model is not Evidence}
    kept[Question] = tuple(seen)
    monkeypatch.setattr(state, "STATE", kept)
    files = sorted((real_data / "parliament" / "snapshots" / "2025-12").glob("*"))
    for file, found in zip(files, synced(parliament, files, since=None), strict=True):
        import_questions([str(file)], Quiet())
        assert found == state.archive_state(), file.name
