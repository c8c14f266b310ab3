"""Write settled questions to rows: only what differs, in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils import timezone

from questions.archive.audit import recording
from questions.archive.audit.bulk import assign, upsert
from questions.archive.derived.posts_held import Held
from questions.archive.evidence.claims import Claim, pack
from questions.archive.evidence.ordering import last_seen
from questions.archive.evidence.settling import Settled, SettledAnswer
from questions.models import Answer, Attachment, Change, Department, Evidence, ExternalId, Member, Question
from questions.sources.records import CORRECTION, Body
from questions.text.cleaning import Form, as_html

from .related_rows import RELATED, replace_rows


@dataclass
class Work:
    """A question and the settled state to write to it; the question is unsaved if it is new."""

    question: Question
    claims: tuple[Claim, ...]
    settled: Settled
    is_new: bool


class Names:
    """Rows for the people and departments that records name, and what those members held."""

    def __init__(self, members: dict[str, Member], printed: dict[str, ExternalId], departments: dict[Body, Department]):
        self._printed, self._departments = printed, departments
        matched = {reference: row.member for reference, row in printed.items() if row.member}
        self._members = members | matched
        self.held = Held(member.pk for member in self._members.values())

    def member(self, reference: str | None) -> int | None:
        return self._members[reference].pk if reference in self._members else None

    def printed(self, reference: str | None) -> int | None:
        """The primary key of a person whom a source names by its own id, matched to a member or not."""
        return self._printed[reference].pk if reference in self._printed else None

    def department(self, body: Body | None) -> Department | None:
        return self._departments[body] if body else None


class Written(NamedTuple):
    created: list[Question]
    updated: list[Question]


def write(work: list[Work], names: Names) -> Written:
    """Write all of `work`; returns the questions created, and those changed in more than the day last seen."""
    _prefetch([item.question for item in work if not item.is_new])
    changed = _write_questions(work, names) | _write_answers(work, names)
    for related in RELATED:
        changed |= replace_rows(related, [(i.question, i.is_new, i.settled) for i in work])
    _write_evidence([(item.question, item.claims) for item in work])
    return Written(
        [item.question for item in work if item.is_new],
        [i.question for i in work if not i.is_new and i.question.pk in changed],
    )


def load(pks: Iterable[int]) -> dict[int, Question]:
    return Question.objects.in_bulk(list(pks))


def _prefetch(questions: list[Question]) -> None:
    names = ("answers__attachments", *(related.name for related in RELATED))
    prefetch_related_objects(questions, *names)


def _write_questions(work: list[Work], names: Names) -> set[int]:
    # Read before new values are set on the same objects.
    before = {item.question.pk: _address(item.question) for item in work if not item.is_new}
    changed = [item.question for item in work if _set_question(item, names)]
    seen = [i.question for i in work if assign(i.question, {"last_seen_on": _day(last_seen(i.claims))})]
    there = [item.question for item in work if not item.is_new]
    # Before anything is written: a new question may take an address that another leaves in this batch.
    _free_addresses([question for question in there if before[question.pk] != _address(question)])
    Question.objects.bulk_create(item.question for item in work if item.is_new)
    touched = {question.pk for question in (*changed, *seen)}
    upsert([question for question in there if question.pk in touched])
    # The index has the day last seen. Questions with other changes are logged when all their rows are written.
    Change.log((question.pk for question in there if question.pk in touched and question not in changed), "seen")
    return {question.pk for question in changed}


def _set_question(item: Work, names: Names) -> bool:
    if _is_adopted(item):
        item.question.published_at = item.question.published_at or timezone.now()
    differs = assign(item.question, question_values(item.settled, names))
    # Chosen after the values are set, because it depends on the asker, the House and the day of tabling.
    held = names.held.membership(item.question)
    return assign(item.question, {"asked_as_id": held and held.pk}) or differs


def _address(question: Question) -> tuple:
    return (question.house, question.tabled_on, question.uin)


def _free_addresses(moved: list[Question]) -> None:
    """Clear the addresses of questions that move, because they may move to one another's addresses."""
    if moved:
        Question.objects.filter(pk__in=[question.pk for question in moved]).update(tabled_on=None, answered_on=None)


def _is_adopted(item: Work) -> bool:
    """Whether a source now shows a question entered by hand. Imports publish such a draft unless it was withheld."""
    by_hand = Question.Provenance.EDITOR
    return item.question.provenance == by_hand != item.settled.provenance and not item.question.withheld_because


def question_values(settled: Settled, names: Names) -> dict[str, Any]:
    record = settled.record
    department = names.department(record.department)
    return {
        "parliament_id": record.parliament_id,
        "uin": record.uin,
        "house": record.house,
        "heading": record.heading or "",
        "text": record.wording.body,
        "text_is_cut": record.wording.form == Form.CUT,
        "asked_by_id": names.member(record.asked_by),
        "asked_by_printed_id": names.printed(record.asked_by),
        "department_id": department and department.pk,
        "tabled_on": _day(record.tabled),
        "due_on": _day(record.due),
        "is_named_day": record.named_day,
        "has_interest": bool(record.interest),
        "is_withdrawn": record.withdrawn,
        "status": settled.status,
        "answered_on": _day(settled.answered_on),
        "source_url": record.source_url,
        "provenance": settled.provenance,
    }


def _write_answers(work: list[Work], names: Names) -> set[int]:
    new: list[Answer] = []
    changed: list[Answer] = []
    gone: list[Answer] = []
    pairs: list[tuple[Answer, SettledAnswer]] = []
    known = {item.question.pk for item in work if not item.is_new}
    for item in work:
        there = {} if item.is_new else {_key(a): a for a in item.question.answers.all()}
        for wanted in item.settled.answers:
            answer = there.pop(_wanted_key(wanted), None) or Answer(question=item.question)
            if _set_answer(answer, wanted, names, item.settled):
                (changed if answer.pk else new).append(answer)
            pairs.append((answer, wanted))
        gone += there.values()
    _delete_answers(gone)
    Answer.objects.bulk_create(new)
    # Answers that come with a new question have no entry: its evidence shows them.
    recording.record_created(answer for answer in new if answer.question_id in known)
    upsert(changed)
    return {a.question_id for a in (*new, *changed, *gone)} | _write_attachments(pairs, new)


def _delete_answers(answers: list[Answer]) -> None:
    recording.record_deleted([*answers, *(a for answer in answers for a in answer.attachments.all())])
    Answer.objects.filter(pk__in=[answer.pk for answer in answers]).delete()


def _key(answer: Answer) -> tuple:
    return (answer.stage, answer.answered_on if answer.stage == CORRECTION else None)


def _wanted_key(wanted: SettledAnswer) -> tuple:
    """What identifies an answer in its question: there is one holding answer, one original, one correction a day."""
    return (wanted.stage, _day(wanted.day) if wanted.stage == CORRECTION else None)


def _set_answer(answer: Answer, wanted: SettledAnswer, names: Names, settled: Settled) -> bool:
    department = names.department(wanted.department)
    values = {
        "stage": wanted.stage,
        "answered_on": _day(wanted.day),
        "answered_by_id": names.member(wanted.by),
        "answered_by_printed_id": names.printed(wanted.by),
        "department_id": department and department.pk,
        "text": as_html(wanted.wording) if wanted.wording else "",
        "text_is_cut": wanted.wording is not None and wanted.wording.form == Form.CUT,
    }
    changed = assign(answer, values)
    post = names.held.post(answer, department or names.department(settled.record.department))
    return assign(answer, {"answered_as_id": post and post.pk}) or changed or not answer.pk


def _write_attachments(pairs: list[tuple[Answer, SettledAnswer]], new: list[Answer]) -> set[int]:
    stale, fresh = [], []
    fields = ("url", "title", "file_type", "size")
    fresh_answers = {id(answer) for answer in new}
    for answer, wanted in pairs:
        # Nothing is prefetched for a new answer, so reading its attachments would cost a query.
        there = [] if id(answer) in fresh_answers else answer.attachments.all()
        if [tuple(getattr(a, f) for f in fields) for a in there] != [*map(tuple, wanted.attachments)]:
            stale.append(answer)
            fresh += [Attachment(answer=answer, **dict(zip(fields, row, strict=True))) for row in wanted.attachments]
    old = [answer for answer in stale if id(answer) not in fresh_answers]
    if old:
        recording.record_deleted(attachment for answer in old for attachment in answer.attachments.all())
        Attachment.objects.filter(answer__in=old).delete()
    Attachment.objects.bulk_create(fresh)
    recording.record_created(attachment for attachment in fresh if id(attachment.answer) not in fresh_answers)
    return {answer.question_id for answer in stale}


def write_seen(seen: list[tuple[Question, tuple[Claim, ...]]]) -> None:
    """Save claims that change only the day on which a question was last seen."""
    _write_evidence(seen)
    by_day: dict[date | None, list[int]] = {}
    for question, claims in seen:
        by_day.setdefault(_day(last_seen(claims)), []).append(question.pk)
    for day, pks in by_day.items():
        later = Question.objects.filter(pk__in=pks).exclude(last_seen_on=day)
        # Logged first: once they are updated, the query finds none of them.
        Change.log(later.values_list("pk", flat=True), "seen")
        later.update(last_seen_on=day)


def _write_evidence(rows: list[tuple[Question, tuple[Claim, ...]]]) -> None:
    Evidence.objects.bulk_create(
        (Evidence(question=question, packed=pack(claims)) for question, claims in rows),
        update_conflicts=True,
        unique_fields=["question"],
        update_fields=["packed"],
    )


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
