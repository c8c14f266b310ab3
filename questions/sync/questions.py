"""Syncs questions: compares the lists with what they showed before, and fetches in full those that differ."""

from __future__ import annotations

from collections.abc import Iterator

from questions.archive.importing.runs import fewer_collections
from questions.models import ListedQuestion, SyncWindow

from .client import Client, NotFetched
from .details import take_in_due
from .lists import read_window
from .plans import Wanted, make_plans
from .runs import SyncRun


def sync_questions(client: Client, run: SyncRun, wanted: Wanted) -> None:
    """Read the planned lists, and meanwhile fetch what is due. Raises CircuitOpen.

    A list that cannot be read is reported and left for the next run; the others continue.
    """
    with fewer_collections():
        take_in_due(client, run, _pages(client, run, make_plans(wanted)))


def _pages(client: Client, run: SyncRun, windows: list[SyncWindow]) -> Iterator[None]:
    for place, window in enumerate(windows):
        try:
            yield from read_window(client, run, window)
        except NotFetched as error:
            run.fail(f"{window}: {error}")
        _expect(run, len(windows), place)


def _expect(run: SyncRun, windows: int, place: int) -> None:
    """Report the work left: the questions due, and the lists still to come for each list already read."""
    due = ListedQuestion.objects.filter(is_due=True).count()
    run.progress.expect(due, (windows - place - 1) / (place + 1))
