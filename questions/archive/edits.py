"""What editors do, as claims like any source's, so that no later import undoes it unseen."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from questions.models import Answer, Archive, Department, Evidence, ExternalId, Member, Question
from questions.models.questions import QuestionQuerySet
from questions.sources.records import AnswerRecord, AttachmentRecord, Body, QuestionRecord
from questions.text import Form, Wording, answer_wording

from .chronology import state
from .claims import Claim, add_claim, is_editor, unpack
from .drafts import Draft, write_drafts
from .file_days import placed
from .removed import is_same, key_of, removed_in, taken_out, without_removed
from .settle import settle


def claim_of(question: Question, editor: str = "", day: date | None = None) -> Claim:
    """The claim that a question's own rows make; by default as of the day it was published."""
    day = day or (question.published_at or timezone.now()).date()
    return Claim(record_of(question), source_of(editor), (day.isoformat(),))


def source_of(editor: str) -> str:
    return f"editor:{editor}" if editor else "editor"


def record_of(question: Question) -> QuestionRecord:
    """A question's rows as a record."""
    return record_from(with_record(Question.objects.filter(pk=question.pk)).get())


def with_record(questions: QuestionQuerySet) -> QuestionQuerySet:
    """With all that a record holds, in a fixed number of queries."""
    answers = Answer.objects.with_people().prefetch_related("attachments")
    return questions.with_people().prefetch_related(Prefetch("answers", answers), "group_links")


def record_from(question: Question) -> QuestionRecord:
    """What stands in these very objects as a record; they may differ from what is saved."""
    return QuestionRecord(
        house=question.house,
        uin=question.uin,
        tabled=_iso(question.tabled_on),
        wording=Wording(question.text, Form.CUT if question.text_is_cut else Form.PLAIN),
        parliament_id=question.parliament_id,
        due=_iso(question.due_on),
        named_day=question.is_named_day,
        interest=question.has_interest,
        withdrawn=question.is_withdrawn,
        heading=question.heading or None,
        asked_by=_reference(question.asked_by, question.asked_by_printed),
        department=body_of(question.department),
        answers=tuple(answer_of(a) for a in question.answers_in_order),
        grouped=tuple(sorted(((g.uin, _iso(g.tabled_on)) for g in question.group_links.all()), key=str)),
        source_url=question.source_url,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _reference(member: Member | None, printed: ExternalId | None) -> str | None:
    """As a source has printed it, unless the row has another member by now."""
    if printed and printed.member == member:
        return printed.reference
    return member.reference if member else None


def body_of(department: Department | None) -> Body | None:
    """A department as records name it."""
    if department is None:
        return None
    own = None if department.parliament_id else department.pk
    return Body(department.parliament_id, department.name, own)


def answer_of(answer: Answer) -> AnswerRecord:
    """An answer's row as a record."""
    wording = answer_wording(answer.text) if answer.text else None
    if wording and answer.text_is_cut:
        wording = wording._replace(form=Form.CUT)
    attachments = tuple(AttachmentRecord(a.url, a.title, a.file_type, a.size) for a in answer.attachments.all())
    day = answer.answered_on.isoformat()
    return AnswerRecord(
        answer.kind, day, _reference(answer.answered_by, answer.answered_by_printed), wording, attachments
    )


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
