"""Questions as a spreadsheet: one row for each, with its current answer.

A row has what readers see of a question, as in /questions/export.csv. A question never has two rows, because they
could contradict each other. A row never changes an earlier answer: if it has another stage (or, for a correction,
another day), it adds an answer.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from questions.archive.audit import recording
from questions.archive.editing.question_edits import make_draft
from questions.archive.rows_as_records import body_of, record_from, with_record
from questions.archive.writing.write_questions import write_drafts
from questions.models import Answer, Member, Question
from questions.models.lookups import spellings
from questions.models.members import House
from questions.sources.parliament import UIN
from questions.sources.records import CORRECTION, AnswerRecord, QuestionRecord
from questions.text.cleaning import Form, Wording, answer_wording
from questions.text.dates import full_day

from .department_names import NamedOnADay
from .resources import BulkResource, Column, Target, portions, refuse
from .widgets import Day, Html, Named, OneOf, PastDay, Text, YesOrNo

BATCH = 500
HOUSES = {House.COMMONS: "commons", House.LORDS: "lords"}
ANSWERS = {Answer.Stage.HOLDING: "holding", Answer.Stage.ANSWER: "answer", Answer.Stage.CORRECTION: "correction"}
OF_ANSWERS = ("answer_stage", "answered", "answered_by", "answer")
PUBLIC = (
    "This answer is public, so you cannot overwrite it. To correct it, put “correction” in the answer_stage column and "
    "the date of the correction in the answered column. The earlier answer is kept."
)
KNOWN_BETTER = "You cannot empty this: a source has “{}” on record."


class Uin(Text):
    def clean(self, value: str, row: Any = None, **given: Any) -> str:
        if not UIN.fullmatch(value.upper()):
            raise ValueError("Enter a UIN, such as 171468, or HL5762 in the Lords.")
        return value.upper()


class QuestionResource(BulkResource):
    model = Question
    natural = ("house", "tabled", "uin")
    former_names = {"answer_kind": "answer_stage"}

    id = Column("reference")
    uin = Column("uin", Uin(), needed=True)
    house = Column("house", OneOf(HOUSES, dict(House.choices)), needed=True)
    tabled = Column("tabled_on", PastDay(), needed=True)
    heading = Column("heading")
    question = Column("text", needed=True)
    department = Column("department", NamedOnADay())
    asked_by = Column("asked_by", Named(Member))
    asked_by_printed = Column("asked_by_printed__name", readonly=True)
    named_day = Column("is_named_day", YesOrNo())
    due = Column("due_on", Day())
    interest = Column("has_interest", YesOrNo())
    withdrawn = Column("is_withdrawn", YesOrNo())
    source = Column("source_url")
    answer_stage = Column("current_answer__stage", OneOf(ANSWERS, dict(Answer.Stage.choices)))
    answered = Column("current_answer__answered_on", PastDay())
    answered_by = Column("current_answer__answered_by", Named(Member))
    answered_by_printed = Column("current_answer__answered_by_printed__name", readonly=True)
    answer = Column("current_answer__text", Html(), markup=True)
    status = Column("status", readonly=True)
    public = Column("is_public", YesOrNo(), readonly=True)

    def on_record(self, rows: Any) -> Any:
        return with_record(rows)

    def load(self, rows: list[dict[str, str]]) -> None:
        found: dict[int, Question] = {}
        for some in portions(rows, BATCH):
            rows_of = with_record(Question.objects.filter(_named_in(some))).select_related("evidence")
            found |= {question.pk: question for question in rows_of}
        self.by_reference = {question.reference: question for question in found.values()}
        self.by_address = {_address_of(question): question for question in found.values()}

    def find(self, row: dict[str, str]) -> Question | None:
        there = self._by_id(row) or self._by_own_address(row)
        if there and there.deleted_at:
            refuse("id", "This question is deleted. Restore it first.")
        return there

    def _by_id(self, row: dict[str, str]) -> Question | None:
        number = row.get("id", "")
        if number and number not in self.by_reference:
            refuse("id", f"There is no question with the ID {number:.40}. For a new question, leave the ID empty.")
        return self.by_reference[number] if number else None

    def _by_own_address(self, row: dict[str, str]) -> Question | None:
        try:
            values = [self.columns[name].widget.clean(row.get(name, "")) for name in self.natural]
        except ValueError:
            return None  # a new row: its cells get the error messages
        return self.by_address.get(_address(*values))

    def identities(self, target: Target) -> list[Any]:
        record = target.wanted and target.wanted.settled.record
        address = (record.house, record.tabled, record.uin) if record else _address_of(target.row)
        return [address, target.row.pk] if target.row else [address]

    def day_of(self, target: Target, row: dict[str, str]) -> date | None:
        """The day tabled that the row gives, or else the one on record; without any, the day of the answer."""
        there = target.row
        known = (there.tabled_on or there.answered_on) if there else None
        return full_day(row.get("tabled", "")) or known

    def check(self, target: Target) -> None:
        record = self._record(target)
        self._check_address(target, record)
        if record.due and record.due < (record.tabled or ""):
            refuse("due", "This is before the date tabled.")
        evidence = getattr(target.row, "evidence", None) if target.row else None
        target.wanted = make_draft(target.row, record, self.editor, evidence)
        _check_settled(record, target.wanted.settled)

    def _check_address(self, target: Target, record: QuestionRecord) -> None:
        there = self.by_address.get((record.house, record.tabled, record.uin))
        if there and (target.row is None or there.pk != target.row.pk):
            refuse("uin", f"{there} already has this House, date and UIN. Its ID is {there.reference}.")

    def _record(self, target: Target) -> QuestionRecord:
        """The question with the row's values."""
        row, value = target.row, target.value
        now = record_from(row) if row else QuestionRecord("", "", None, Wording("", Form.PLAIN))
        day = value("tabled")
        said = now._replace(
            house=value("house", now.house),
            uin=value("uin", now.uin),
            tabled=day.isoformat() if day else now.tabled,
            heading=value("heading", now.heading) or None,
            wording=Wording(value("question"), Form.PLAIN) if "question" in target.changes else now.wording,
            department=body_of(value("department")) if "department" in target.changes else now.department,
            asked_by=_reference(value("asked_by")) if "asked_by" in target.changes else now.asked_by,
            named_day=value("named_day", now.named_day),
            due=_iso(value("due")) if "due" in target.given else now.due,
            interest=value("interest", now.interest),
            withdrawn=bool(value("withdrawn", now.withdrawn)),
            source_url=value("source", now.source_url) or "",
        )
        return said._replace(answers=_answers(target, said)) if target.changes.keys() & set(OF_ANSWERS) else said

    def save(self, targets: list[Target], *, public: bool = False) -> None:
        for some in portions(targets, BATCH):
            written = write_drafts([target.wanted for target in some], public=public)
            recording.record_created(written.created)


def _named_in(rows: list[dict[str, str]]) -> Q:
    """A filter for the questions that these rows may be about, or that have the addresses in these rows."""
    ids = {row.get("id", "") for row in rows}
    uins = {spelt for row in rows if row.get("uin") for spelt in spellings(row["uin"])}
    numbers = [int(one) for one in ids if one.isdecimal() and len(one) < 15]
    own = [int(one[1:]) for one in ids if one[:1] == "a" and one[1:].isdecimal() and len(one) < 15]
    return Q(parliament_id__in=numbers) | Q(pk__in=own, parliament_id=None) | Q(uin__in=uins)


def _address(house: Any, tabled: date | None, uin: str) -> tuple:
    return house, _iso(tabled), uin


def _address_of(question: Question) -> tuple:
    return _address(question.house, question.tabled_on, question.uin)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _reference(member: Member | None) -> str | None:
    return member.reference if member else None


def _answers(target: Target, said: QuestionRecord) -> tuple[AnswerRecord, ...]:
    """A question's answers, and the answer that the row changes or adds."""
    current = target.row.current_answer if target.row else None
    stage = target.value("answer_stage", current.stage if current else Answer.Stage.ANSWER)
    day = target.value("answered", current.answered_on if current else None)
    if not stage or not day:
        refuse("answered", "Enter the date of the answer. To delete an answer, open the question's form.")
    if said.tabled and day.isoformat() < said.tabled:
        refuse("answered", "This is before the date tabled.")
    there = next(
        (a for a in said.answers if a.stage == stage and (stage != CORRECTION or a.day == day.isoformat())), None
    )
    answer = _changed(target, there, day) if there else _added(target, stage, day)
    others = [a for a in said.answers if a is not there]
    return tuple(sorted((*others, answer), key=lambda a: (a.stage, a.day)))


def _changed(target: Target, there: AnswerRecord, day: date) -> AnswerRecord:
    if "answer" in target.changes and there.wording and target.row.is_public:
        refuse("answer", PUBLIC)
    changed = there._replace(day=day.isoformat())
    if "answered_by" in target.changes:
        changed = changed._replace(by=_reference(target.value("answered_by")))
    return changed._replace(wording=_wording(target.value("answer"))) if "answer" in target.changes else changed


def _added(target: Target, stage: int, day: date) -> AnswerRecord:
    if target.row and target.row.current_answer and "answer" not in target.changes:
        refuse("answer", "This is the text of the earlier answer. Enter the text of the new one.")
    by = target.value("answered_by")
    return AnswerRecord(stage, day.isoformat(), _reference(by), _wording(target.value("answer")))


def _wording(text: str | None) -> Wording | None:
    return answer_wording(text) if text else None


# {column: field of a record}
SETTLED = {
    "uin": "uin",
    "tabled": "tabled",
    "heading": "heading",
    "question": "wording",
    "department": "department",
    "asked_by": "asked_by",
    "named_day": "named_day",
    "due": "due",
    "interest": "interest",
    "source": "source_url",
}


def _check_settled(record: QuestionRecord, settled: Any) -> None:
    """Refuse to empty what a source has on record: settling would bring it back, and the preview must say so."""
    wrong = {
        column: KNOWN_BETTER.format(getattr(settled.record, name))
        for column, name in SETTLED.items()
        if getattr(record, name) in (None, "") and getattr(settled.record, name) not in (None, "")
    }
    said = {(a.stage, a.day): a for a in settled.answers}
    for answer in record.answers:
        stands = said.get((answer.stage, answer.day))
        if stands is None:
            wrong["answered"] = "You cannot change this: a source has another date for this answer."
        elif (answer.by is None and stands.by) or (answer.wording is None and stands.wording):
            wrong["answer"] = "You cannot empty these: a source has the minister and text of this answer."
    if wrong:
        raise ValidationError(wrong)
