"""Write settled questions, and what follows from them, into the archive."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from questions.archive.derived.changes import log_and_assign_topics as log_changed
from questions.archive.derived.groups import resolve_groups
from questions.archive.derived.steps import derive
from questions.archive.evidence.claims import Claim
from questions.archive.evidence.settling import Settled
from questions.models import Question
from questions.sources.records import QuestionRecord

from .people import find_departments, find_members
from .printed_names import find_printed
from .rows import Names, Work, Written, load, write

DEMO = "demo"


class Draft(NamedTuple):
    """The settled state to write for a question, with its claims; `question` is None if it is new."""

    question: Question | None
    claims: tuple[Claim, ...]
    settled: Settled


def write_drafts(drafts: list[Draft], *, public: bool = True) -> Written:
    """Write these questions, link their groups, work out derived facts and log the changes.

    New ones become public, or drafts. Call it in a transaction that holds the archive's lock.
    """
    as_draft: dict[str, Any] = {} if public else {"published_at": None}
    whole = load(draft.question.pk for draft in drafts if draft.question)
    work = [
        Work(
            question=whole[draft.question.pk] if draft.question else Question(**as_draft),
            claims=draft.claims,
            settled=draft.settled,
            is_new=draft.question is None,
        )
        for draft in drafts
    ]
    written = write(work, _names(drafts))
    changed = [*written.created, *written.updated]
    resolve_groups(changed)
    pks = {question.pk for question in changed}
    # derive() runs first: log_changed matches topic rules against the rows as they stand.
    log_changed(pks | derive(pks), "question")
    return written


def _names(drafts: list[Draft]) -> Names:
    """The members and departments that these drafts name; new ones are created."""
    bodies = (
        (claim.record.department, date.fromisoformat(claim.days[-1]))
        for draft in drafts
        for claim in draft.claims
        if claim.record.department
    )
    # From all claims, not only the newest: each may supply the fullest or most certain name.
    members = {r for draft in drafts for claim in draft.claims for r in references(claim.record)}
    fictional = any(draft.settled.provenance == DEMO for draft in drafts)
    return Names(find_members(members, fictional=fictional), find_printed(members), find_departments(bodies))


def references(record: QuestionRecord) -> set[str]:
    """The people whom a record names."""
    return {r for r in [record.asked_by, *(a.by for a in record.answers)] if r}
