"""Keeps the vectors in step with the archive.

Changes come from the change log, as for the search index. If the log cannot say what has changed, every question is
compared, the newest first; this goes on where it stopped, and meanwhile changes are followed. Only texts that have no
vector yet take time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from threading import Event
from typing import Any

import numpy as np
from django.db.models import Q

from pq_archive.waits import close_replaced_file
from questions.models import Change, Question
from questions.models.change_log import Mark

from .asked import VERSION, Asked, read_asked
from .encoder import Encoder
from .rows import HEAD, NEWEST, Place, Rows, compress
from .rows_written import RowsWriter

BATCH = 500  # questions between two commits
Progress = Callable[[int, int], None]  # questions done, and how many there are (0: not known)


def silent(done: int, total: int) -> None:
    """Progress that is not shown."""


def catch_up(
    writer: RowsWriter, encoder: Encoder, progress: Progress = silent, stop: Event | None = None, *, anew: bool = False
) -> int:
    """Follow the change log to its end, and go on comparing all questions if that has to be done.

    `anew`: compare all questions in any case. Returns how many have got a new vector. Raises OSError, or ValueError if
    the files are damaged.
    """
    work, before = _Work(writer, encoder, progress, stop or Event()), writer.state
    if anew or writer.state.version != VERSION or writer.state.mark.why_lost("the file of vectors"):
        work.begin_comparison()
    work.follow()
    work.compare()
    if writer.state != before:
        writer.compact()
    return work.embedded


class _Work:
    def __init__(self, writer: RowsWriter, encoder: Encoder, progress: Progress, stop: Event):
        self.writer, self.encoder, self.progress, self.stop = writer, encoder, progress, stop
        self.embedded = 0

    def begin_comparison(self) -> None:
        """From here on the log says what changes, and the comparison finds what has changed before."""
        mark, rows = Mark.now(), self.writer.read()
        public = np.fromiter(Question.objects.public().values_list("pk", flat=True).iterator(), dtype=np.int64)
        self.writer.retire(rows.places_with(np.setdiff1d(rows.keys, public)))
        self.writer.commit(mark, NEWEST)

    def follow(self) -> None:
        """Only as far as the log goes now, so this always ends."""
        end = Change.ends().last
        if self.withdraw():
            self.writer.commit(self.writer.state.mark, self.writer.state.rest, end)
        while changes := list(Change.after(self.writer.state.mark.change).filter(id__lte=end)[:BATCH]):
            self.refresh({question for _, question in changes})
            state = self.writer.state
            self.writer.commit(state.mark.moved_to(changes[-1][0]), state.rest, end)
        if not self.writer.state.is_followed:  # the log's last rows were deleted meanwhile
            self.writer.commit(self.writer.state.mark, self.writer.state.rest)

    def withdraw(self) -> bool:
        """First of all, what is no longer public leaves, if much else has changed; returns whether it has."""
        changes = Change.after(self.writer.state.mark.change)
        if not changes[BATCH : BATCH + 1].exists():
            return False
        rows = self.writer.read()
        changed = np.intersect1d(np.fromiter((key for _, key in changes.iterator()), dtype=np.int64), rows.keys)
        for start in range(0, len(changed), BATCH):
            some = changed[start : start + BATCH].tolist()
            public = Question.objects.public().filter(pk__in=some).order_by().values_list("pk", flat=True)
            self.writer.retire(rows.places_with(np.setdiff1d(some, [*public])))
        return True

    def compare(self) -> None:
        """Between two batches, changes are followed, so that what is withheld meanwhile leaves at once."""
        while (rest := self.writer.state.rest) and not self.stop.is_set():
            close_replaced_file()  # this may go on for hours
            batch = list(_older_than(rest)[:BATCH])
            self.refresh([key for key, _ in batch])
            state, rest = self.writer.state, _place_of(*batch[-1]) if batch else _before_undated(rest)
            self.writer.commit(state.mark, rest, state.end)
            self.follow()

    def refresh(self, keys: Collection[int]) -> None:
        """Append the rows that these questions need, and retire those that they no longer have."""
        rows, public = self.writer.read(), read_asked(keys)
        self.writer.retire(rows.places_with([key for key in keys if key not in public]))
        fresh, moved = _compared(rows, public.values())
        if fresh:
            self._append(fresh, *compress(self.encoder.encode_questions([(q.heading, q.text) for q in fresh])))
            self.embedded += len(fresh)
            self.progress(self.embedded, 0)
        if moved:
            places = rows.places_of([question.key for question in moved])
            self._append(moved, rows.numbers[places], rows.bits[places])

    def _append(self, questions: list[Asked], numbers: Any, bits: Any) -> None:
        self.writer.append(np.array([question.head for question in questions], HEAD), numbers, bits)


def _compared(rows: Rows, questions: Collection[Asked]) -> tuple[list[Asked], list[Asked]]:
    """The questions that need a vector, and those whose vector is right, but not their department or day."""
    fresh, moved = [], []
    places = rows.places_of([question.key for question in questions])
    for question, place in zip(questions, places, strict=True):
        there = rows.heads[place].item() if place >= 0 else None
        if there is None or there[1] != question.digest:
            fresh.append(question)
        elif there != question.head:
            moved.append(question)
    return fresh, moved


def _older_than(rest: Place) -> Any:
    """(key, day of tabling) of public questions after this place: the newest first, those without a day last."""
    day, key = rest
    public = Question.objects.public().order_by("-tabled_on", "-pk").values_list("pk", "tabled_on")
    if day <= 0:
        return public.filter(Q(pk__lt=key) if key else Q(), tabled_on=None)
    older = Q(tabled_on__isnull=False)
    if day <= date.max.toordinal():
        on = date.fromordinal(day)
        older &= Q(tabled_on__lt=on) | Q(tabled_on=on, pk__lt=key)
    return public.filter(older)


def _place_of(key: int, day: date | None) -> Place:
    return (day.toordinal() if day else 0), key


def _before_undated(rest: Place) -> Place | None:
    """What comes after the last question with a day: those without one, then nothing."""
    return (0, 0) if rest[0] > 0 else None
