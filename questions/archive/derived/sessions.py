"""Apply changes to sessions, by updating what depends on them.

Two things do: the verdict on an open question (in the index), and the question that a UIN without a day refers to (in
references). Until both follow the present sessions, SessionsInForce keeps the former ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction

from questions.archive.batches import PAUSE, batches
from questions.models import Archive, Change, ParliamentarySession, Question, Reference, SessionsInForce
from questions.rules.sessions import Session, Sessions
from questions.search.index import store

from .references import resolve_again

FEW = 5000  # questions that may be updated while a user waits for a form's response


def in_force() -> Sessions | None:
    """The sessions that everything was last worked out with; None if that was never done."""
    row = SessionsInForce.objects.first()
    return Sessions([_session(*one) for one in row.sessions]) if row else None


def keep_in_force(sessions: Sessions) -> None:
    """Record that everything has been worked out with these sessions."""
    rows = [[first.isoformat(), last and last.isoformat(), name] for first, last, name in sessions]
    SessionsInForce.objects.update_or_create(pk=1, defaults={"sessions": rows})


def _session(first: str, last: str | None, name: str) -> Session:
    return Session(date.fromisoformat(first), date.fromisoformat(last) if last else None, name)


def are_pending() -> bool:
    return in_force() != ParliamentarySession.objects.calendar()


def apply_pending(most: int | None = None) -> int | None:
    """Update what changed sessions affect; returns how many questions changed.

    None if this is left to another process: more than `most` questions are affected, or one is already at work.
    """
    with store.locked("sessions", wait=most is None) as held:
        before, wanted = in_force(), ParliamentarySession.objects.calendar()
        if not held:
            return None
        if before == wanted:
            return 0
        verdicts, citing = _judged_otherwise(before or Sessions(), wanted), _citing()
        if most is not None and len(verdicts) + len(citing) > most:
            return None
        # The index works out verdicts itself: for these it is enough to log the questions.
        number = _tell(verdicts, set) + _tell(citing, resolve_again)
        keep_in_force(wanted)  # if sessions have changed again, they differ from these and are applied next
        return number


def _judged_otherwise(before: Sessions, wanted: Sessions) -> list[int]:
    """Open questions that have lapsed under only one of the two lists of sessions."""
    rows = Question.objects.unanswered().filter(tabled_on__isnull=False, last_seen_on__isnull=False).order_by()
    days = rows.values_list("pk", "tabled_on", "last_seen_on").iterator()
    return [pk for pk, *seen in days if before.has_ended(*seen) != wanted.has_ended(*seen)]


def _citing() -> list[int]:
    return list(Reference.objects.order_by("question").values_list("question", flat=True).distinct())


def _tell(questions: list[int], work: Callable[[Iterable[int]], set[int]]) -> int:
    """Call `work` in short transactions, and log the questions that it returns as changed; returns their number."""
    number = 0
    for batch in batches(questions):
        with transaction.atomic():
            Archive.lock()
            different = work(batch)
            Change.log(sorted(different), "session")
        number += len(different)
        time.sleep(PAUSE)
    return number
