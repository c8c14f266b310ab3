"""Turns replies of the Written Questions API into values, and refuses replies of any other shape; pure."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any, NamedTuple

from questions.sources.parliament import parse
from questions.sources.records import ParsedQuestion, RefusedRecord
from questions.text.identifiers import LARGEST_ID

from .faults import NotFetched

# Keys read from a record. If one were renamed, reading it as empty would erase what is known.
NEEDED = {
    "id",
    "uin",
    "house",
    "dateTabled",
    "dateForAnswer",
    "questionText",
    "heading",
    "askingMemberId",
    "answeringBodyId",
    "answeringBodyName",
    "isWithdrawn",
    "isNamedDay",
    "memberHasInterest",
    "dateAnswered",
    "answerText",
    "answeringMemberId",
    "answerIsHolding",
    "dateHoldingAnswer",
    "answerIsCorrection",
    "dateAnswerCorrected",
    "correctingMemberId",
    "originalAnswerText",
    "attachments",
    "groupedQuestionsDates",
}


class Item(NamedTuple):
    """A question as a list shows it: Parliament's id (None if it has no usable one), and a digest
    of everything shown."""

    id: int | None
    digest: str
    raw: Any


class Page(NamedTuple):
    total: int
    items: list[Item]


def read_page(data: Any) -> Page:
    """Raises NotFetched if this is not a page of a list."""
    total, rows = (data.get("totalResults"), data.get("results")) if isinstance(data, dict) else (None, None)
    if not isinstance(total, int) or not isinstance(rows, list):
        raise NotFetched(f"the reply is not a list of questions but {json.dumps(data)[:100]}")
    return Page(total, [_item(row) for row in rows])


def _item(row: Any) -> Item:
    value = row.get("value") if isinstance(row, dict) else None
    number = value.get("id") if isinstance(value, dict) else None
    is_id = type(number) is int and 0 < number <= LARGEST_ID
    text = json.dumps(value, sort_keys=True)
    return Item(number if is_id else None, blake2b(text.encode(), digest_size=16).hexdigest(), row)


def read_detail(data: Any, wanted: int) -> ParsedQuestion:
    """The record of the requested question. Raises RefusedRecord, which says what is wrong with it."""
    value = data.get("value") if isinstance(data, dict) else None
    if not isinstance(value, dict):
        raise RefusedRecord("not a question record")
    if missing := NEEDED - value.keys():
        raise RefusedRecord(f"the record does not have {', '.join(sorted(missing))}")
    if value["id"] != wanted:
        raise RefusedRecord(f"question {wanted} was requested, but the reply has {value['id']!r:.20}")
    return parse(value)
