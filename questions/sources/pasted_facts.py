"""What each labelled line of a pasted text says: one method for each label."""

from __future__ import annotations

from collections.abc import Callable

from .pasted_answers import Pasted, PastedAnswers
from .pasted_people import Card, Person


class SeveralNumbers(ValueError):
    """The text has several UINs. The message says what to do."""


class FactsReader:
    """Where the reading is, and what it has found. Plain lines belong to the owner of `lines`, or to an open card."""

    def __init__(self, page: list[str]):
        self.page, self.found, self.answers = page, Pasted(), PastedAnswers()
        self.top: list[str] = []
        self.question: list[str] = []
        self.below: list[str] = []  # what follows the question and is no answer
        self.rest: list[str] = []  # what follows the end of an e-mail
        self.lines = self.top
        self.card: Card | None = None
        self.seat = self.party = ""  # of the asker, from lines of their own
        self.printed = ""  # the day of Hansard's page
        self.heading_at: int | None = None  # number of lines at the top before the first label

    def _is_answer(self) -> bool:
        return any(answer.lines is self.lines for answer in self.answers.all)

    # People

    def _open_card(self, role: str, give: Callable[[Person], None], name: str) -> None:
        self.card = Card(role, give, name)

    def _end_card(self) -> None:
        if self.card:
            self.card.close()
        self.card = None

    def _asked(self, person: Person) -> None:
        self.found.asked_by = self.found.asked_by or person
        self.found.house = self.found.house or person.house

    def _answered(self, person: Person) -> None:
        answer = self.answers.lacking("by")
        answer.by, self.lines = person, answer.lines

    def _on_asked_by(self, name: str) -> None:
        self._open_card("asked by", self._asked, name)

    def _on_answered_by(self, name: str) -> None:
        self._open_card("answered by", self._answered, name)

    def _on_minister(self, name: str) -> None:
        self._on_answered_by(name)

    def _on_seat(self, name: str) -> None:
        self.seat = self.seat or name

    def _on_party(self, name: str) -> None:
        self.party = self.party or name

    def _on_house(self, name: str) -> None:
        self.found.house = self.found.house or name.lower()

    def _on_corrected_by(self, name: str) -> None:
        self.answers.correct("")
        self._open_card("answered by", self._answered, name)

    # Other labelled lines

    def _on_number(self, uin: str) -> None:
        self._on_uin(uin, "")

    def _on_uin(self, uin: str, day: str) -> None:
        if self.found.uin and self.found.uin != uin.upper():
            both = f"{self.found.uin} and {uin.upper()}"
            raise SeveralNumbers(f"This text has several questions (UIN {both}). Paste them one at a time.")
        self.found.uin, self.found.tabled = uin.upper(), self.found.tabled or day

    def _on_tabled(self, day: str) -> None:
        self.found.tabled = self.found.tabled or day

    def _on_department(self, name: str) -> None:
        self.found.department = self.found.department or name

    def _on_heading(self, name: str) -> None:
        self.found.heading = self.found.heading or name

    def _on_due(self, day: str, named: str) -> None:
        self.found.due, self.found.named_day = day, self.found.named_day or bool(named)

    def _on_named_day(self) -> None:
        self.found.named_day = True

    def _on_withdrawn(self, day: str) -> None:
        self.found.withdrawn = True

    def _on_interest(self) -> None:
        self.found.interest = True

    def _on_question(self) -> None:
        self.lines = self.question

    def _on_answer(self) -> None:
        self.lines = self.answers.lacking("lines").lines

    def _on_answered(self, day: str) -> None:
        answer = self.answers.lacking("day")
        answer.day, self.lines = day, answer.lines

    def _on_printed(self, day: str) -> None:
        """The day of the page of Hansard, which is the answer's."""
        self.printed = day

    def _on_holding(self, day: str) -> None:
        self.lines = self.answers.hold(day).lines

    def _on_corrected(self, day: str = "") -> None:
        self.lines = self.answers.correct(day).lines

    def _on_original(self, day: str) -> None:
        self.lines = self.answers.original(day).lines

    def _on_footer(self) -> None:
        self.lines = self.found.unread
