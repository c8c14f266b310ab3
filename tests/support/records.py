"""Records as the official API gives them, with a test's own changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from questions.sources.parliament import parse
from questions.sources.records import QuestionRecord

FULL_QUESTION = "To ask the Secretary of State for Education, how many family hubs there are in Leeds."
FULL_ANSWER = "<p>There are seven family hubs in Leeds. " + "Each of them is open to every family. " * 9 + "</p>"
CUT_ANSWER = FULL_ANSWER.removeprefix("<p>")[:255] + "..."

BLANK: dict[str, Any] = {
    "id": 101,
    "askingMemberId": 11,
    "askingMember": None,
    "house": "Commons",
    "memberHasInterest": False,
    "dateTabled": "2024-09-02T00:00:00",
    "dateForAnswer": "2024-09-09T00:00:00",
    "uin": "2001",
    "questionText": FULL_QUESTION,
    "answeringBodyId": 60,
    "answeringBodyName": "Department for Education",
    "isWithdrawn": False,
    "isNamedDay": False,
    "groupedQuestions": [],
    "answerIsHolding": None,
    "answerIsCorrection": None,
    "answeringMemberId": None,
    "answeringMember": None,
    "correctingMemberId": None,
    "correctingMember": None,
    "dateAnswered": None,
    "answerText": None,
    "originalAnswerText": "",
    "comparableAnswerText": "",
    "dateAnswerCorrected": None,
    "dateHoldingAnswer": None,
    "attachmentCount": 0,
    "heading": None,
    "attachments": [],
    "groupedQuestionsDates": [],
}


def unanswered(**changes: Any) -> dict[str, Any]:
    return BLANK | changes


def holding(day: str = "2024-09-09", text: str = "I will write.", **changes: Any) -> dict[str, Any]:
    """A record with a holding answer, for which `dateAnswered` is set as well."""
    said = {"answerIsHolding": True, "answerIsCorrection": False, "answeringMemberId": 12, "answerText": text}
    return BLANK | said | {"dateAnswered": f"{day}T00:00:00", "dateHoldingAnswer": f"{day}T00:00:00"} | changes


def answered(day: str = "2024-09-10", text: str = FULL_ANSWER, **changes: Any) -> dict[str, Any]:
    said = {"answerIsHolding": False, "answerIsCorrection": False, "answeringMemberId": 12, "answerText": text}
    return BLANK | said | {"dateAnswered": f"{day}T00:00:00", "heading": "Family Hubs: Leeds"} | changes


def corrected(day: str = "2024-09-20", text: str = "<p>There are eight.</p>", **changes: Any) -> dict[str, Any]:
    said = {"answerIsCorrection": True, "correctingMemberId": 13, "dateAnswerCorrected": f"{day}T00:00:00"}
    return answered(text=text) | said | changes


def numbered(number: int, **changes: Any) -> dict[str, Any]:
    """A record whose status depends on its number."""
    make = (unanswered, holding, answered, corrected)[number % 4]
    neighbour = grouped((str(number + 1), "2024-09-02")) if number % 7 == 0 else []
    own = {"id": number, "uin": str(number), "askingMemberId": number % 90 + 1, "groupedQuestionsDates": neighbour}
    return make(**{**own, **changes})


def grouped(*others: tuple[str, str]) -> list[dict[str, str]]:
    """`groupedQuestionsDates` for the other questions, given by UIN and day of tabling."""
    return [{"questionUin": uin, "dateTabled": f"{day}T00:00:00"} for uin, day in others]


def record(value: dict[str, Any]) -> QuestionRecord:
    return parse(value).question


def write_list(path: Path, *values: dict[str, Any]) -> str:
    """Write a file of results as the list call gives them. Its name can contain its as-of day."""
    path.write_text(json.dumps([{"value": value, "links": []} for value in values]), encoding="utf-8")
    return str(path)
