"""One question found by a search, with what lists show of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from questions.models import Answer
from questions.models.identities import MemberIdentity, QuestionIdentity
from questions.rules.parties import party_of


@dataclass(slots=True)
class Person(MemberIdentity):
    pk: int
    parliament_id: int | None
    name: str


@dataclass(slots=True)
class Given:
    """One answer; its `stage` is in words."""

    stage: str
    answer_kind: str  # the kind of answer in words; "" if substantive or holding, which lists do not say
    answered_on: date
    text: str
    text_is_cut: bool
    printed_name: str | None
    answered_by: Person | None

    @property
    def given_by(self) -> str:
        """The name of the member who gave it, else the printed name; '' if neither is recorded."""
        return self.answered_by.name if self.answered_by else self.printed_name or ""

    @property
    def is_holding(self) -> bool:
        return self.stage == Answer.Stage.HOLDING.label

    @property
    def is_correction(self) -> bool:
        return self.stage == Answer.Stage.CORRECTION.label


class Passages(NamedTuple):
    """The passages that a result shows, with matches marked; `text` is from `answer`."""

    heading: SafeString = SafeString()
    question: SafeString = SafeString()
    text: SafeString = SafeString()
    answer: Given | None = None


@dataclass(slots=True)
class Hit(QuestionIdentity):
    """`party` (the label as recorded) and `department` (its name) are None if not recorded."""

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
        """The asking member's name, else the printed name; '' if neither is recorded."""
        return self.asked_by.name if self.asked_by else self.printed_name or ""
