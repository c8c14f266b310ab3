"""Splits the text of a question's page, as copied from a browser, into fields.

It knows Parliament's page, and others like it: labelled lines ("UIN 171468, tabled on 22
March 2023", "Answered on"), cards of people (name, party, constituency, House), and plain text between them. What it
does not recognise is listed, not guessed. Nothing is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .pasted_labels import OF_THE_TOP, Card, Label, Person, is_party, join_values, label_of
from .pasted_lines import lines_of
from .records import ANSWER, CORRECTION, HOLDING

LONGEST = 300_000  # characters; the longest answers have about 55,000
LONGEST_HEADING = 500
TEXT_BEGINS = re.compile(r"(?:to ask|asked h(?:is|er) majesty.s government)\b", re.I)
LORDS_ASK = re.compile(r"(?:to ask|asked) h(?:is|er) majesty.s government\b", re.I)


class NotRead(ValueError):
    """A text that cannot be split into fields. The message says what to do."""


@dataclass
class PastedAnswer:
    """`day` is an ISO date, or '' if not given. `lines` has empty lines between paragraphs."""

    stage: int = ANSWER
    day: str = ""
    by: Person | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, with empty lines between paragraphs; '' if there is none."""
        text = "\n".join(self.lines).strip()
        return text if "" in text.split("\n") else text.replace("\n", "\n\n")


@dataclass
class Pasted:
    """What was recognised; '', None and False mean "not found". `unread` has the lines that fit nowhere."""

    house: str = ""
    uin: str = ""
    tabled: str = ""
    heading: str = ""
    text: str = ""
    asked_by: Person | None = None
    department: str = ""
    due: str = ""
    named_day: bool = False
    withdrawn: bool = False
    interest: bool = False
    answers: list[PastedAnswer] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def take_apart(pasted: str) -> Pasted:
    """Raises NotRead."""
    if len(pasted) > LONGEST:
        size = f"The text has {len(pasted):,} characters, but a question's page has at most {LONGEST:,}"
        raise NotRead(f"{size}. Paste the page of one question.")
    found = _Reader(list(join_values(lines_of(pasted)))).read()
    if not (found.text or found.uin):
        raise NotRead(
            "We did not recognise a question in this text. Paste the whole page, with the line that has its UIN "
            "or the question itself (“To ask …”). Or type the question into the form."
        )
    return found


class _Answers:
    """The answers on a page in their order; the last one is still being read."""

    def __init__(self) -> None:
        self.all: list[PastedAnswer] = []

    def add(self, stage: int, day: str = "") -> PastedAnswer:
        self.all.append(PastedAnswer(stage, day))
        return self.all[-1]

    def lacking(self, what: str) -> PastedAnswer:
        """The last answer if it does not have this yet, otherwise a new one."""
        return self.all[-1] if self.all and not getattr(self.all[-1], what) else self.add(ANSWER)

    def hold(self, day: str) -> PastedAnswer:
        """Add a holding answer, before an answer that has just begun. Without a day, it is that answer itself."""
        last = self.all[-1] if self.all else None
        if not day:
            last = self.lacking("lines")
            last.stage = HOLDING
            return last
        if last and not (last.day or last.text):
            self.all.insert(-1, PastedAnswer(HOLDING, day))
            return last
        return self.add(HOLDING, day)

    def correct(self, day: str) -> PastedAnswer:
        last = self.all[-1] if self.all else None
        if last and last.stage == CORRECTION and not (last.day and day):
            last.day = last.day or day
            return last
        return self.add(CORRECTION, day)

    def original(self, day: str) -> PastedAnswer:
        found = next((answer for answer in self.all if answer.stage == ANSWER), None) or self.add(ANSWER)
        found.day = found.day or day
        return found

    def finished(self) -> list[PastedAnswer]:
        """Non-empty answers, in the order of their stages."""
        for before, after in zip(self.all, self.all[1:], strict=False):
            if before.stage == HOLDING and not (before.text or after.day) and after.stage == ANSWER:
                before.by, before.lines, after.lines = after.by, after.lines, []
        told = sorted((one for one in self.all if one.day or one.text), key=lambda answer: answer.stage)
        for answer in told:
            answer.by = answer.by or (told[0].by if answer.stage == CORRECTION else None)
        return told


class _Reader:
    """Reads the lines once. Plain lines belong to the owner of `lines`, or to an open card."""

    def __init__(self, page: list[str]):
        self.page, self.found, self.answers = page, Pasted(), _Answers()
        self.top: list[str] = []
        self.question: list[str] = []
        self.lines = self.top
        self.card: Card | None = None
        self.heading_at: int | None = None  # number of lines at the top before the first label

    def read(self) -> Pasted:
        for place, line in enumerate(self.page):
            label = self._label(line)
            if not label:
                self._read_plain(line, place)
            elif label.name != "nothing":
                self._end_card()
                self._note_heading()
                getattr(self, f"_on_{label.name}")(**label.said)
        self._end_card()
        return self._finish()

    def _label(self, line: str) -> Label | None:
        """The line's label, if it can have one here; lines below the page's content are ignored."""
        label = None if self.lines is self.found.unread else label_of(line)
        if label and label.name in OF_THE_TOP and self.answers.all and not self.card:
            return None
        is_above = label and label.name == "footer" and not self.question
        return Label("nothing", {}) if is_above else label

    def _note_heading(self) -> None:
        self.heading_at = len(self.top) if self.heading_at is None else self.heading_at

    # Lines without labels

    def _read_plain(self, line: str, place: int) -> None:
        if self.card and not TEXT_BEGINS.match(line) and self.card.take(line):
            return
        self._end_card()
        if self.lines is self.top and TEXT_BEGINS.match(line):
            self._note_heading()
            self.lines = self.question
        if line and self._begins_card(place):
            self.card = Card(self._asked if self.lines is self.question else self._answered)
            self.card.take(line)
        elif line or self.lines is not self.top:
            self.lines.append(line)

    def _begins_card(self, place: int) -> bool:
        """Whether this line is a name: a party comes next or, before an answer's text, the day of the answer."""
        below = next((line for line in self.page[place + 1 : place + 3] if line), "")
        if self._is_answer() and not any(self.lines):
            label = label_of(below)
            return is_party(below) or bool(label and label.name in ("answered", "holding"))
        return self.lines is self.question and is_party(below)

    def _is_answer(self) -> bool:
        return any(answer.lines is self.lines for answer in self.answers.all)

    # People

    def _open_card(self, give: Callable[[Person], None], name: str) -> None:
        self.card = Card(give, name)

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
        self._open_card(self._asked, name)

    def _on_answered_by(self, name: str) -> None:
        self._open_card(self._answered, name)

    def _on_corrected_by(self, name: str) -> None:
        self.answers.correct("")
        self._open_card(self._answered, name)

    # Other labelled lines

    def _on_uin(self, uin: str, day: str) -> None:
        if self.found.uin and self.found.uin != uin.upper():
            both = f"{self.found.uin} and {uin.upper()}"
            raise NotRead(f"This text has several questions (UIN {both}). Paste them one at a time.")
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

    def _on_holding(self, day: str) -> None:
        self.lines = self.answers.hold(day).lines

    def _on_corrected(self, day: str = "") -> None:
        self.lines = self.answers.correct(day).lines

    def _on_original(self, day: str) -> None:
        self.lines = self.answers.original(day).lines

    def _on_footer(self) -> None:
        self.lines = self.found.unread

    # The result

    def _finish(self) -> Pasted:
        found = self.found
        found.text = " ".join(filter(None, self.question))
        found.answers = self.answers.finished()
        found.heading = found.heading or self._heading()[:LONGEST_HEADING]
        found.unread = [line for line in (*self.top, *found.unread) if line and line != found.heading]
        found.house = found.house or self._house()
        return found

    def _heading(self) -> str:
        """The line above the first labelled one."""
        return self.top[(self.heading_at or len(self.top)) - 1] if self.top else ""

    def _house(self) -> str:
        if self.found.uin.startswith("HL") or LORDS_ASK.match(self.found.text):
            return "lords"
        return "commons" if self.found.text.lower().startswith("to ask the ") else ""
