"""Questions: what is listed is compared with what was listed before, and what differs is asked for in full."""

from __future__ import annotations

from questions.archive.runs import fewer_collections
from questions.models import ListedQuestion, SyncWindow

from .client import Client, NotFetched
from .details import take_in_due
from .lists import read_window
from .plans import Wanted, make_plans
from .runs import SyncRun


def sync_questions(client: Client, run: SyncRun, wanted: Wanted) -> None:
    """Read the lists that are planned, and take in what is due after each of them. Raises CircuitOpen.

    A list that cannot be read is told of, and left for the next run; the others go on.
    """
    left, tried = make_plans(wanted), set[int]()
    with fewer_collections():
        take_in_due(client, run, tried)
        for place, window in enumerate(left):
            _read(client, run, window)
            _expect(run, len(left), place)
            take_in_due(client, run, tried)


def _read(client: Client, run: SyncRun, window: SyncWindow) -> None:
    try:
        read_window(client, run, window)
    except NotFetched as error:
        run.fail(f"{window}: {error}")


def _expect(run: SyncRun, windows: int, place: int) -> None:
    """What is due, and as much for each list to come as those before brought on average."""
    due = ListedQuestion.objects.filter(is_due=True).count()
    run.progress.expect(due, (windows - place - 1) / (place + 1))
