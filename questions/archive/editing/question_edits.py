"""What editors do, as claims like any source's, so that no later import undoes it unseen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from questions.archive.evidence.claims import Claim, add_claim, is_editor, unpack
from questions.archive.evidence.file_days import placed
from questions.archive.evidence.ordering import state
from questions.archive.evidence.removed_answers import is_same, key_of, removed_in, taken_out, without_removed
from questions.archive.evidence.settling import settle
from questions.archive.importing.writing import Draft, write_drafts
from questions.archive.rows_as_records import record_of, source_of
from questions.models import Archive, Evidence, Question
from questions.sources.records import AnswerRecord, QuestionRecord


def _without_editors_of(day: str, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Of editors' words of one day the last stands: nothing in them says which came first."""
    others = (
        claim._replace(days=tuple(d for d in claim.days if d != day or not is_editor(claim.source))) for claim in claims
    )
    return tuple(claim for claim in others if claim.days)


@transaction.atomic
def take_edit(question: Question, editor: str) -> list[str]:
    """Settle a question whose rows an editor has just changed; the edit is a claim like others.

    Answers that are no longer there are taken out (removed.py). Where the editor sets a question back otherwise, what
    claimed more goes. Returns the names of fields that were emptied, but of which a source knows the value.
    """
    Archive.lock()
    return settle_record(question, record_of(question), editor)


def settle_record(
    question: Question, record: QuestionRecord, editor: str, gone: tuple[AnswerRecord, ...] = ()
) -> list[str]:
    """As `take_edit`, of what the question is to be; `gone` are answers taken out beside those that evidence tells."""
    draft = drafted(question, record, editor, Evidence.objects.filter(question=question).first(), gone=gone)
    write_drafts([draft])
    known_now = draft.settled.record._asdict()
    return [name for name, value in record._asdict().items() if value is None and known_now[name] is not None]


def drafted(
    question: Question | None,
    record: QuestionRecord,
    editor: str,
    evidence: Evidence | None,
    *,
    takes_back: str = "",
    gone: tuple[AnswerRecord, ...] = (),
) -> Draft:
    """How a question stands after an editor said this of it today; `question` is None while it is new.

    What editors said on the day `takes_back` is not only answered, but has never been said.
    """
    today = timezone.localdate().isoformat()
    known = _without_editors_of(takes_back, _claims_in(evidence))
    record = record._replace(removed=_removed(record, known, gone))
    edit = Claim(record, source_of(editor), (today,))
    claims = _not_beyond(record, add_claim(_without_editors_of(today, known), edit))
    return Draft(question, claims, settle(claims))


def claims_of(question: Question) -> tuple[Claim, ...]:
    return _claims_in(Evidence.objects.filter(question=question).first())


def _claims_in(evidence: Evidence | None) -> tuple[Claim, ...]:
    return unpack(bytes(evidence.packed)) if evidence else ()


def _removed(
    record: QuestionRecord, known: tuple[Claim, ...], gone: tuple[AnswerRecord, ...]
) -> tuple[AnswerRecord, ...]:
    """What was taken out before or is now, unless it is there again."""
    there = {key_of(answer) for answer in record.answers}
    stood = (
        [AnswerRecord(a.kind, a.day, a.by, a.wording, a.attachments) for a in settle(known).answers] if known else []
    )
    missing = [taken_out(answer) for answer in stood if key_of(answer) not in there]
    found = dict.fromkeys((*removed_in(known), *gone, *missing))
    return tuple(one for one in sorted(found, key=repr) if not any(is_same(one, answer) for answer in record.answers))


def _not_beyond(record: QuestionRecord, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Without those that, apart from what is taken out, show the question further on than the editor does."""
    told = zip(claims, without_removed(placed(claims)), strict=True)
    return tuple(claim for claim, rest in told if state(rest.record) <= state(record))
