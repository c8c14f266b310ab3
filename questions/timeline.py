"""What became of a question, from its tabling on: the entries of the timeline on its page."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from questions.models import Answer, Question, QuestionEvent

# Where several things happened on one day; changes stay in the order in which they are on record.
ORDER = {"tabled": 0, "holding": 2, "answered": 3, "corrected": 4, "withdrawn": 5}
CHANGE = 1

ANSWERS = {
    Answer.Kind.HOLDING: ("holding", "Holding answer given"),
    Answer.Kind.ANSWER: ("answered", "Answered"),
    Answer.Kind.CORRECTION: ("corrected", "Answer corrected"),
}
EVENTS = {
    QuestionEvent.Kind.REWORDED: ("reworded", "Question reworded"),
    QuestionEvent.Kind.HEADING: ("heading", "Heading changed"),
    QuestionEvent.Kind.TRANSFERRED: ("transferred", "Transferred to another department"),
    QuestionEvent.Kind.TABLED_CHANGED: ("date-changed", "Date of tabling changed"),
    QuestionEvent.Kind.DUE_CHANGED: ("date-changed", "Date for answer changed"),
    QuestionEvent.Kind.ANSWER_REWORDED: ("reworded", "Answer’s text changed"),
    QuestionEvent.Kind.WITHDRAWN: ("withdrawn", "Withdrawn"),
}
LONG = {QuestionEvent.Kind.REWORDED, QuestionEvent.Kind.ANSWER_REWORDED}
DATES = {QuestionEvent.Kind.TABLED_CHANGED, QuestionEvent.Kind.DUE_CHANGED}


class Entry(NamedTuple):
    """One thing that happened. `before` and `after` are texts, or dates; of a long text, `is_long` is true.

    `is_seen` says that the day is the one on which a source first showed the change, which happened then or before.
    """

    kind: str
    day: date | None
    title: str
    before: str | date = ""
    after: str | date = ""
    is_long: bool = False
    is_seen: bool = False
    by: str = ""


def timeline(question: Question) -> list[Entry]:
    """The entries in the order of their days; an undated one, which can only be a withdrawal, comes last."""
    entries = [*_tabled(question), *map(_answer, question.answers_in_order), *map(_event, question.events.all())]
    entries += _withdrawn(question, entries)
    return sorted(entries, key=lambda entry: (entry.day or date.max, ORDER.get(entry.kind, CHANGE)))


def _tabled(question: Question) -> list[Entry]:
    by = question.asked_by.name if question.asked_by else ""
    return [Entry("tabled", question.tabled_on, "Tabled", by=by)] if question.tabled_on else []


def _answer(answer: Answer) -> Entry:
    kind, title = ANSWERS[Answer.Kind(answer.kind)]
    return Entry(kind, answer.answered_on, title, by=answer.answered_by.name if answer.answered_by else "")


def _event(event: QuestionEvent) -> Entry:
    event_kind = QuestionEvent.Kind(event.kind)
    kind, title = EVENTS[event_kind]
    show = _as_date if event_kind in DATES else str
    is_long = event_kind in LONG
    return Entry(kind, event.day, title, show(event.before), show(event.after), is_long, is_seen=True)


def _as_date(text: str) -> str | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _withdrawn(question: Question, entries: list[Entry]) -> list[Entry]:
    """A question entered as withdrawn has no event that says so."""
    is_told = any(entry.kind == "withdrawn" for entry in entries)
    return [Entry("withdrawn", None, "Withdrawn")] if question.is_withdrawn and not is_told else []
