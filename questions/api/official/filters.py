"""The parameters of Parliament's API, and the questions that they select.

Specification: the official API's `/api/writtenquestions/questions`. Names are read in any case. Unknown parameters and
empty values select nothing. Of a parameter given twice the first counts, except lists, whose values add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from questions.lists.parameter_filters import OnceFormedFilterSet, Parameter
from questions.models import Department, Member, ParliamentarySession, Question
from questions.search.criteria import Criteria
from questions.search.language.meaning import understand_query
from questions.search.language.tree import All, Coded, Days, Either, Keys, Node, Not
from questions.search.queries import Period
from questions.search.results import QuestionSearch

from .form_fields import DayField, FlagField, NameField, NumberField, NumbersField

TAKE, MOST = 20, 5000
ORDER = "parliament"
ELEMENT = re.compile(r"\[\d{0,4}\]$")  # as in "members[]" or "members[0]"


class Number(Parameter):
    field_class = NumberField


class Numbers(Parameter):
    field_class = NumbersField


class Day(Parameter):
    field_class = DayField


class Flag(Parameter):
    field_class = FlagField


class Name(Parameter):
    field_class = NameField


class Text(Parameter):
    """Any text, also with spaces around it."""


CURRENT, ARCHIVE = "Current", "archive"
SESSIONS = (CURRENT, "Any")
HOUSES = ("Bicameral", "Commons", "Lords")
NOTHING = Either(())
REPLIED, UNREPLIED = Days("replied", None, None), Not(Days("replied", None, None))
STATES: dict[str | None, tuple[Node, ...]] = {
    "Answered": (REPLIED,),
    "AnsweredOnly": (REPLIED,),
    "Unanswered": (UNREPLIED,),
    "NotAnswered": (UNREPLIED,),
}
# The index's field of each period.
PERIODS = {
    "tabledWhen": "tabled",
    "dateForAnswerWhen": "due",
    "answeredWhen": "replied",
    "correctedWhen": "corrected",
}


class OfficialFilterSet(OnceFormedFilterSet):
    """Parameters whose names are read in any case."""

    def __init__(self, data: QueryDict):
        super().__init__(self._by_own_names(data), self.everything())

    def everything(self) -> QuerySet:
        return Question.objects.none()

    @classmethod
    def _by_own_names(cls, data: QueryDict) -> QueryDict:
        """The known parameters with values, by the specification's spelling of their names."""
        known, own = {name.lower(): name for name in cls.base_filters}, QueryDict(mutable=True)
        for given, values in data.lists():
            if name := known.get(ELEMENT.sub("", given).lower()):
                own.setlist(name, [*own.getlist(name), *filter(None, map(str.strip, values))])
        for name, values in [*own.lists()]:
            if not isinstance(cls.base_filters[name], Numbers):
                own.setlist(name, values[:1])
        return own

    def __getitem__(self, name: str) -> Any:
        """A parameter's value, after validation."""
        return self.form.cleaned_data[name]


class RecordFilterSet(OfficialFilterSet):
    """How the address of one question may ask for it."""

    expandMember = Flag()
    sessionStatus = Name(names=SESSIONS)
    fullText = Flag()
    include = Name(names=(ARCHIVE,))


class BodyFilterSet(OfficialFilterSet):
    """Which answering bodies to list."""

    id = Number()
    nameContains = Text()

    def everything(self) -> QuerySet:
        return Department.objects.filter(parliament_id__isnull=False)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        number, words = self["id"], self["nameContains"]
        found = queryset if number is None else queryset.filter(parliament_id=number)
        return found.filter(name__icontains=words) if words else found


class ListFilterSet(RecordFilterSet):
    """What the list's address asks for. `qs` finds those questions that Parliament's record can hold."""

    askingMemberId = Number()
    answeringMemberId = Number()
    tabledWhenFrom = Day()
    tabledWhenTo = Day()
    dateForAnswerWhenFrom = Day()
    dateForAnswerWhenTo = Day()
    answered = Name(names=("Any", "Answered", "Unanswered"))
    answeredWhenFrom = Day()
    answeredWhenTo = Day()
    questionStatus = Name(names=("NotAnswered", "AnsweredOnly", "AllQuestions"))
    includeWithdrawn = Flag()
    correctedWhenFrom = Day()
    correctedWhenTo = Day()
    searchTerm = Text()
    uIN = Text()
    answeringBodies = Numbers()
    members = Numbers()
    house = Name(names=HOUSES)
    skip = Number(least=0)
    take = Number(least=0, most=MOST)

    def filter_queryset(self, queryset: Any) -> QuestionSearch:
        return self._search("yes")

    @property
    def left_out(self) -> QuestionSearch:
        """The questions that the same parameters select, and that Parliament's record cannot hold."""
        return self._search("no")

    def _search(self, is_official: str) -> QuestionSearch:
        chosen = All((Coded("official", is_official), *self._conditions()))
        return QuestionSearch(Criteria(query=chosen, sort=ORDER))

    def _conditions(self) -> Iterator[Node]:
        yield from self._people()
        yield from self._periods()
        yield from STATES.get(self["answered"], ())
        yield from STATES.get(self["questionStatus"], ())
        if self["house"] in HOUSES[1:]:
            yield Coded("house", self["house"].lower())
        if not self["includeWithdrawn"]:
            yield Not(Coded("status", Question.Status.WITHDRAWN))
        if self["uIN"]:
            yield Coded("uin", self["uIN"].lower())
        if self["searchTerm"]:
            yield understand_query(self["searchTerm"]).tree or NOTHING
        if self["sessionStatus"] == CURRENT:
            yield Days("tabled", *period) if (period := current_session()) else NOTHING

    def _people(self) -> Iterator[Node]:
        asker, minister, members = self["askingMemberId"], self["answeringMemberId"], self["members"]
        if asker is not None:
            yield Keys("asked-by", keys_of(Member.objects.all(), [asker]))
        if minister is not None:
            yield Keys("answered-by", keys_of(Member.objects.all(), [minister]))
        if members:
            keys = keys_of(Member.objects.all(), members)
            yield Either((Keys("asked-by", keys), Keys("answered-by", keys)))
        if self["answeringBodies"]:
            yield Keys("dept", keys_of(Department.objects.all(), self["answeringBodies"]))

    def _periods(self) -> Iterator[Node]:
        for name, field in PERIODS.items():
            first, last = self[f"{name}From"], self[f"{name}To"]
            if first or last:
                yield Days(field, first, last)


def keys_of(among: QuerySet, numbers: Any) -> tuple[int, ...]:
    """The primary keys of those with these ids at Parliament."""
    return tuple(among.filter(parliament_id__in=numbers).order_by("pk").values_list("pk", flat=True))


def current_session() -> Period | None:
    """The days of tabling in the session that is sitting; None while none sits."""
    calendar = ParliamentarySession.objects.calendar()
    session = calendar.of(timezone.localdate())
    return calendar.period(session.slug) if session else None
