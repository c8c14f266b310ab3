"""The timeline on a question's page: what happened to the question since it was tabled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from questions.models import Answer, Department, Question, QuestionEvent
from questions.rules.deadlines import Timing, timing
from questions.rules.sessions import Sessions

# The order of events on one day. Changes stay in the order in which they are on record.
ORDER = {"tabled": 0, "holding": 2, "answered": 3, "corrected": 4, "withdrawn": 5, "lapsed": 6}
CHANGE = 1
UNDATED = {"tabled": date.min, "withdrawn": date.max}

ANSWERS = {
    Answer.Stage.HOLDING: ("holding", "Holding answer given"),
    Answer.Stage.ANSWER: ("answered", "Answered"),
    Answer.Stage.CORRECTION: ("corrected", "Answer corrected"),
}
EVENTS = {
    QuestionEvent.Kind.REWORDED: ("reworded", "Question reworded"),
    QuestionEvent.Kind.HEADING: ("heading", "Heading changed"),
    QuestionEvent.Kind.TRANSFERRED: ("transferred", "Transferred to another department"),
    QuestionEvent.Kind.TABLED_CHANGED: ("date-changed", "Date tabled changed"),
    QuestionEvent.Kind.DUE_CHANGED: ("date-changed", "Date for answer changed"),
    QuestionEvent.Kind.ANSWER_REWORDED: ("reworded", "Answer reworded"),
    QuestionEvent.Kind.WITHDRAWN: ("withdrawn", "Withdrawn"),
}
LONG = {QuestionEvent.Kind.REWORDED, QuestionEvent.Kind.ANSWER_REWORDED}
SESSIONS = "the dates of Parliament’s sessions"
DATES = {QuestionEvent.Kind.TABLED_CHANGED, QuestionEvent.Kind.DUE_CHANGED}


Value = str | date | Department


class Entry(NamedTuple):
    """One event. `before` and `after` are texts, dates or departments; long texts if `is_long`.

    `is_seen`: the day is when a source first showed the change, which happened then or earlier.
    `source` says in words who reported it.
    """

    kind: str
    day: date | None
    title: str
    before: Value = ""
    after: Value = ""
    is_long: bool = False
    is_seen: bool = False
    by: str = ""
    source: str = ""


def timeline(question: Question, sessions: Sessions) -> list[Entry]:
    """The entries in order of day. Without a day, tabling comes first and withdrawal last."""
    source, events = question.get_provenance_display(), list(question.events.all())
    departments = _departments(events)
    entries = [
        *_tabled(question, source),
        *(_answer(answer, source) for answer in question.answers_in_order),
        *(_event(event, departments) for event in events),
        *_lapsed(question, sessions),
    ]
    entries += _withdrawn(question, entries, source)
    return sorted(entries, key=lambda entry: (entry.day or UNDATED[entry.kind], ORDER.get(entry.kind, CHANGE)))


def _tabled(question: Question, source: str) -> list[Entry]:
    return [Entry("tabled", question.tabled_on, "Tabled", by=question.asker_name, source=source)]


def _answer(answer: Answer, source: str) -> Entry:
    kind, title = ANSWERS[Answer.Stage(answer.stage)]
    return Entry(kind, answer.answered_on, title, by=answer.minister_name, source=source)


def _event(event: QuestionEvent, departments: list[Department]) -> Entry:
    event_kind = QuestionEvent.Kind(event.kind)
    kind, title = EVENTS[event_kind]
    before, after = (_shown(text, event, departments) for text in (event.before, event.after))
    source = source_in_words(event.source)
    return Entry(kind, event.day, title, before, after, event_kind in LONG, is_seen=True, source=source)


def source_in_words(source: str) -> str:
    """Who reported a change. Editors are not named."""
    kind = source.partition(":")[0]
    if kind == Question.Provenance.EDITOR:
        return "an editor of this archive"
    return dict(Question.Provenance.choices).get(kind, source)


def _shown(text: str, event: QuestionEvent, departments: list[Department]) -> Value:
    if event.kind == QuestionEvent.Kind.TRANSFERRED:
        return _department(text, event.day, departments)
    return _as_date(text) if event.kind in DATES else text


def _departments(events: Iterable[QuestionEvent]) -> list[Department]:
    """The departments that transfers name. No query if there were no transfers."""
    moves = [event for event in events if event.kind == QuestionEvent.Kind.TRANSFERRED]
    names = {name for event in moves for name in (event.before, event.after)}
    return list(Department.objects.filter(name__in=names)) if names else []


def _department(name: str, day: date, departments: list[Department]) -> str | Department:
    """The department with that name: if there are several, the one open that day, or the newest. If none, the name."""
    namesakes = [department for department in departments if department.name == name]
    return max(namesakes, key=lambda one: (_is_of(one, day), one.started_on or date.min), default=name)


def _is_of(department: Department, day: date) -> bool:
    return (department.started_on or date.min) <= day <= (department.ended_on or date.max)


def _as_date(text: str) -> str | date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _lapsed(question: Question, sessions: Sessions) -> list[Entry]:
    """An entry if the question was seen without an answer after its session ended."""
    session = sessions.of(question.tabled_on) if question.is_open else None
    if not session or timing(question.clock, sessions) != Timing.LAPSED:
        return []
    if session.last:
        return [Entry("lapsed", session.last, "Lapsed: the session ended", source=SESSIONS)]
    following = sessions.next_of(session)
    return [Entry("lapsed", following and following.first, "Lapsed: a new session began", source=SESSIONS)]


def _withdrawn(question: Question, entries: list[Entry], source: str) -> list[Entry]:
    """An entry for a question first recorded as withdrawn, which has no event for that."""
    is_told = any(entry.kind == "withdrawn" for entry in entries)
    return [Entry("withdrawn", None, "Withdrawn", source=source)] if question.is_withdrawn and not is_told else []
