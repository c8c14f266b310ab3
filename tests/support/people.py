"""A sync of people in tests: one run of it, and what the archive has afterwards."""

from datetime import date
from typing import Any

from questions.archive.importing.runs import Run
from questions.models import ImportRun, Membership, Post
from questions.sync.client import Client, Validators
from questions.sync.people import sync_bodies, sync_people

from .quiet import Quiet
from .standin import StandIn

AS_OF = date(2025, 12, 1)


class Remembered(dict):
    def put(self, url: str, validators: Validators) -> None:
        self[url] = validators


def sync(parliament: StandIn, **options: Any) -> ImportRun:
    """Sync answering bodies and members in one run. `cache` can be the client's memory of earlier replies."""
    cache = options.pop("cache", None)
    with Client(parliament.url, cache=cache, wait=0.001, attempts=2) as client, Run("sync", [], AS_OF, Quiet()) as run:
        sync_bodies(client, run, AS_OF)
        sync_people(client, run, as_of=AS_OF, **options)
    return run.row


def sat() -> list[tuple]:
    rows = Membership.objects.order_by("started_on", "house")
    return [(m.house, m.party, m.seat, str(m.started_on), str(m.ended_on or "")) for m in rows]


def posts() -> list[tuple]:
    rows = Post.objects.order_by("started_on", "title")
    return [(p.title, p.department_name, str(p.started_on), str(p.ended_on or "")) for p in rows]


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.refused
