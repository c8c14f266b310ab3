"""What a source yields: plain, immutable records, with no database behind them.

Days are ISO dates ("2023-03-22"), which sort in order of time. Members and
departments have Parliament's ids, or else the names in the source (PrintedPerson, Body).
"""

from __future__ import annotations

from typing import NamedTuple

from questions.text.cleaning import Wording

HOLDING, ANSWER, CORRECTION = 1, 2, 3  # the values of Answer.Stage


class RefusedRecord(ValueError):
    """A row that cannot be imported. The message says what is wrong with it."""


class BrokenSource(Exception):
    """A file that cannot be read further. The message names the file and the position."""


class SkippedSource(Exception):
    """A valid file that should not be imported. The message names the file and says why."""


class AttachmentRecord(NamedTuple):
    url: str
    title: str
    file_type: str = ""
    size: int | None = None


class AnswerRecord(NamedTuple):
    """`wording` is None if the text is not on record."""

    stage: int
    day: str
    by: str | None
    wording: Wording | None
    attachments: tuple[AttachmentRecord, ...] = ()


class Body(NamedTuple):
    """An answering body as a record names it; `own` is our primary key for one without an id.

    With `on`, the name is a heading ("TRANSPORT"), and means the department that used it on that day.
    """

    id: int | None
    name: str
    own: int | None = None
    on: str | None = None


def is_heading(body: Body) -> bool:
    """Whether it is a heading that must be matched to a department."""
    return body.on is not None


def is_printed(reference: str) -> bool:
    """Whether it is another source's id for a person, who must be matched to a member."""
    return ":" in reference


class QuestionRecord(NamedTuple):
    """One question as one source shows it. `answers` are oldest first; the last is current.

    Members are given by their reference: Parliament's id, "a12" for our own, or another source's
    id after the name of its scheme ("publicwhip:lord/100855": see PrintedPerson).
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
    # (UIN, day of tabling or None) of each question answered with this one; None if the source does not say.
    grouped: tuple[tuple[str, str | None], ...] | None = None
    source_url: str = ""
    edition: str = ""  # "a", "b" … of a day that is reprinted as a whole; a later edition replaces earlier ones
    # Answers deleted by an editor; never from a source: see archive/evidence/removed_answers.py.
    removed: tuple[AnswerRecord, ...] = ()

    @property
    def answered(self) -> str | None:
        """The day of the first substantive answer."""
        return next((answer.day for answer in self.answers if answer.stage != HOLDING), None)


class MemberListing(NamedTuple):
    """A member as a question's record lists them, on the day it was fetched."""

    id: int
    name: str
    list_name: str = ""
    party: str = ""
    seat: str = ""


class PrintedPerson(NamedTuple):
    """A person without an id at Parliament: a reference, the name as printed, and the House."""

    reference: str
    name: str
    house: str


class ParsedQuestion(NamedTuple):
    question: QuestionRecord
    members: tuple[MemberListing, ...] = ()
    printed: tuple[PrintedPerson, ...] = ()
