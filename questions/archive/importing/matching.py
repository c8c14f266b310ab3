"""Find the question in the archive that a record is about.

Parliament's id decides, else the address. For a record without an id, this may also be an address that the question had
before its day was changed. A record without a day of tabling is matched by House, day of answer and UIN, because UINs
are used again. The archive may hold such a question twice, once with Parliament's id, until the answer of the one with
the id arrives and shows that they are the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from questions.archive.audit import recording
from questions.archive.derived.references import log_citing
from questions.archive.evidence.claims import Claim, unpack
from questions.archive.rows_as_records import claim_of
from questions.models import Change, Evidence, FormerAddress, Question, TopicAssignment
from questions.sources.records import QuestionRecord, RefusedRecord

Address = tuple[str, str, str, str]  # House, "tabled" or "answered", the day of that, UIN


def address(record: QuestionRecord) -> Address:
    """The address that identifies a question without an id."""
    return _by("tabled", record.tabled, record) if record.tabled else _by("answered", record.answered, record)


def _by(what: str, day: object, record: QuestionRecord | Question) -> Address:
    return record.house, what, str(day), record.uin


class Matches:
    """The questions that a batch of records may be about."""

    def __init__(self, records: list[QuestionRecord]):
        ids = [r.parliament_id for r in records if r.parliament_id]
        self._by_id = {q.parliament_id: q for q in _light().filter(parliament_id__in=ids)}
        tabled = [r for r in records if r.tabled]
        # Later lines win: an address in use now takes precedence over a former one.
        self._by_address = _formerly([r for r in tabled if not r.parliament_id])
        self._by_address |= _tabled([r for r in tabled if r.parliament_id not in self._by_id])
        self._by_address |= _answered([r for r in records if not r.tabled])
        self._untabled = _untabled([r for r in tabled if r.answered])
        self._without_id = _tabled([r for r in tabled if r.parliament_id in self._by_id], parliament_id=None)

    def match(self, record: QuestionRecord) -> Question | None:
        """The question, or None if new. Raises RefusedRecord if the address belongs to a question with another id."""
        if record.parliament_id in self._by_id:
            return self._by_id[record.parliament_id]
        there = self._by_address.get(address(record)) or self._untabled.pop(_by_answer(record), None)
        if there and record.parliament_id and there.parliament_id:
            raise RefusedRecord(f"its house, day and UIN already belong to question {there.parliament_id}")
        if there and record.parliament_id:
            there.parliament_id = record.parliament_id  # so that no record with another id takes it too
            self._by_id[record.parliament_id] = there
        return there

    def twin(self, record: QuestionRecord, question: Question) -> Question | None:
        """A second row for the same question: it came without a day of tabling, or without an id under the record's
        address. Each is returned only once."""
        for there, key in ((self._untabled, _by_answer(record)), (self._without_id, address(record))):
            if key in there and there[key].pk != question.pk:
                # Removed, so that no other record in the batch takes over the same twin.
                return there.pop(key)
        return None


def _by_answer(record: QuestionRecord) -> Address:
    return _by("answered", record.answered, record)


def _light() -> QuerySet[Question]:
    return Question.objects.only("pk", "parliament_id", "house", "tabled_on", "answered_on", "uin")


def _formerly(records: list[QuestionRecord]) -> dict[Address, Question]:
    """Questions that had these addresses until their day changed."""
    named = FormerAddress.objects.filter(uin__in={r.uin for r in records}, tabled_on__in={r.tabled for r in records})
    there = named.select_related("question") if records else ()
    return {_by("tabled", one.tabled_on, one.question): one.question for one in there}


def _tabled(records: list[QuestionRecord], **only: Any) -> dict[Address, Question]:
    """Questions that may have the addresses of these records."""
    there = _light().filter(uin__in={r.uin for r in records}, tabled_on__in={r.tabled for r in records}, **only)
    return {_by("tabled", q.tabled_on, q): q for q in there} if records else {}


def _answered(records: list[QuestionRecord]) -> dict[Address, Question]:
    """Questions answered on the days of these records, or with that day in a former address; the newest counts."""
    if not records:
        return {}
    uins, days = {r.uin for r in records}, {r.answered for r in records}
    named = FormerAddress.objects.filter(uin__in=uins, answered_on__in=days).select_related("question")
    former = {_by("answered", one.answered_on, one.question): one.question for one in named}
    newest_last = _light().filter(uin__in=uins, answered_on__in=days).order_by(F("tabled_on").asc(nulls_first=True))
    return former | {_by("answered", q.answered_on, q): q for q in newest_last}


def _untabled(records: list[QuestionRecord]) -> dict[Address, Question]:
    """Questions without a day of tabling that were answered on the days of these records."""
    uins, days = {r.uin for r in records}, {r.answered for r in records}
    there = _light().filter(tabled_on=None, uin__in=uins, answered_on__in=days)
    return {_by("answered", q.answered_on, q): q for q in there} if records else {}


def claims_on(question: Question, evidence: Evidence | None) -> tuple[Claim, ...]:
    """The question's claims on record; for one entered by hand, the claim that its own rows make."""
    return unpack(bytes(evidence.packed)) if evidence else (claim_of(question),)


def take_over(twin: Question, question: Question) -> list[Claim]:
    """Delete the twin and return its claims. Editors' topics and readers' reports move to the question."""
    claims = claims_on(twin, Evidence.objects.filter(question=twin).first())
    there = question.topic_assignments.values("topic")
    by_editors = twin.topic_assignments.filter(origin=TopicAssignment.Origin.EDITOR)
    by_editors.exclude(topic__in=there).update(question=question)
    for about in (twin.mistake_reports, twin.repaired_rows):
        about.update(question=question)
    # Logged while the twin exists: deleting it clears the links by which citing questions are found.
    log_citing([twin.pk])
    Change.log([twin.pk], "deleted")
    recording.record_deleted([twin])
    twin.delete()
    return list(claims)
