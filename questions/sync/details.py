"""Fetches the full records of questions that are due, and saves each batch and its progress in one transaction."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from questions.archive.evidence.ordering import state
from questions.archive.importing.save_questions import Row, save_batch
from questions.archive.importing.sightings import see_again
from questions.models import Archive, Change, ListedQuestion, Question
from questions.sources.records import ANSWER, ParsedQuestion, RefusedRecord
from questions.text.identifiers import LARGEST_ID

from .client import CircuitOpen, Client, Fetched, Gone, NotFetched
from .lists import QUESTIONS
from .responses import read_detail
from .runs import SyncRun

AT_ONCE = 1000
BATCH, PATIENCE = 500, 5.0  # a batch is saved at this number of records, or at this age in seconds
SOURCE = "parliament"


class Answer(NamedTuple):
    """The result of fetching one question: its record, or that it is unchanged, gone or unreadable."""

    id: int
    fetched: Fetched | None = None
    parsed: ParsedQuestion | None = None
    refused: str = ""
    failed: str = ""

    @property
    def is_same(self) -> bool:
        return bool(self.fetched and self.fetched.not_modified)

    @property
    def is_gone(self) -> bool:
        return not (self.fetched or self.failed)

    @property
    def is_open(self) -> bool:
        """Whether later syncs will fetch it again."""
        return bool(self.parsed and state(self.parsed.question) < ANSWER)


def detail_path(number: int) -> str:
    return f"{QUESTIONS}/{number}"


def take_in_due(client: Client, run: SyncRun, meanwhile: Iterable[object]) -> None:
    """Fetch all questions that are due, newest first, and save them in batches.

    When none are left, take the next item of `meanwhile`, which may make others due. Raises CircuitOpen.
    """
    due = Due()
    with closing(client.each(partial(fetch_detail, client), due.numbers(meanwhile))) as answers:
        for batch in _batches(answers):
            due.done |= _save(client, run, batch)
            run.progress.rows(QUESTIONS, len(batch), 0)


class Due:
    """Parliament's ids of the due questions, each once; `under_way` includes those that could not be fetched."""

    def __init__(self) -> None:
        self.under_way: set[int] = set()
        self.done: set[int] = set()

    def numbers(self, meanwhile: Iterable[object]) -> Iterator[int]:
        yield from self._waiting()
        for _ in meanwhile:
            yield from self._waiting()

    def _waiting(self) -> Iterator[int]:
        ids = self._below(LARGEST_ID + 1)
        while ids:
            fresh = [number for number in ids if number not in self.under_way]
            # Once in a run, even if it fails: otherwise a question that cannot be fetched would be requested endlessly.
            self.under_way.update(fresh)
            yield from fresh
            ids = self._below(ids[-1])

    def _below(self, number: int) -> list[int]:
        """The next due questions in the database now: finished ones may have become due again."""
        self.under_way -= self.done
        self.done.clear()
        rows = ListedQuestion.objects.filter(is_due=True, pk__lt=number).order_by("-parliament_id")
        return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def fetch_detail(client: Client, number: int, *, once_more: bool = True) -> Answer:
    """Fetch one question. Runs in a thread, so it never uses the database. If the question is gone, tries once more."""
    try:
        fetched = client.get(detail_path(number))
        parsed = None if fetched.not_modified else read_detail(fetched.data, number)
        return Answer(number, fetched, parsed)
    except Gone:
        return fetch_detail(client, number, once_more=False) if once_more else Answer(number)
    except NotFetched as error:
        return Answer(number, failed=str(error))
    except RefusedRecord as error:
        return Answer(number, fetched, refused=str(error))


def _batches(answers: Iterable[Answer]) -> Iterator[list[Answer]]:
    """Batches of answers. If the circuit opens, yields the answers that came before, then raises CircuitOpen."""
    batch: list[Answer] = []
    since = time.monotonic()
    try:
        for answer in answers:
            batch.append(answer)
            if len(batch) == BATCH or time.monotonic() - since > PATIENCE:
                yield batch
                batch, since = [], time.monotonic()
    except CircuitOpen:
        yield batch
        raise
    if batch:
        yield batch


@transaction.atomic
def _save(client: Client, run: SyncRun, batch: list[Answer]) -> set[int]:
    """Returns the ids that need not be fetched again."""
    # The archive's lock first, as everywhere. run.count() then renews the lease in this transaction: a sync that has
    # lost it saves nothing.
    Archive.lock()
    refused = _save_records(run, [answer for answer in batch if answer.parsed])
    see_again([answer.id for answer in batch if answer.is_same], run.day, run.count)
    _mark_vanished(run, [answer.id for answer in batch if answer.is_gone])
    _refuse_unread(run, batch)
    done = {answer.id for answer in batch if not (answer.failed or answer.refused)} - refused
    there = {answer.id for answer in batch if answer.fetched} & done
    _set_vanished(Question.objects.filter(parliament_id__in=there).exclude(vanished_on=None), None)
    ListedQuestion.objects.filter(pk__in=done).update(is_due=False)
    for answer in batch:
        if answer.fetched and answer.id in done and answer.is_open:
            # In this transaction: if it fails, the next run must not get "not modified" for an unsaved record.
            client.remember(answer.fetched)
    return done


def _save_records(run: SyncRun, answers: list[Answer]) -> set[int]:
    """Returns the ids of the refused questions."""
    rows = [Row(place, a.parsed, run.day.isoformat()) for place, a in enumerate(answers) if a.parsed]
    if not rows:
        return set()
    refusals = save_batch(rows, SOURCE, run.count)
    refused = [(answers[refusal.row.position], refusal.reason) for refusal in refusals]
    for answer, reason in refused:
        _refuse(run, answer, reason)
    return {answer.id for answer, _ in refused}


def _refuse_unread(run: SyncRun, batch: list[Answer]) -> None:
    for answer in batch:
        if answer.refused:
            _refuse(run, answer, answer.refused)
        if answer.failed:
            run.fail(answer.failed)


def _refuse(run: SyncRun, answer: Answer, reason: str) -> None:
    if answer.fetched:
        run.refuse(answer.fetched.url, 1, reason, answer.fetched.raw.decode("utf-8", "replace"))


def _set_vanished(questions: QuerySet[Question], day: date | None) -> int:
    """Returns how many. Logs the change for the index, because shares on time do not wait for vanished questions."""
    pks = list(questions.values_list("pk", flat=True))
    Change.log(pks, "vanished")
    return Question.objects.filter(pk__in=pks).update(vanished_on=day)


def _mark_vanished(run: SyncRun, gone: list[int]) -> None:
    """Mark questions that Parliament no longer has; forget those that were never in the archive."""
    # `vanished_on` keeps the first day on which it was gone.
    known = Question.objects.filter(parliament_id__in=gone, vanished_on=None)
    run.count(Counter(vanished=_set_vanished(known, run.day)))
    there = Question.objects.filter(parliament_id__in=gone).values_list("parliament_id", flat=True)
    ListedQuestion.objects.filter(pk__in=set(gone) - set(there)).delete()
