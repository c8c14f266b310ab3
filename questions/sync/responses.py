"""The answers of the Written Questions API as values; what is of another shape is refused. No database."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any, NamedTuple

from questions.sources.parliament import LARGEST_ID, parse
from questions.sources.records import ParsedQuestion, RefusedRecord

from .faults import NotFetched

# What is read from a record. Where one of these has another name, to take it for empty would undo what is known.
NEEDED = {
    *("id", "uin", "house", "dateTabled", "dateForAnswer", "questionText", "heading", "askingMemberId"),
    *("answeringBodyId", "answeringBodyName", "isWithdrawn", "isNamedDay", "memberHasInterest"),
    *("dateAnswered", "answerText", "answeringMemberId", "answerIsHolding", "dateHoldingAnswer"),
    *("answerIsCorrection", "dateAnswerCorrected", "correctingMemberId", "originalAnswerText"),
    *("attachments", "groupedQuestionsDates"),
}


class Item(NamedTuple):
    """A question as a list shows it: Parliament's id (None where it has none that could be asked for), and a digest
    of all that is shown."""

    id: int | None
    digest: str
    raw: Any


class Page(NamedTuple):
    total: int
    items: list[Item]


def read_page(data: Any) -> Page:
    """Raises NotFetched where this is no page of a list."""
    total, rows = (data.get("totalResults"), data.get("results")) if isinstance(data, dict) else (None, None)
    if not isinstance(total, int) or not isinstance(rows, list):
        raise NotFetched(f"the answer is no list of questions but {json.dumps(data)[:100]}")
    return Page(total, [_item(row) for row in rows])


def _item(row: Any) -> Item:
    value = row.get("value") if isinstance(row, dict) else None
    number = value.get("id") if isinstance(value, dict) else None
    is_id = type(number) is int and 0 < number <= LARGEST_ID
    text = json.dumps(value, sort_keys=True)
    return Item(number if is_id else None, blake2b(text.encode(), digest_size=16).hexdigest(), row)


def read_detail(data: Any, wanted: int) -> ParsedQuestion:
    """The record of the question that was asked for. Raises RefusedRecord, which says what is wrong with it."""
    value = data.get("value") if isinstance(data, dict) else None
    if not isinstance(value, dict):
        raise RefusedRecord("not a question record")
    if missing := NEEDED - value.keys():
        raise RefusedRecord(f"the record has no {', '.join(sorted(missing))}")
    if value["id"] != wanted:
        raise RefusedRecord(f"question {wanted} was asked for, and {value['id']!r:.20} came")
    return parse(value)
