"""The lists of one month as they really stood on one day after the other, each served for a sync of that day."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from questions.models import Evidence, Question
from tests import state
from tests.standin import StandIn, values_of
from tests.syncing import parliament, sync

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.real_data,
    pytest.mark.usefixtures(parliament.__name__),
]
State = dict[str, list[tuple]]


def synced(standin: StandIn, files: list[Path], since: str) -> list[State]:
    """The archive after each day, of which nothing stays."""
    states = []
    with transaction.atomic():
        for file in files:
            standin.questions = list(values_of(file))
            sync(since=since, day=file.name[:10])
            states.append(state.archive_state())
        transaction.set_rollback(True)
    return states


@pytest.mark.parametrize("month", ["2024-09", "2025-12"])
def test_after_each_day_the_archive_is_as_if_the_lists_had_been_imported(
    parliament: StandIn, real_data: Path, month: str
) -> None:
    files = sorted((real_data / "parliament" / "snapshots" / month).glob("*"))
    for file, found in zip(files, synced(parliament, files, since=f"{month}-01"), strict=True):
        call_command("import_questions", str(file), stdout=StringIO())
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
    for file, found in zip(files, synced(parliament, files, since=""), strict=True):
        call_command("import_questions", str(file), stdout=StringIO())
        assert found == state.archive_state(), file.name
