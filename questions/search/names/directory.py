"""Every name in the archive, in memory."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from questions.models import Department, ExternalId, Member, Membership, Post, Topic
from questions.models.departments import name_and_years
from questions.models.identities import MemberIdentity
from questions.models.members import whole_title
from questions.rules.parties import party_of
from questions.search.index.analysis import stems
from questions.text.names import fold, folded_words
from questions.text.typed_names import Parts, Words, parts_of, words_typed
from questions.text.typed_titles import body_words, seat_words, title_words

BRACKETS = re.compile(r"\s*\(.*?\)")
PARTS = re.compile(r"\s*(?:,| and | or |[()])\s*")  # of a topic's name


class Sat(NamedTuple):
    """The last membership on record of a member."""

    house: str
    party: str
    seat: str
    seat_slug: str
    started_on: date
    ended_on: date | None

    @property
    def party_slug(self) -> str:
        return party_of(self.party).slug


class Portrait(NamedTuple):
    url: str


@dataclass(slots=True)
class Person(MemberIdentity):
    """A member, as the directory has them."""

    pk: int
    parliament_id: int | None
    name: str
    list_name: str
    other_names: str
    portrait_name: str
    portrait_credit: str
    sat: Sat | None = None
    posts: list[Holding] = field(default_factory=list)
    _parts: tuple[Parts, ...] = ()

    @property
    def portrait(self) -> Portrait | None:
        return Portrait(default_storage.url(self.portrait_name)) if self.portrait_name else None

    @property
    def parts(self) -> tuple[Parts, ...]:
        """The parts of each name, the current one first: worked out once, when somebody searches for such a name."""
        if not self._parts:
            self._parts = tuple(parts_of(self.name, self.list_name, self.other_names))
        return self._parts

    @property
    def post(self) -> Holding | None:
        """The highest post that had not ended when last recorded."""
        return max((held for held in self.posts if held.last is None), key=lambda held: held.rank, default=None)


class Holding(NamedTuple):
    """A member held a post. `title` is whole, `first` and `last` are its years; None: not ended on record.

    `department`: its primary key, if it is on record.
    """

    person: Person
    title: str
    first: int
    last: int | None
    rank: int
    department: int | None


@dataclass(slots=True)
class Seat:
    slug: str
    name: str
    words: Words
    holders: list[tuple[date, Person]] = field(default_factory=list)

    @property
    def last_holder(self) -> Person:
        return max(self.holders, key=lambda held: (held[0], held[1].pk))[1]


class Subject(NamedTuple):
    """A department or a topic. `words` and `short` are folded; `is_closed` is whether a department has ended."""

    pk: int
    slug: str
    label: str
    words: Words
    short: str = ""
    is_closed: bool = False


class Directory:
    """All names. `by_word` has the members with each word in a name, current or other."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.by_word: defaultdict[str, set[int]] = defaultdict(set)
        for *known, folded in _people():
            self._add_person(Person(*known), folded.split())
        self.seats: dict[str, Seat] = {}
        for member, *sat in _memberships():
            self._add_membership(member, Sat(*sat))
        self.holdings: defaultdict[str, list[Holding]] = defaultdict(list)
        for member, *post in _posts():
            self._add_post(member, *post)
        self.titles = {title: title_words(title) for title in self.holdings}
        self.departments = [
            Subject(pk, slug, name_and_years(name, *days), body_words(name), fold(short), days[1] is not None)
            for pk, slug, name, short, *days in _departments()
        ]
        self.topics = [Subject(pk, slug, name, words_typed(name)) for pk, slug, name in _topics()]
        self._printed = list(ExternalId.objects.order_by().values_list("name", flat=True).distinct())

    def _add_person(self, person: Person, words: list[str]) -> None:
        self.people[person.pk] = person
        for word in words:
            self.by_word[word].add(person.pk)

    def _add_membership(self, member: int, sat: Sat) -> None:
        # A member may have been added since the members were read; the next search then reads all names again.
        if not (person := self.people.get(member)):
            return
        person.sat = sat  # the last one comes last
        if sat.seat:
            if sat.seat_slug not in self.seats:
                self.seats[sat.seat_slug] = Seat(sat.seat_slug, sat.seat, seat_words(sat.seat))
            self.seats[sat.seat_slug].holders.append((sat.started_on, person))

    def _add_post(
        self,
        member: int,
        title: str,
        short: str,
        first: date,
        last: date | None,
        rank: int,
        department: int | None,
        body: str,
    ) -> None:
        if not (person := self.people.get(member)):
            return
        whole = whole_title(title, short, body)
        held = Holding(person, whole, first.year, last.year if last else None, rank, department)
        person.posts.append(held)
        self.holdings[whole].append(held)

    @cached_property
    def topics_by_stems(self) -> dict[Words, list[Subject]]:
        """The topics by the stems of their names, and of the parts of these: "Water, sewage and flooding", "sewage"."""
        found: defaultdict[Words, list[Subject]] = defaultdict(list)
        for topic in self.topics:
            names = (topic.label, BRACKETS.sub("", topic.label), *PARTS.split(topic.label))
            for key in filter(None, dict.fromkeys(tuple(stems(name)) for name in names)):
                found[key].append(topic)
        return dict(found)

    @cached_property
    def words(self) -> set[str]:
        """Every word of a person's name, as members, ministers and constituencies have it and as sources print it."""
        names = (*self._printed, *(seat.name for seat in self.seats.values()))
        return {*self.by_word, *(word for name in names for word in folded_words(name))}

    def called(self, word: str) -> set[int]:
        """The members with a folded word in a name, current or other."""
        return self.by_word.get(word, set())

    def is_a_name(self, word: str) -> bool:
        """Whether a folded word is part of a name, so that nobody is asked whether they meant another word."""
        return word in self.words

    def name_together(self, word: str, others: Iterable[str]) -> bool:
        """Whether a folded word and one of the others are in somebody's names."""
        return any(not self.called(word).isdisjoint(self.called(other)) for other in others if other != word)

    @cached_property
    def beginnings(self) -> dict[str, list[str]]:
        """The words by their first three letters."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in self.words:
            found[word[:3]].append(word)
        return dict(found)


def _people() -> QuerySet:
    columns = ("pk", "parliament_id", "name", "list_name", "other_names", "portrait", "portrait_credit", "folded")
    return Member.objects.order_by().values_list(*columns)


def _memberships() -> QuerySet:
    columns = ("member", "house", "party", "seat", "seat_slug", "started_on", "ended_on")
    return Membership.objects.order_by("started_on", "pk").values_list(*columns)


def _posts() -> QuerySet:
    columns = ("member", "title", "department_short_name", "started_on", "ended_on", "rank", "department")
    body = Coalesce("department__name", "department_name")
    return Post.objects.order_by("-started_on", "-rank", "pk").values_list(*columns, body)


def _departments() -> QuerySet:
    columns = ("pk", "slug", "name", "short_name", "started_on", "ended_on")
    return Department.objects.order_by("name", "-started_on").values_list(*columns)


def _topics() -> QuerySet:
    return Topic.objects.order_by("name").values_list("pk", "slug", "name")
