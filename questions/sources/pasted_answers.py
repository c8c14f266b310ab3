"""The answers in a pasted text, as they are read from its lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from .pasted_people import Person, is_name, is_post, read_person
from .records import ANSWER, CORRECTION, HOLDING


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
    taken: list[tuple[str, str]] = field(default_factory=list)  # each line, and what it was taken as


class PastedAnswers:
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


def read_signature(answer: PastedAnswer) -> list[str]:
    """Take the minister's name, with any post, from the end of an answer by nobody; gives the lines taken."""
    lines = answer.lines
    while lines and not lines[-1]:
        lines.pop()
    size = 2 if len(lines) > 2 and is_post(lines[-1]) else 1
    name = lines[-size] if len(lines) > size else ""
    is_signed = is_name(name) and (size == 2 or name.endswith(" MP"))
    if answer.by or not is_signed:
        return []
    answer.by = read_person(name)
    taken = lines[-size:]
    del lines[-size:]
    return taken
