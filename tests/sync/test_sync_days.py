"""The real lists of one month, day after day, each served to a sync of that day."""

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


def states_after_syncs(standin: StandIn, files: list[Path], since: date | None) -> list[State]:
    """The archive's state after each day. Everything is rolled back at the end."""
    states = []
    with transaction.atomic():
        for file in files:
            standin.questions = list(values_of(file))
            sync(Options(date.fromisoformat(file.name[:10]), ["questions"], since=since), QuietSync())
            states.append(state.archive_state())
        transaction.set_rollback(True)
    return states


def test_each_day_a_sync_gives_the_same_archive_as_importing_the_lists(parliament: StandIn, real_data: Path) -> None:
    files = sorted((real_data / "parliament" / "snapshots" / "2024-09").glob("*"))
    for file, found in zip(files, states_after_syncs(parliament, files, since=date(2024, 9, 1)), strict=True):
        import_questions([str(file)], Quiet())
        for table, rows in state.archive_state().items():
            assert found[table] == rows, f"{table} on {file.name}"


def test_each_day_a_sync_of_recent_changes_gives_the_same_questions(
    parliament: StandIn, real_data: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the days on which old answered questions were last seen can differ."""
    settings.SYNC_SINCE = date(2025, 12, 1)
    seen = [name for name in state.STATE[Question] if name != "last_seen_on"]
    kept = {model: fields for model, fields in state.STATE.items() if model is not Evidence}
    kept[Question] = tuple(seen)
    monkeypatch.setattr(state, "STATE", kept)
    files = sorted((real_data / "parliament" / "snapshots" / "2025-12").glob("*"))
    for file, found in zip(files, states_after_syncs(parliament, files, since=None), strict=True):
        import_questions([str(file)], Quiet())
        assert found == state.archive_state(), file.name
