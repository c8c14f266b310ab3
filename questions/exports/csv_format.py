"""A list of questions as CSV: the whole list, in its order, in constant memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from questions.models import Answer, ParliamentarySession, Question
from questions.rules.deadlines import QuestionType, timing
from questions.rules.sessions import Sessions
from questions.text.cleaning import plain
from questions.text.formulas import is_formula

COLUMNS = (
    "id",
    "uin",
    "house",
    "heading",
    "question",
    "question_is_cut",
    "department",
    "asked_by",
    "party",
    "constituency",
    "tabled",
    "due",
    "named_day",
    "interest",
    "status",
    "answered",
    "answered_by",
    "answered_as",
    "answer",
    "answer_is_cut",
    "last_seen",
    "page",
    "official_page",
    "type",
    "in_time_up_to",
    "timing",
    "title",
)


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
    ]
