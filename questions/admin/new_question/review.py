"""The review of a new question before anything is saved, and the initial values of its form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from questions.admin.base import format_count
from questions.admin.days import spell_day
from questions.archive.writing.department_headings import Headings
from questions.archive.writing.namesakes import describe_candidates
from questions.models import Answer, Department, Member
from questions.models.members import House
from questions.sources.pasted import Pasted, PastedAnswer
from questions.sources.pasted_people import Person
from questions.sources.records import AnswerRecord, ParsedQuestion
from questions.templating import safe_html
from questions.text.cleaning import as_html
from questions.text.question_formula import find_whom

from .forms import BodyForm, PersonForm

OFFICE = re.compile(r"(?:the )?(?:secretary|minister)(?: of state)?(?: for|,) |the ", re.I)
NOT_TOLD = "not given"
SENTENCE = re.compile(r"(?:\S+ ){3,}\S+[.!]$|\b(?:answer|repl(?:y|ied)|respon(?:se|ded))", re.I)  # as answers have
NO_ANSWER = "We found no answer in this text. If it has one, add it in the form."
NOT_RECOGNISED = "not recognised"
GIVEN_BY = {
    Answer.Stage.HOLDING: "Holding answer by",
    Answer.Stage.ANSWER: "Answered by",
    Answer.Stage.CORRECTION: "Corrected by",
}


class Fact(NamedTuple):
    label: str
    value: str | SafeString
    is_missing: bool = False


def format_day(day: str | None) -> str:
    return spell_day(day or "")


# A question that was fetched


def list_record_facts(parsed: ParsedQuestion) -> list[Fact]:
    """Everything that will be saved, in the order of the form."""
    record, people = parsed.question, _People(parsed)
    due = f"{format_day(record.due)}{' (named day)' if record.named_day else ''}"
    marks = [name for name, holds in (("withdrawn", record.withdrawn), ("interest declared", record.interest)) if holds]
    values = {
        "House": House(record.house).label,
        "UIN": record.uin,
        "Tabled on": format_day(record.tabled),
        "Heading": record.heading or "",
        "Question": record.wording.body,
        "Asked by": people.describe_member(record.asked_by, record.house, record.tabled),
        "Department": record.department.name if record.department else "",
        "Date for answer": due,
        **({"Other details": ", ".join(marks)} if marks else {}),
    }
    facts = [Fact(name, value or NOT_TOLD, not value) for name, value in values.items()]
    return [*facts, *(_describe_answer(answer, people) for answer in record.answers)]


def _describe_answer(answer: AnswerRecord, people: _People) -> Fact:
    by = people.describe_member(answer.by, "", answer.day)
    heading = f"{Answer.Stage(answer.stage).label} of {format_day(answer.day)}{f', by {by}' if by else ''}"
    if not answer.wording:
        return Fact(heading, "text not on record", is_missing=True)
    return Fact(heading, safe_html(as_html(answer.wording)))


class _People:
    """The members that a record names: as the archive has them, or else as the record lists them."""

    def __init__(self, parsed: ParsedQuestion):
        self.listed = {str(one.id): one for one in parsed.members}
        references = [parsed.question.asked_by, *(answer.by for answer in parsed.question.answers)]
        rows = Member.objects.filter(parliament_id__in=[r for r in references if r and r.isdigit()])
        self.known = {row.reference: row for row in rows}

    def describe_member(self, reference: str | None, house: str, day: str | None) -> str:
        if not reference:
            return ""
        if member := self.known.get(reference):
            return str(describe_candidates([member], house, date.fromisoformat(day) if day else None)[0])
        listed = self.listed.get(reference)
        if not listed:
            return f"member {reference} (new to the archive)"
        about = ", ".join(filter(None, (listed.party, listed.seat)))
        return f"{listed.name} (new to the archive{f'; listed as {about}' if about else ''})"


# A text that was pasted


def list_text_facts(pasted: Pasted) -> list[Fact]:
    """What was recognised and what was not; people are matched in their own forms."""
    department = find_department(pasted)
    printed = pasted.department and f"{pasted.department} (not a department in the archive: left empty)"
    values = {
        "House": House(pasted.house).label if pasted.house else "",
        "UIN": pasted.uin,
        "Tabled on": format_day(pasted.tabled),
        "Heading": pasted.heading,
        "Question": pasted.text,
        "Department": str(department) if department else printed,
        "Date for answer": f"{format_day(pasted.due)}{' (named day)' if pasted.named_day else ''}".strip(),
    }
    facts = [Fact(name, value or NOT_RECOGNISED, not value) for name, value in values.items()]
    marks = [name for name, holds in (("withdrawn", pasted.withdrawn), ("interest declared", pasted.interest)) if holds]
    return [
        *facts,
        *([Fact("Other details", ", ".join(marks))] if marks else []),
        *map(_describe_pasted, pasted.answers),
    ]


def _describe_pasted(answer: PastedAnswer) -> Fact:
    day = format_day(answer.day) or f"a date that was {NOT_RECOGNISED}"
    return Fact(f"{Answer.Stage(answer.stage).label} of {day}", answer.text or "text missing", not answer.text)


def list_warnings(pasted: Pasted) -> list[str]:
    """What the editor has to look at before the form is filled in: parts that are missing, and lines left out."""
    parts = {"UIN": pasted.uin, "date tabled": pasted.tabled, "heading": pasted.heading, "question": pasted.text}
    missing = [name for name, value in parts.items() if not value]
    left = len(pasted.unread)
    return [
        *([NO_ANSWER] if not pasted.answers and any(map(SENTENCE.search, pasted.unread)) else []),
        *(["An answer has no date. Add it in the form."] if any(not one.day for one in pasted.answers) else []),
        *(["An answer has no text. Add it in the form."] if any(not one.text for one in pasted.answers) else []),
        *([f"We did not recognise: {', '.join(missing)}."] if missing else []),
        *([f"We left out {format_count(left, 'line')}. See “Not recognised” above."] if left else []),
    ]


def find_department(pasted: Pasted) -> Department | None:
    """The department with that name on the day; without a label, one that a line names, or whom the question asks."""
    day = date.fromisoformat(pasted.tabled or (pasted.answers and pasted.answers[0].day) or "0001-01-01")
    headings = Headings()
    whom = OFFICE.sub("", find_whom(pasted.text))
    names = [pasted.department] if pasted.department else [*pasted.unread, whom]
    for name in filter(None, names):
        if found := (day.year > 1 and headings.find(name, day)) or _find_named(headings, name):
            return found
    return None


def _find_named(headings: Headings, name: str) -> Department | None:
    return Department.objects.named(name) or next(iter(headings.find_all(name)), None)


def make_body_form(pasted: Pasted, posted: Any = None) -> BodyForm:
    department = find_department(pasted)
    is_posted = posted is not None and "body-department" in posted
    return BodyForm(posted if is_posted else None, prefix="body", initial={"department": department})


def read_body(form: BodyForm) -> Any:
    """The primary key of the chosen department, or ''."""
    chosen = form.cleaned_data["department"] if form.is_bound and form.is_valid() else form.initial["department"]
    return chosen.pk if chosen else ""


def make_person_forms(pasted: Pasted, *given: Any, names: Any = None) -> list[PersonForm]:
    """A form for the asker and for each minister who answered; `names` has the names to look up."""
    asked = [("asker", "Asked by", pasted.asked_by, pasted.house, pasted.tabled)]
    answered = [
        (f"answer-{place}", GIVEN_BY[Answer.Stage(one.stage)], one.by, "", one.day)
        for place, one in enumerate(pasted.answers)
    ]
    return [
        PersonForm(role, person or Person(""), house, day, *given, prefix=prefix, initial=_read_name(names, prefix))
        for prefix, role, person, house, day in [*asked, *answered]
    ]


def _read_name(names: Any, prefix: str) -> dict[str, str]:
    name = names.get(f"{prefix}-name") if names else None
    return {} if name is None else {"name": name}


def make_initial_values(pasted: Pasted, people: list[PersonForm], body: BodyForm) -> dict[str, Any]:
    """The initial values of the question's form and of its answers' forms, ready for JSON."""
    asker, *answerers = people
    question = {
        "house": pasted.house,
        "uin": pasted.uin,
        "tabled_on": pasted.tabled,
        "heading": pasted.heading,
        "text": pasted.text,
        "asked_by": asker.member_id,
        "department": read_body(body),
        "is_named_day": pasted.named_day or "",
        "due_on": pasted.due,
        "has_interest": pasted.interest,
        "is_withdrawn": pasted.withdrawn,
    }
    answers = [
        {"stage": one.stage, "answered_on": one.day, "answered_by": form.member_id, "text": one.text}
        for one, form in zip(pasted.answers, answerers, strict=True)
    ]
    return {"question": {name: value for name, value in question.items() if value != ""}, "answers": answers}
