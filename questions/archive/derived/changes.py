"""Telling the change log what was written, and giving it the topics that it now has."""

from __future__ import annotations

from collections.abc import Iterable

from questions.models import Change

from .topics import tag


def changed(questions: Iterable[int], what: str) -> None:
    """These questions were written: log it, and assign the topics whose rules they match now.

    To be called where they stand as they are to be, in a transaction that holds the archive's lock.
    """
    pks = list(questions)
    Change.log(pks, what)
    tag(pks)
