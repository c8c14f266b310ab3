"""A list of questions as CSV: the whole list, in its order, in constant memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from questions.models import Answer, ParliamentarySession, Question
from questions.rules.deadlines import QuestionType, days_taken, timing
from questions.rules.sessions import Sessions
from questions.text.cleaning import plain
from questions.text.formulas import is_formula

# What each column has. New ones come last: programs may find columns by their place.
COLUMNS = {
    "id": "Parliament’s number for the question, or this archive’s with an “a” before it",
    "uin": "The number under which it was tabled",
    "house": "commons or lords",
    "heading": "The heading; empty if it has none",
    "question": "The question’s text",
    "question_is_cut": "Yes if the text on record is incomplete, else no",
    "department": "The answering body",
    "asked_by": "The asker, or the name as printed",
    "party": "The asker’s party on the day",
    "constituency": "The asker’s constituency on the day",
    "tabled": "The day of tabling",
    "due": "The date for answer, as Parliament gives it",
    "named_day": "Yes if it is a named day question, else no",
    "interest": "Yes if the asker declared an interest, else no",
    "status": "unanswered, holding, answered, corrected or withdrawn",
    "answered": "The day of the answer. A holding answer does not count",
    "answered_by": "The minister who gave the latest answer or correction, or the name as printed",
    "answered_as": "The minister’s post on that day",
    "answer": "The latest answer, as plain text",
    "answer_is_cut": "Yes if the answer on record is incomplete, else no",
    "last_seen": "The day when the archive last saw the question at its source",
    "page": "Its address here",
    "official_page": "Its address at Parliament",
    "type": "named-day, ordinary, oral, lords or none (not recorded)",
    "in_time_up_to": "The deadline: the last day for an answer to be on time",
    "timing": "The verdict: on-time, late, overdue, open (not yet due when last seen), lapsed or none",
    "title": "The heading, or the first words of a question without one",
    "days_taken": "Calendar days from tabling to the answer",
    "answer_kind": "What the latest answer amounts to: substantive, holding, will-write, disproportionate-cost, "
    "not-held, refers or prorogation",
    "topics": "The topics, with semicolons between them",
    "corrected": "The day of the latest correction",
}


class _Echo:
    """A file whose write() returns what was written."""

    def write(self, line: str) -> str:
        return line


def csv_lines(questions: Iterable[Question], site: str) -> Iterator[str]:
    """The lines of a CSV file. `site` is the scheme and host for addresses of pages."""
    sessions = ParliamentarySession.objects.calendar()
    return as_csv(chain([COLUMNS], (_row(question, site, sessions) for question in questions)))


def as_csv(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The lines of a CSV file with these rows; the first row has the names of the columns."""
    writer = csv.writer(_Echo())
    yield "\ufeff"  # the byte order mark by which spreadsheets recognise UTF-8
    for row in rows:
        yield str(writer.writerow([harmless(value) for value in row]))


def harmless(value: Any) -> str:
    """The value as text that no spreadsheet reads as a formula."""
    text = _in_words(value)
    return f"'{text}" if is_formula(text) else text


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _post(answer: Answer | None) -> str:
    return answer.answered_as.whole_title if answer and answer.answered_as else ""


def _is_named_day(question: Question) -> bool | None:
    """As in lists: oral questions carry the flag, but do not count. None: not recorded."""
    return None if question.is_named_day is None else question.type == QuestionType.NAMED_DAY


def _row(question: Question, site: str, sessions: Sessions) -> list[Any]:
    answer, held = question.current_answer, question.asked_as
    return [
        question.reference,
        question.uin,
        question.house,
        question.heading,
        question.text,
        question.text_is_cut,
        question.department and question.department.name,
        question.asker_name,
        held and held.party,
        held and held.seat,
        question.tabled_on,
        question.due_on,
        _is_named_day(question),
        question.has_interest,
        question.status,
        question.answered_on,
        answer and answer.minister_name,
        _post(answer),
        answer and plain(answer.text),
        answer and answer.text_is_cut,
        question.last_seen_on,
        site + question.get_absolute_url(),
        question.official_url,
        question.type.value,
        question.deadline_on,
        timing(question.clock, sessions).value,
        question.title,
        days_taken(question.tabled_on, question.answered_on),
        answer and answer.answer_kind,
        "; ".join(sorted(one.topic.name for one in question.assigned)),  # type: ignore[attr-defined]
        _corrected_on(question),
    ]


def _corrected_on(question: Question) -> date | None:
    days = [one.answered_on for one in question.answers_in_order if one.stage == Answer.Stage.CORRECTION]
    return days[-1] if days else None
