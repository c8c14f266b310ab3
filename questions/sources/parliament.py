"""Turns the JSON of Parliament's Written Questions API, in all its forms, into records.

Specification: the official API's "QuestionsViewModel" (30 keys a question). Dates carry no
zone: "2025-01-27T00:00:00".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import IO, Any

from questions.rules.days import today
from questions.text.cleaning import answer_wording, one_line, question_wording, storable, web_address
from questions.text.identifiers import LARGEST_ID, UIN

from .days import day_in_name, is_day, missing, near_day, past_day, read_day
from .documents import BadRecord, read_objects
from .records import (
    ANSWER,
    CORRECTION,
    HOLDING,
    AnswerRecord,
    AttachmentRecord,
    Body,
    BrokenSource,
    MemberListing,
    ParsedQuestion,
    QuestionRecord,
    RefusedRecord,
)
from .streams import plain_name

HOUSES = {"Commons": "commons", "Lords": "lords"}
MEMBERS = {
    "askingMemberId": "askingMember",
    "answeringMemberId": "answeringMember",
    "correctingMemberId": "correctingMember",
}
MOST_OTHERS = 1000  # objects to read before deciding that a file has no questions
TELLING_KEYS = {"uin", "questionText", "dateTabled", "askingMemberId"}
DAYS_OF_ANSWERS = ("dateAnswered", "dateHoldingAnswer", "dateAnswerCorrected")
MOST_ATTACHMENTS = 10_000
# `dateForAnswer` is in the future, so it does not show when a record was seen.
PAST_DATE = re.compile(rb'"date(?:Tabled|Answered|AnswerCorrected|HoldingAnswer)"\s*:\s*"(\d{4}-\d\d-\d\d)')


def as_of_day(name: str, stream: IO[bytes], dates: re.Pattern[bytes] = PAST_DATE) -> str | None:
    """A file's as-of day: the one in its name, or else the latest one that `dates` finds in it."""
    return day_in_name(name) or _latest_day(stream, dates)


def _latest_day(stream: IO[bytes], dates: re.Pattern[bytes]) -> str | None:
    days: set[bytes] = set()
    tail = b""
    while block := _block(stream):
        text = tail + block
        days.update(dates.findall(text))
        tail = text[-80:]
    return max((day for day in map(bytes.decode, days) if is_day(day) and day <= today().isoformat()), default=None)


def _block(stream: IO[bytes]) -> bytes:
    """The next block; empty if the file is broken, which the import itself will report."""
    try:
        return stream.read(2**20)
    except BrokenSource:
        return b""


def is_question(item: Any) -> bool:
    fields = item.text if isinstance(item, BadRecord) else item
    return isinstance(fields, dict) and bool(TELLING_KEYS & fields.keys())


def read_rows(stream: IO[bytes], name: str) -> Iterator[Any]:
    """The raw objects of a file; nothing if no question record is among them.

    Raises BrokenSource if the rest of the file cannot be read.
    """
    items = read_objects(stream, name, lines=plain_name(name).endswith(".jsonl"))
    others: list[Any] = []
    for item in items:
        if is_question(item):
            yield from (*others, item)
            break
        others.append(item)
        if len(others) > MOST_OTHERS:
            return
    yield from items


def parse(item: Any) -> ParsedQuestion:
    """One raw object as a record. Raises RefusedRecord, which says what is wrong."""
    if isinstance(item, BadRecord):
        raise RefusedRecord(item.problem)
    if not is_question(item):
        raise RefusedRecord("not a question record")
    row = JsonRow(item)
    return ParsedQuestion(_question(row), tuple(_listings(row)))


class JsonRow:
    """A raw object, read field by field; each reader refuses other types."""

    def __init__(self, item: dict):
        self.item = item

    def text(self, key: str) -> str:
        value = self.item.get(key)
        if value is not None and not isinstance(value, str):
            raise RefusedRecord(f"{key} is not text: {value!r:.60}")
        return storable(value or "").strip()

    def line(self, key: str) -> str:
        """A text on one line: a heading, a name."""
        return one_line(self.text(key))

    def as_given(self, key: str) -> str:
        """A text with its length unchanged, because that shows whether it was cut; '' if there is none."""
        return self.item[key] if self.text(key) else ""

    def need(self, key: str) -> str:
        return self._needed(key, self.line(key))

    def need_as_given(self, key: str) -> str:
        return self._needed(key, self.as_given(key))

    def _needed(self, key: str, value: str) -> str:
        if not value:
            raise RefusedRecord(f"{key} is missing")
        return value

    def flag(self, key: str) -> bool | None:
        value = self.item.get(key)
        if value not in (None, True, False):
            raise RefusedRecord(f"{key} is not true or false: {value!r:.60}")
        return None if value is None else bool(value)

    def number(self, key: str) -> int | None:
        value = self.item.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_ID:
            raise RefusedRecord(f"{key} is not an id: {value!r:.60}")
        return value

    def other(self, key: str) -> int | None:
        """The id of another object; 0 means none."""
        value = self.item.get(key)
        return None if value == 0 and not isinstance(value, bool) else self.number(key)

    def member(self, key: str) -> str | None:
        number = self.other(key)
        return str(number) if number else None

    def day(self, key: str, read: Callable[[str, Any], date | None] = read_day) -> str | None:
        day = read(key, self.item.get(key))
        return day.isoformat() if day else None

    def rows(self, key: str) -> list[JsonRow]:
        value = self.item.get(key) or []
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise RefusedRecord(f"{key} is not a list of objects")
        return [JsonRow(row) for row in value]


def _question(row: JsonRow) -> QuestionRecord:
    if (house := row.need("house")) not in HOUSES:
        raise RefusedRecord(f"house is not Commons or Lords: {house!r:.60}")
    tabled = row.day("dateTabled", past_day)
    if not tabled and not row.item.get("dateTabled"):  # year 1 means that the day is not recorded
        raise missing("dateTabled", None)
    return QuestionRecord(
        house=HOUSES[house],
        uin=as_uin(row.item.get("uin")),
        tabled=tabled,
        wording=question_wording(row.need_as_given("questionText")),
        parliament_id=row.number("id"),
        due=row.day("dateForAnswer", near_day),
        named_day=row.flag("isNamedDay"),
        interest=row.flag("memberHasInterest"),
        withdrawn=bool(row.flag("isWithdrawn")),
        heading=row.line("heading")[:500] or None,
        asked_by=row.member("askingMemberId"),
        department=_body(row),
        answers=tuple(_answers(row)),
        grouped=_grouped(row),
    )


def as_uin(value: Any) -> str:
    """A UIN is a string, but some files give a number."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not UIN.fullmatch(text):
        raise RefusedRecord(f"uin is not a UIN: {value!r:.60}")
    return text.upper()


def _body(row: JsonRow) -> Body | None:
    number, name = row.other("answeringBodyId"), row.line("answeringBodyName")
    return Body(number, (name or f"Answering body {number}")[:200]) if number or name else None


def _answers(row: JsonRow) -> Iterator[AnswerRecord]:
    """The answers in one record, oldest first; the last has the record's text."""
    answered, holding, corrected = (row.day(key, past_day) for key in DAYS_OF_ANSWERS)
    text, by = row.as_given("answerText"), row.member("answeringMemberId")
    wording = answer_wording(text) if text else None
    attached = tuple(_attachments(row))
    is_open = holding and not answered and not corrected
    if row.flag("answerIsHolding") or (is_open and text):
        if day := holding or answered:
            yield AnswerRecord(HOLDING, day, by, wording, attached)
        return
    if holding:
        yield AnswerRecord(HOLDING, holding, None, None)
    if corrected or row.flag("answerIsCorrection"):
        yield from _corrected(row, answered, corrected, attached)
    elif answered:
        yield AnswerRecord(ANSWER, answered, by, wording, attached)


def _corrected(row: JsonRow, answered, corrected, attached) -> Iterator[AnswerRecord]:
    original, text = row.as_given("originalAnswerText"), row.as_given("answerText")
    by, corrector = row.member("answeringMemberId"), row.member("correctingMemberId")
    if not (corrected := corrected or answered):
        raise RefusedRecord("the corrected answer has no date")
    if answered:
        yield AnswerRecord(ANSWER, answered, by, answer_wording(original) if original else None)
    yield AnswerRecord(CORRECTION, corrected, corrector or by, answer_wording(text) if text else None, attached)


def _attachments(row: JsonRow) -> Iterator[AttachmentRecord]:
    """A list may only give the number of attachments, and addresses may be broken."""
    number, found = row.item.get("attachmentCount"), list(_linked(row))
    if not found and type(number) is int and 0 < number < MOST_ATTACHMENTS:
        yield AttachmentRecord("", f"{number} attachment{'s' if number > 1 else ''}")
    yield from found


def _linked(row: JsonRow) -> Iterator[AttachmentRecord]:
    for attachment in row.rows("attachments"):
        url = web_address(attachment.text("url"))
        if url and len(url) <= 1000:
            title = attachment.line("title") or url.rsplit("/", 1)[-1]
            size = attachment.item.get("fileSizeBytes")
            known = isinstance(size, int) and 0 < size < 2**63
            kind = attachment.text("fileType")[:100]
            yield AttachmentRecord(url, title[:500], kind, size if known else None)


def _grouped(row: JsonRow) -> tuple[tuple[str, str], ...] | None:
    """(UIN, day) of the others; None if the record does not say whether there are any."""
    given = row.item.get("groupedQuestionsDates")
    if not isinstance(given, list):
        return None
    links = {link for one in given if (link := _companion(one))}
    own = (as_uin(row.item.get("uin")), row.day("dateTabled"))
    return tuple(sorted(links - {own})) if links or not given else None


def _companion(given: Any) -> tuple[str, str] | None:
    """A question of a group; None if it lacks UIN or day."""
    try:
        link = JsonRow(given if isinstance(given, dict) else {})
        day = link.day("dateTabled")
        return (as_uin(link.item.get("questionUin")), day) if day else None
    except RefusedRecord:
        return None


def _listings(row: JsonRow) -> Iterator[MemberListing]:
    for id_key, key in MEMBERS.items():
        value, number = row.item.get(key), row.other(id_key)
        if isinstance(value, dict) and number and (name := (listed := JsonRow(value)).line("name")):
            about = listed.line("listAs")[:200], listed.line("party")[:100], listed.line("memberFrom")[:100]
            yield MemberListing(number, name[:200], *about)
