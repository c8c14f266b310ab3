"""What a search finds of one question, as lists show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from questions.models import Answer
from questions.models.members import MemberIdentity
from questions.models.questions import QuestionIdentity
from questions.rules.parties import party_of


@dataclass(slots=True)
class Person(MemberIdentity):
    pk: int
    parliament_id: int | None
    name: str


@dataclass(slots=True)
class Given:
    """One answer; `kind` in words."""

    kind: str
    nature: str  # what kind of answer it is, in words; "" of a substantive one, which needs none
    answered_on: date
    text: str
    text_is_cut: bool
    printed_name: str | None
    answered_by: Person | None

    @property
    def given_by(self) -> str:
        """The name of whoever gave it, in print where it is not known which member that is; '' of nobody."""
        return self.answered_by.name if self.answered_by else self.printed_name or ""

    @property
    def is_holding(self) -> bool:
        return self.kind == Answer.Kind.HOLDING.label

    @property
    def is_correction(self) -> bool:
        return self.kind == Answer.Kind.CORRECTION.label


class Passages(NamedTuple):
    """What a result shows of a question; `answer` is the one that the last of them is from."""

    heading: SafeString = SafeString()
    question: SafeString = SafeString()
    text: SafeString = SafeString()
    answer: Given | None = None


@dataclass(slots=True)
class Hit(QuestionIdentity):
    """`party`, the label as it was recorded, and `department` are None where they are not recorded."""

    pk: int
    parliament_id: int | None
    house: str
    uin: str
    heading: str
    text: str
    text_is_cut: bool
    status: str
    tabled_on: date | None
    answered_on: date | None
    last_seen_on: date | None
    department: str | None
    party: str | None
    printed_name: str | None
    asked_by: Person | None
    answers: list[Given] = field(default_factory=list)
    passages: Passages = field(default_factory=Passages)

    @property
    def party_slug(self) -> str | None:
        return party_of(self.party).slug if self.party else None

    @property
    def asker_name(self) -> str:
        """As `given_by`, of the asker."""
        return self.asked_by.name if self.asked_by else self.printed_name or ""
