"""Find the department that a heading of Hansard ("TRANSPORT") means on a given day.

This depends only on the departments on record: questions imported before their department move to it when it arrives.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from datetime import date
from functools import cache

from questions import STARTING
from questions.archive.audit import recording
from questions.archive.derived.posts_held import recompute_posts, rewrite
from questions.models import Answer, Department, Post, Question

FILE = STARTING / "headings.toml"
BEFORE = re.compile(r"^(?:hm |her majesty s |his majesty s )?(?:(?:department|ministry|office) (?:for|of) )?(?:the )?")
AFTER = re.compile(r"(?: s)? (?:office|department)$")
SMALL = {"and", "for", "of", "on", "the"}


class Headings:
    """The departments on record, by the names that headings use."""

    def __init__(self) -> None:
        self._by_name: defaultdict[str, list[Department]] = defaultdict(list)
        for department in Department.objects.all():
            self._add(department)

    def _add(self, department: Department) -> None:
        for name in {bare_name(department.name), bare_name(department.short_name)} - {""}:
            self._by_name[name].append(department)

    def find(self, heading: str, day: date) -> Department | None:
        """The department with that name on that day; if several, one known by more than its name, then the newest."""
        in_force = [one for one in self.find_all(heading) if was_in_force(one, day)]
        return max(in_force, key=_merit, default=None)

    def find_all(self, heading: str) -> list[Department]:
        """All departments that have or had that name or short name, the best on record first."""
        names = {bare_name(heading), *map(bare_name, _other_names().get(bare_name(heading), ()))}
        found = {one.pk: one for name in names for one in self._by_name[name]}
        return sorted(found.values(), key=_merit, reverse=True)

    def make(self, heading: str, day: date) -> Department:
        """Create a department known only by its heading, with the name as of that day."""
        made = Department.objects.create(name=as_name(heading), name_as_of=day)
        recording.record_created([made])
        self._add(made)
        return made


def bare_name(name: str) -> str:
    """A department's name for comparison: "transport" for "Department for Transport" and for "TRANSPORT"."""
    words = " ".join(re.sub(r"[^\w]+", " ", name.casefold().replace("&", " and ")).split())
    return AFTER.sub("", BEFORE.sub("", words)) or words


@cache
def _other_names() -> dict[str, list[str]]:
    given = tomllib.loads(FILE.read_text(encoding="utf-8"))["departments"]
    return {bare_name(heading): names for heading, names in given.items()}


def was_in_force(department: Department, day: date) -> bool:
    return (department.started_on or date.min) <= day <= (department.ended_on or date.max)


def _merit(department: Department) -> tuple:
    return not is_loose(department), department.started_on or date.min, department.name


def is_loose(department: Department) -> bool:
    """Whether the department is known only by a name in a record."""
    return department.key is None and department.parliament_id is None


def as_name(heading: str) -> str:
    """The name of a department known only by its heading: "Church Commissioners"."""
    if not heading.isupper():
        return heading
    name = re.sub(r"[a-z]+(?:'[a-z]+)?", lambda word: _capital(word[0]), heading.lower())
    return name[:1].upper() + name[1:]


def _capital(word: str) -> str:
    return word if word in SMALL else word.capitalize()


def settle_headings() -> None:
    """Move questions imported under a heading to the department that it means now."""
    came_so = Question.objects.filter(provenance=Question.Provenance.TWFY, parliament_id=None).order_by()
    pairs = {(pk, day) for pk, day in came_so.values_list("department", "answered_on").distinct() if pk and day}
    departments, headings = Department.objects.in_bulk({pk for pk, _ in pairs}), Headings()
    for pk, day in sorted(pairs):
        wanted = headings.find(departments[pk].name, day)
        if wanted and wanted.pk != pk and _may_leave(departments[pk], day):
            _move(departments[pk], day, wanted)
    _take_out_names(headings)


def _may_leave(department: Department, day: date) -> bool:
    return is_loose(department) or not was_in_force(department, day)


def _move(department: Department, day: date, wanted: Department) -> None:
    concerned = {"provenance": Question.Provenance.TWFY, "parliament_id": None, "answered_on": day}
    questions = Question.objects.filter(department=department, **concerned)
    answers = Answer.objects.filter(department=department, **{f"question__{name}": v for name, v in concerned.items()})
    ministers = set(answers.exclude(answered_by=None).values_list("answered_by", flat=True))
    rewrite(answers, "department", lambda answer: wanted, lambda answer: answer.question_id)
    rewrite(questions, "department", lambda question: wanted, lambda question: question.pk)
    recompute_posts(ministers)


def _take_out_names(headings: Headings) -> None:
    """Delete departments known only by a name that now means another one, if nothing refers to them."""
    for name in Department.objects.filter(key=None, parliament_id=None):
        meant = headings.find(name.name, name.name_as_of) if name.name_as_of else None
        used = any(model.objects.filter(department=name).exists() for model in (Question, Answer, Post))
        if meant and meant.pk != name.pk and not used:
            recording.record_deleted([name])
            name.delete()
