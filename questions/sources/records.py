"""What a source yields: plain, immutable records, with no database behind them.

Days are ISO dates ("2023-03-22"), which compare as they follow one another. Members and
departments are named by Parliament's ids.
"""

from __future__ import annotations

from typing import NamedTuple

from questions.text import Wording

HOLDING, ANSWER, CORRECTION = 1, 2, 3  # the values of Answer.Kind


class RefusedRecord(ValueError):
    """A row that cannot be taken in. Its message tells a person what is wrong with it."""


class BrokenSource(Exception):
    """A file that cannot be read on. Its message names the file and the position."""


class AttachmentRecord(NamedTuple):
    url: str
    title: str
    file_type: str = ""
    size: int | None = None


class AnswerRecord(NamedTuple):
    """`wording` is None where the text is not on record."""

    kind: int
    day: str
    by: str | None
    wording: Wording | None
    attachments: tuple[AttachmentRecord, ...] = ()


class Body(NamedTuple):
    """An answering body as a record names it; `own` is our primary key of one without an id."""

    id: int | None
    name: str
    own: int | None = None


class QuestionRecord(NamedTuple):
    """One question as one source shows it. `answers` are oldest first; the last is current.

    Members are given by their reference: Parliament's id, or "a12" for our own.
    """

    house: str
    uin: str
    tabled: str | None
    wording: Wording
    parliament_id: int | None = None
    due: str | None = None
    named_day: bool | None = None
    interest: bool | None = None
    withdrawn: bool = False
    heading: str | None = None
    asked_by: str | None = None
    department: Body | None = None
    answers: tuple[AnswerRecord, ...] = ()
    grouped: tuple[tuple[str, str], ...] | None = None  # (uin, day tabled); None: not told
    source_url: str = ""


class MemberListing(NamedTuple):
    """A member as a question's record lists them, on the day it was fetched."""

    id: int
    name: str
    list_name: str = ""
    party: str = ""
    seat: str = ""


class ParsedQuestion(NamedTuple):
    question: QuestionRecord
    members: tuple[MemberListing, ...] = ()
