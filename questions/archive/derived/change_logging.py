"""After questions are written: log the change and assign topics."""

from __future__ import annotations

from collections.abc import Iterable

from questions.models import Change

from .topics import assign_topics


def log_and_assign_topics(questions: Iterable[int], what: str) -> None:
    """Log that these questions were written, and assign the topics whose rules they now match.

    Call it last, after all their rows are written, in a transaction that holds the archive's lock: rules are matched
    against the rows in the database at that moment.
    """
    pks = list(questions)
    Change.log(pks, what)
    assign_topics(pks)
