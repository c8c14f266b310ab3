"""The parameters of every list of questions, declared once: pages, and whatever else lists questions, use this."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

from questions.models import (
    CitedDocument,
    Department,
    Member,
    Membership,
    Nature,
    ParliamentarySession,
    Question,
    Topic,
)
from questions.models.lineage import widen
from questions.models.lookups import members_at, named, reference_in
from questions.models.members import House
from questions.rules import parliaments
from questions.rules.deadlines import QuestionType, Timing
from questions.rules.gaps import Gap
from questions.rules.parties import party_of
from questions.rules.sessions import Sessions as Calendar
from questions.search.criteria import Criteria
from questions.search.language.meaning import Meaning, understand
from questions.search.results import NoQuestions, QuestionSearch
from questions.text.subjects import Subject

from .choices import NONE, Term, Vocabulary, subjects_called
from .parameters import (
    Flag,
    Members,
    Number,
    OneOf,
    PagedFilterSet,
    PartialDate,
    SearchQuery,
    Sessions,
    Slugs,
    Terms,
    Values,
    Years,
)

PER_PAGE = 20
SORTS = {"relevance": "Most relevant", "newest": "Newest", "oldest": "Oldest", "answered": "Last answered"}
CORRECTED = "corrected"  # an order for lists of corrections alone
# The parameters that choose questions by what became of them, with the criteria that they become: of what these leave
# alone no share on time can be told.
OUTCOMES = {
    "status": "statuses",
    "timing": "timings",
    "kind": "kinds",
    **{name: name for name in ("overdue", "replied_in_time", "answered_after", "answered_before")},
}

Preset = dict[str, CitedDocument | Department | Member | Subject | Term | Topic]


class QuestionFilterSet(PagedFilterSet):
    """What a list's address asks for.

    `data` is the address's parameters. `preset` fixes some (a department's page lists that department's), whatever
    `data` says of them. `qs` is the QuestionSearch; one that finds nothing where a value was not understood.
    """

    q = SearchQuery(label="Search")
    department = Terms(label="Department")
    lineage = Flag(label="With predecessors and successors")
    topic = Terms(label="Topic")
    house = Values(label="House", choices=House.choices)
    status = Values(label="Status", choices=Question.Status.choices)
    year = Years(label="Year tabled")
    tabled_after = PartialDate(label="Tabled from")
    tabled_before = PartialDate(label="Tabled up to", last=True)
    answered_after = PartialDate(label="Answered from")
    answered_before = PartialDate(label="Answered up to", last=True)
    asked_by = Members(label="Asked by")
    answered_by = Members(label="Answered by")
    party = Terms(label="Asker's party")
    seat = Slugs(label="Asker's constituency")
    subject = Slugs(label="Subject")
    parliament = Values(label="Parliament", choices=parliaments.choices())
    session = Sessions(label="Session")
    type = Values(label="Type of question", choices=QuestionType.choices)
    kind = Values(label="Kind of answer", choices=Nature.choices)
    timing = Values(label="Answered in time", choices=Timing.choices)
    counted = Flag(label="In the share on time")
    replied_in_time = Flag(label="Named day, with at least a holding answer by its day")
    overdue = Flag(label="Overdue")
    document = Slugs(label="Citing the document")
    gap = Values(label="Known in part", choices=Gap.choices)
    named_day = Flag(label="Named day")
    attachments = Flag(label="Attachments")
    interest = Flag(label="Interest declared")
    sort = OneOf(label="Order", choices=[*SORTS.items(), (CORRECTED, "Last corrected")])
    per_page = Number(label="Questions on a page", min_value=10, max_value=100)

    usual_order = "newest"  # where nothing was searched for

    def __init__(self, data: QueryDict, preset: Preset | None = None):
        self.preset = preset or {}
        self.vocabulary = Vocabulary()
        self.given = data = _with_parties_by_slug(data)
        merged = data.copy()
        for name, value in self.preset.items():
            merged.setlist(name, [value.slug])
        super().__init__(merged, Question.objects.public())

    @cached_property
    def form(self) -> forms.Form:
        """The form, its fields told what exists."""
        form = self.get_form_class()(self.data)
        for name in ("department", "topic", "party"):
            form.fields[name].called = partial(self.vocabulary.label, name)
        form.fields["seat"].exist = _seats
        form.fields["subject"].exist = subjects_called
        form.fields["document"].exist = _documents
        form.fields["session"].on_record = lambda: self.sessions
        for name in ("asked_by", "answered_by"):
            form.fields[name].people = self.people
        return form

    @cached_property
    def sessions(self) -> Calendar:
        return ParliamentarySession.objects.calendar()

    @cached_property
    def people(self) -> dict[str, Member]:
        """The members whom the address names and who exist, by their references."""
        known = {member.reference: member for member in self.preset.values() if isinstance(member, Member)}
        slugs = self.data.getlist("asked_by") + self.data.getlist("answered_by")
        asked = {reference_in(slug) for slug in slugs} - {""} - set(known)
        return known | {member.reference: member for member in members_at(asked)} if asked else known

    def filter_queryset(self, queryset: Any) -> QuestionSearch:
        """Nothing is listed, rather than everything, where what was typed holds nothing to search for."""
        if not self.is_valid() or (self.meaning and not self.meaning.tree):
            return NoQuestions(Criteria())
        return QuestionSearch(self.criteria)

    @cached_property
    def meaning(self) -> Meaning | None:
        """What the query means; None where there is none, or where it names questions. Only of one that is valid."""
        query = self.form.cleaned_data["q"]
        return understand(query) if query and not self.named_questions else None

    @cached_property
    def named_questions(self) -> list[Question]:
        """Those that the search box names by their UIN or an address; mostly there are none."""
        return list(named(self.form.cleaned_data["q"], Question.objects.public())) if self.is_valid() else []

    @property
    def parameters(self) -> QueryDict:
        """What is listed, whichever page shows it and whichever part of it: for links, exports and the like."""
        wanted = QueryDict(mutable=True)
        for name in (name for name in self.form.fields if name not in ("page", "per_page")):
            if values := [value for value in self.data.getlist(name) if value]:
                wanted.setlist(name, values)
        return wanted

    @property
    def narrows(self) -> bool:
        """Whether the address asks for anything but the first page of all that the page presets."""
        return any(self.given.getlist(name) != [""] for name in self.form.fields if name in self.given)

    @property
    def page_size(self) -> int:
        return self.form.cleaned_data.get("per_page") or PER_PAGE

    @property
    def order(self) -> str:
        """The order in force; relevance says nothing where nothing was searched for."""
        words = self.form.cleaned_data.get("q")
        wanted = self.form.cleaned_data.get("sort") or ("relevance" if words else self.usual_order)
        return self.usual_order if wanted == "relevance" and not words else wanted

    @cached_property
    def criteria(self) -> Criteria:
        """What the address asks for; only of one that is valid."""
        cleaned = self.form.cleaned_data
        as_they_are: dict[str, Any] = {name: cleaned[name] for name in AS_THEY_ARE}
        return Criteria(
            **as_they_are,
            **self._people_and_bodies(cleaned),
            named=tuple(question.pk for question in self.named_questions) or None,
            query=self.meaning.tree if self.meaning else None,
            houses=tuple(cleaned["house"]),
            statuses=tuple(cleaned["status"]),
            years=tuple(None if year == NONE else int(year) for year in cleaned["year"]),
            parliaments=tuple(int(number) for number in cleaned["parliament"]),
            kinds=tuple(cleaned["kind"]),
            timings=tuple(cleaned["timing"]),
            types=tuple(cleaned["type"]),
            tabled_within=tuple(period for slug in cleaned["session"] if (period := self.sessions.period(slug))),
            gaps=tuple(cleaned["gap"]),
            sort=self.order,
        )

    def _people_and_bodies(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        departments = self.vocabulary.keys("department", cleaned["department"])
        return {
            "departments": _widened(departments) if cleaned["lineage"] else departments,
            "topics": self.vocabulary.keys("topic", cleaned["topic"]),
            "asked_by": self._members(cleaned["asked_by"]),
            "answered_by": self._members(cleaned["answered_by"]),
            "parties": _slugs(cleaned["party"]),
            "seats": _slugs(cleaned["seat"]),
            "subjects": _slugs(cleaned["subject"]),
            "documents": _document_keys(cleaned["document"]),
        }

    def _members(self, slugs: list[str]) -> tuple[int | None, ...]:
        return tuple(None if slug == NONE else self.people[reference_in(slug)].pk for slug in slugs)


# The parameters whose values the criteria take as the form gives them.
AS_THEY_ARE = (
    *("tabled_after", "tabled_before", "answered_after", "answered_before"),
    *("named_day", "attachments", "interest", "overdue", "counted", "replied_in_time"),
)


def _with_parties_by_slug(data: QueryDict) -> QueryDict:
    """Addresses may have them in any spelling, such as the slugs of earlier versions."""
    if "party" in data:
        data = data.copy()
        data.setlist("party", [party_of(given).slug or given for given in data.getlist("party")])
    return data


def _seats(slugs: list[str]) -> dict[str, str]:
    """The constituencies that have these slugs: {slug: name}."""
    return dict(Membership.objects.filter(seat_slug__in=slugs).exclude(seat="").values_list("seat_slug", "seat"))


def _documents(keys: list[str]) -> dict[str, str]:
    """The documents that have these keys: {key: title}."""
    return {document.key: str(document) for document in CitedDocument.objects.public().filter(key__in=keys)}


def _document_keys(keys: list[str]) -> tuple[int | None, ...]:
    found = dict(CitedDocument.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    return tuple(found.get(key) for key in keys)


def _slugs(slugs: list[str]) -> tuple[str | None, ...]:
    return tuple(None if slug == NONE else slug for slug in slugs)


def _widened(departments: tuple[int | None, ...]) -> tuple[int | None, ...]:
    known = widen(key for key in departments if key is not None)
    return (*sorted(known), *((None,) if None in departments else ()))
