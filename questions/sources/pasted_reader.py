"""Reads the lines of a pasted text once: labels, cards of people, and what stands between them."""

from __future__ import annotations

import re

from questions.text.dates import full_day
from questions.text.draft_patterns import CLOSING, GREETING

from .pasted_answers import Pasted, read_signature
from .pasted_facts import FactsReader
from .pasted_labels import OF_THE_TOP, Joined, Label, is_number, label_of
from .pasted_people import Card, is_name, is_party, is_person, is_post, is_subject_and_place, read_person
from .pasted_question import has_ended, is_more

LONGEST_HEADING = 500
LONGEST_LINE_OF_CARD = 200
TEXT_BEGINS = re.compile(r"(?:to ask|asked h(?:is|er) majesty.s government)\b", re.I)
LORDS_ASK = re.compile(r"(?:to ask|asked) h(?:is|er) majesty.s government\b", re.I)
NOT_USED = "not used"
SAID_AS = {
    "uin": "UIN",
    "number": "UIN",
    "due": "date for answer",
    "interest": "interest declared",
    "seat": "constituency",
    "answered_by": "answered by",
    "minister": "answered by",
    "asked_by": "asked by",
    "corrected_by": "corrected by",
    "department": "answering body",
    "holding": "holding answer",
    "named_day": "named day",
    "original": "answer",
    "nothing": NOT_USED,
    "footer": NOT_USED,
    "corrected": "correction",
    "printed": "answered",
}
OF_FACTS = ("uin", "number", "tabled", "department", "asked_by", "seat", "party", "house", "due")  # end a text


def may_be_heading(line: str) -> bool:
    is_sentence = line.endswith((".", ",", ":")) or line[:1].islower()
    return not (is_sentence or is_person(line) or GREETING.match(line) or full_day(line))


class Reader(FactsReader):
    """Reads the lines once."""

    def read(self) -> Pasted:
        for place, line in enumerate(self.page):
            label = self._label(line)
            said = self._read_label(label) if label else self._read_plain(line, place)
            if line:
                self.found.taken.append((line, said))
        self._end_card()
        return self._finish()

    def _read_label(self, label: Label) -> str:
        if label.name != "nothing":
            self._end_card()
            self._note_heading()
            self._end_text(label)
            getattr(self, f"_on_{label.name}")(**label.said)
        return SAID_AS.get(label.name, label.name)

    def _end_text(self, label: Label) -> None:
        """Lines below a fact that follows a whole text are no part of that text. One in a question ends a paragraph."""
        if label.name in OF_FACTS and self._is_reading_question():
            self.lines.append("")
        elif label.name in OF_FACTS and any(self.lines):
            self.lines = self.top

    def _is_reading_question(self) -> bool:
        return self.lines is self.question and any(self.question) and not has_ended(self.question)

    def _label(self, line: str) -> Label | None:
        """The line's label, if it can have one here; lines below the page's content are ignored."""
        label = None if self.lines is self.found.unread else label_of(line)
        if is_number(line) and not self._is_answer() and not self.found.uin:
            label = Label("number", {"uin": line.strip("[]()")})
        is_in_answer = self.answers.all and not self.card
        if label and label.name in OF_THE_TOP and is_in_answer and (self._has(label.name) or self._is_cell(label)):
            return None
        is_above = label and label.name == "footer" and not self.question
        return Label("nothing", {}) if is_above else label

    def _is_cell(self, label: Label) -> bool:
        """Whether it is a cell of a table in the answer, such as "Constituency": the asker was named before."""
        return label.name in ("seat", "party") and self._is_answer() and self.found.asked_by is not None

    def _has(self, name: str) -> bool:
        """Whether the text has said this already, so that such a line in an answer only looks like a label."""
        found = self.found
        has = {
            "heading": found.heading or self.top,
            "department": found.department,
            "number": found.uin,
            "asked_by": found.asked_by,
            "seat": self.seat,
            "party": self.party,
            "house": found.house,
            "minister": self.answers.all and self.answers.all[-1].by,
            "due": found.due,
            "nothing": True,
        }
        return bool(has[name])

    def _note_heading(self) -> None:
        self.heading_at = len(self.top) if self.heading_at is None else self.heading_at

    # Lines without labels

    def _read_plain(self, line: str, place: int) -> str:
        """What the line was taken as; "top" is decided at the end."""
        if self.card and not TEXT_BEGINS.match(line) and (said := self._read_card(line)):
            return said
        self._end_card()
        if TEXT_BEGINS.match(line) and not any(self.question) and self.lines is not self.found.unread:
            self._note_heading()
            self._leave_answer()
            self.lines = self.question
        if self.lines is self.question and line and not is_more(self.question, line):
            self.lines = self.below
        if self._is_answer() and any(self.lines) and CLOSING.fullmatch(line):
            self.lines = self.rest
        if line and (role := self._begins_card(place)):
            self.card = Card(role, self._asked if role == "asked by" else self._answered)
            if said := self._read_card(line):
                return said
            self.card = None
        if line or self.lines is not self.top:
            self.lines.extend(line.parts if isinstance(line, Joined) else [line])
        return self._owner()

    def _leave_answer(self) -> None:
        """Lines between the answer's day and the question, such as a heading, are no answer if none is a sentence."""
        if self._is_answer() and not any(line.endswith((".", "?")) for line in self.lines):
            for line in filter(None, self.lines):
                self.top.append(line)
                self._take_again(line, "answer", "top")
            self.lines.clear()

    def _take_again(self, line: str, before: str, after: str) -> None:
        taken = self.found.taken
        place = max((n for n, one in enumerate(taken) if one == (line, before)), default=None)
        if place is not None:
            taken[place] = (line, after)

    def _read_card(self, line: str) -> str:
        """'' if the line does not belong to the card."""
        card, before = self.card, self.card and self.card.person
        if not card or not card.take(line):
            return ""
        return card.role if card.person != before else NOT_USED

    def _owner(self) -> str:
        if self.lines is self.question:
            return "question"
        return "answer" if self._is_answer() else "top"

    def _begins_card(self, place: int) -> str:
        """Whose name this line is, if one; '' otherwise."""
        if len(self.page[place]) > LONGEST_LINE_OF_CARD:
            return ""
        line, below = self.page[place], [line for line in self.page[place + 1 : place + 8] if line][:4]
        after = below[0] if below else ""
        if self._is_answer() and not any(self.lines):
            label = label_of(after)
            is_dated = bool(label and label.name in ("answered", "holding"))
            is_named = is_name(line) and bool(after) and not label and not self._is_answered_by()
            return "answered by" if is_party(after) or is_dated or is_named else ""
        if self.lines is self.below or (self.lines is self.question and any(self.question)):
            return self._begins_below_question(line, after)
        if self.lines is self.top and is_name(line) and is_party(after):
            return self._whose_card(below)
        is_asker = is_party(after) or is_person(line) or (is_name(line) and any(map(TEXT_BEGINS.match, below[:2])))
        if self.lines is self.question:
            return "asked by" if is_asker else ""
        is_titled = line.endswith(" MP") or is_person(line) or bool(read_person(line).party)
        return "asked by" if self.lines is self.top and is_titled and is_asker else ""

    def _whose_card(self, below: list[str]) -> str:
        """Whose name, party, constituency and House stand at the top: the minister's only if the day follows."""
        labels = [label_of(line) for line in below[1:]]
        is_minister = any(label and label.name in ("answered", "holding") for label in labels)
        return "answered by" if is_minister else "asked by"

    def _begins_below_question(self, line: str, after: str) -> str:
        if self._is_reading_question() or not (is_name(line) or is_name(read_person(line).name)) or label_of(line):
            return ""
        if self.found.asked_by is None and (is_party(after) or line.endswith(" MP") or read_person(line).party):
            return "asked by"
        label = label_of(after)
        is_dated = bool(label and label.name in ("answered", "holding"))
        is_minister = is_post(after) or is_post(line) or is_person(line) or is_dated
        return "answered by" if is_party(after) or is_minister or after.endswith(".") else ""

    def _is_answered_by(self) -> bool:
        return any(answer.lines is self.lines and answer.by for answer in self.answers.all)

    # The result

    def _finish(self) -> Pasted:
        found = self.found
        found.text = " ".join(filter(None, self.question))
        self._read_signatures()
        self._date_answer()
        found.answers = self.answers.finished()
        self._read_capitals()
        found.heading = found.heading or (self._heading() or self._heading_below())[:LONGEST_HEADING]
        found.unread = [
            line for line in (*self.top, *self.below, *self.rest, *found.unread) if line and line != found.heading
        ]
        found.house = found.house or self._house()
        if found.asked_by:
            person = found.asked_by
            found.asked_by = person._replace(party=person.party or self.party, seat=person.seat or self.seat)
        at_top = {"top": NOT_USED}
        found.taken = [
            (line, "heading" if said == "top" and line == found.heading else at_top.get(said, said))
            for line, said in found.taken
        ]
        return found

    def _read_capitals(self) -> None:
        """Hansard heads a department's answers with its name in capitals."""
        capitals = [line for line in self.top if line.isupper() and len(line) > 3 and not is_number(line)]
        if capitals and not self.found.department:
            self.found.department = capitals[0]
            self.top.remove(capitals[0])
            self.heading_at = max((self.heading_at or 0) - 1, 0)
            self._take_again(capitals[0], "top", SAID_AS["department"])

    def _date_answer(self) -> None:
        undated = [answer for answer in self.answers.all if answer.text and not answer.day]
        if self.printed and len(undated) == 1:
            undated[0].day = self.printed

    def _read_signatures(self) -> None:
        for answer in self.answers.all:
            for line in read_signature(answer):
                self._take_again(line, "answer", NOT_USED if is_post(line) else "answered by")

    def _heading(self) -> str:
        """The line above the first labelled one, if it can be a heading; otherwise one below.

        One in capitals is the last choice, because Hansard writes departments so: but "M25: A3" is a heading.
        """
        above, below = self.top[: self.heading_at], self.top[self.heading_at or 0 :]
        lines = [line for line in (*above[-1:], *below, *reversed(above[:-1])) if may_be_heading(line)]
        return min(lines, key=str.isupper, default="")

    def _heading_below(self) -> str:
        """Below the question only what has the shape of a heading can be one."""
        return next(filter(is_subject_and_place, self.below), "")

    def _house(self) -> str:
        if self.found.uin.startswith("HL") or LORDS_ASK.match(self.found.text):
            return "lords"
        return "commons" if self.found.text.lower().startswith("to ask the ") else ""
