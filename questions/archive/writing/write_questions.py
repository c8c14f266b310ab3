"""The write path: all that records and editors say about questions goes through `write_drafts`.

Before it, the claims about a question are settled: for records in importing/save_questions.py, for editors in
editing/question_edits.py. The caller's transaction holds the archive's lock, so that all of it is saved or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from questions.archive.derived.change_logging import log_and_assign_topics
from questions.archive.derived.groups import resolve_groups
from questions.archive.derived.steps import derive
from questions.archive.evidence.claims import Claim
from questions.archive.evidence.settling import Settled
from questions.models import Question
from questions.sources.records import QuestionRecord

from .people import find_departments, find_members
from .printed_names import find_printed
from .question_rows import Names, Work, Written, load, write

DEMO = "demo"


class Draft(NamedTuple):
    """The settled state to write for a question, with its claims; `question` is None if it is new."""

    question: Question | None
    claims: tuple[Claim, ...]
    settled: Settled


def write_drafts(drafts: list[Draft], *, public: bool = True, saved: Iterable[int] = ()) -> Written:
    """Write these questions and what follows from them. New ones become public, or drafts.

    `saved` are questions whose rows a form has just saved: what follows from them is worked out even if settling
    changes nothing more.
    """
    # 1. People and departments, the questions, their answers and evidence; each change enters the audit history.
    written = write(_work(drafts, public=public), _names(drafts))
    changed = [*written.created, *written.updated]
    # 2. Links between questions that were answered together, in both directions.
    resolve_groups(changed)
    # 3. Facts that follow from the texts: answer kinds, references, cited documents.
    pks = {question.pk for question in changed} | set(saved)
    different = derive(pks)
    # 4. The change log, which tells the index; and topics. Last, because rules are matched against the rows.
    log_and_assign_topics(pks | different, "edited" if saved else "question")
    return written


def _work(drafts: list[Draft], *, public: bool) -> list[Work]:
    as_draft: dict[str, Any] = {} if public else {"published_at": None}
    whole = load(draft.question.pk for draft in drafts if draft.question)
    return [
        Work(
            question=whole[draft.question.pk] if draft.question else Question(**as_draft),
            claims=draft.claims,
            settled=draft.settled,
            is_new=draft.question is None,
        )
        for draft in drafts
    ]


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
