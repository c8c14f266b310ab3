"""Questions of real texts that are known to belong together, which nobody judged for this.

    groups   answered together: Parliament's lists say so
    cited    an answer cites the earlier question by its UIN and date
    answers  a later question, not grouped with it, got the same answer of 200 letters or more from the same department

Questions with the same text count as one: a search for one is not expected to find another, and none is given credit
for it. Except for groups, only earlier questions are expected and looked at.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from questions.text.cleaning import plain
from questions.text.question_formula import split_formula
from questions.text.references import find_citations

GROUPS = 1200  # drawn of all
LONG = 200  # letters of an answer
MOST_ALIKE = 6  # with more questions, an answer is a stock phrase
NOT_LETTERS = re.compile(r"[^a-z0-9]+")


class Asked(NamedTuple):
    key: int
    uin: str
    house: str
    day: str  # of tabling
    answered: str
    department: int
    heading: str
    text: str  # without the formula
    answer: str

    @property
    def essence(self) -> str:
        return NOT_LETTERS.sub(" ", self.text.lower()).strip()


class Sought(NamedTuple):
    """One question, its partners, and what is left out of the results."""

    key: int
    partners: frozenset[int]
    without: frozenset[int]  # itself and the questions with the same text
    is_only_earlier: bool


class Partners:
    def __init__(self, data: Path):
        self.data = data
        self.questions = {question.key: question for question in read_questions(data)}

    @cached_property
    def same_text(self) -> dict[str, set[int]]:
        found: defaultdict[str, set[int]] = defaultdict(set)
        for question in self.questions.values():
            found[question.essence].add(question.key)
        return found

    @cached_property
    def groups(self) -> dict[int, set[int]]:
        by_address = {(q.house, q.uin, q.day): q.key for q in self.questions.values()}
        found: defaultdict[int, set[int]] = defaultdict(set)
        for key, others in _grouped(self.data):
            one = self.questions.get(key)
            for uin, day in others if one else ():
                other = by_address.get((one.house, uin, day)) if one else None
                if other and other != key:
                    found[key].add(other)
                    found[other].add(key)
        return found

    def sets(self) -> dict[str, list[Sought]]:
        return {"groups": self._of_groups(), "cited": self._of_citations(), "answers": self._of_answers()}

    def _of_groups(self) -> list[Sought]:
        found = [self._sought(key, others, is_only_earlier=False) for key, others in sorted(self.groups.items())]
        usable = [one for one in found if one.partners]
        return random.Random(1).sample(usable, min(GROUPS, len(usable)))

    def _of_citations(self) -> list[Sought]:
        """One for each cited question."""
        by_uin: defaultdict[tuple[str, str], list[Asked]] = defaultdict(list)
        for question in self.questions.values():
            by_uin[question.house, question.uin.upper()].append(question)
        found: dict[int, Sought] = {}
        for question in self.questions.values():
            is_known = question.answer and question.department
            for cited in find_citations(question.answer, date.fromisoformat(question.day)) if is_known else ():
                for other in by_uin[question.house, cited.uin]:
                    if self._is_cited(other, cited) and other.day < question.day:
                        found.setdefault(other.key, self._sought(question.key, {other.key}, is_only_earlier=True))
        return [one for one in found.values() if one.partners]

    def _is_cited(self, other: Asked, cited: Any) -> bool:
        return str(cited.tabled_on) == other.day or str(cited.day) == other.answered

    def _of_answers(self) -> list[Sought]:
        alike: defaultdict[tuple[int, str], list[Asked]] = defaultdict(list)
        for question in self.questions.values():
            if len(question.answer) >= LONG and question.department:
                alike[question.department, question.answer].append(question)
        few = [same for same in alike.values() if 2 <= len(same) <= MOST_ALIKE]
        found = [self._before(question, same) for same in few for question in same]
        return [one for one in found if one.partners]

    def _before(self, question: Asked, same: list[Asked]) -> Sought:
        earlier = {one.key for one in same if one.day < question.day} - self.groups.get(question.key, set())
        return self._sought(question.key, earlier, is_only_earlier=True)

    def _sought(self, key: int, others: set[int], *, is_only_earlier: bool) -> Sought:
        same = frozenset(self.same_text[self.questions[key].essence])
        return Sought(key, frozenset(others - same), same | {key}, is_only_earlier)


def read_questions(data: Path) -> Iterator[Asked]:
    with lzma.open(data / "fulltext" / "questions.jsonl.xz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            rest = split_formula(row.get("question") or "").rest
            # More than a third have only a month, no heading and no department: they can be found, but are no partners.
            day, answer = (row.get("dateTabled") or f"{row['month']}-01")[:10], plain(row.get("answer") or "")
            if rest:
                uin, house = row.get("uin") or str(row["id"]), (row.get("house") or "commons").lower()
                department, heading = row.get("answeringBodyId") or 0, row.get("heading") or ""
                answered = (row.get("dateAnswered") or "")[:10]
                yield Asked(row["id"], uin, house, day, answered, department, heading, rest, answer)


def _grouped(data: Path) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """(Parliament's id, (UIN, day of tabling) of each question answered together with it)."""
    for path in sorted((data / "parliament").rglob("*.json.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from _groups_in(json.load(file))


def _groups_in(found: Any) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    rows = found.get("results", [found]) if isinstance(found, dict) else found
    for row in rows:
        value = row.get("value", row)
        others = [(one["questionUin"], one["dateTabled"][:10]) for one in value.get("groupedQuestionsDates") or []]
        if others:
            yield value["id"], others
