"""Which lists a sync would read and how long they are; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from questions.models import ListedQuestion, SyncWindow

from .client import Client
from .lists import ask_page
from .plans import Wanted, new_plans, open_questions, windows, windows_left


class Preview(NamedTuple):
    """The number of lists, of questions in them by kind of window, and of questions fetched one by one."""

    lists: int
    named: Counter[str]
    one_by_one: int


def preview(client: Client, wanted: Wanted) -> Preview:
    """Fetches the length of each list. Raises NotFetched and CircuitOpen."""
    planned = list(_planned(wanted))
    named: Counter[str] = Counter(dict.fromkeys(SyncWindow.Kind.values, 0))
    for kind, total in client.each(partial(_length, client), planned):
        named[kind] += total
    return Preview(len(planned), named, len(_due(wanted)))


def _planned(wanted: Wanted) -> Iterator[SyncWindow]:
    for plan in new_plans(wanted):
        yield from windows(plan)
    yield from windows_left(wanted)


def _length(client: Client, window: SyncWindow) -> tuple[str, int]:
    return window.kind, ask_page(client, window, take=1).total


def _due(wanted: Wanted) -> set[int]:
    due = set(ListedQuestion.objects.filter(is_due=True).values_list("pk", flat=True))
    return due.union(*(open_questions(plan.house, plan.until) for plan in new_plans(wanted) if not plan.given_until))
