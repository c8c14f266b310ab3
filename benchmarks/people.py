"""The few rows that a generated archive's questions refer to: departments, members, memberships and posts, topics."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from django.utils.text import slugify

from questions.models import Department, Member, Membership, Post, Topic
from questions.models.departments import assign_slugs

from .names import FIRST, LAST, PLACES, SIDES, TOPICS

PARLIAMENTS = (
    (date(2010, 5, 6), date(2015, 3, 30)),
    (date(2015, 5, 7), date(2017, 5, 3)),
    (date(2017, 6, 8), date(2019, 11, 6)),
    (date(2019, 12, 12), date(2024, 5, 30)),
    (date(2024, 7, 4), None),
)
LAST_DAY = date(2025, 12, 19)
SEATS, PEERS = 650, 700
PARTIES = {"Conservative": 40, "Labour": 36, "Labour (Co-op)": 4, "Liberal Democrat": 8, "Scottish National Party": 7}
SMALL_PARTIES = {"Democratic Unionist Party": 2, "Plaid Cymru": 1, "Green Party": 1, "Independent": 1}
LORDS_PARTIES = {"Conservative": 35, "Labour": 24, "Liberal Democrat": 12, "Crossbench": 24, "Bishops": 4}
TERMS = (date(2010, 5, 11), date(2012, 9, 4), date(2015, 5, 12), date(2018, 1, 9), date(2021, 9, 15))


class Held(NamedTuple):
    member: int
    held: int  # primary key of the membership or post


class People:
    """Who may ask and who answers, by day. All keys are primary keys."""

    def __init__(self, departments: Iterable[str], random: Random):
        self.random = random
        self.departments = _departments(departments)
        self.topics = _topics()
        self.members: list[Member] = []
        self.memberships: list[Membership] = []
        self.askers: dict[tuple[str, int], list[Held]] = {}
        self._seat_everyone()
        self.ministers = self._appoint()
        self._save()

    def asker(self, house: str, parliament: int) -> Held:
        """A random asker. Some members ask far more than others."""
        there = self.askers[house, parliament]
        return there[int(len(there) * self.random.random() ** 2)]

    def minister(self, department: int, day: date) -> Held:
        return self.ministers[department][bisect(TERMS, day) - 1]

    def _seat_everyone(self) -> None:
        for place in range(SEATS):
            seat = f"{PLACES[place // len(SIDES)]} {SIDES[place % len(SIDES)]}"
            member = self._member()
            for number, (first, last) in enumerate(PARLIAMENTS):
                member = self._member() if self.random.random() < 0.25 else member
                self._seat(
                    member, "commons", _drawn({**PARTIES, **SMALL_PARTIES}, self.random), seat, number, first, last
                )
        for _ in range(PEERS):
            self._ennoble(self._member(title="Lord" if self.random.random() < 0.6 else "Baroness"))

    def _ennoble(self, member: Member) -> None:
        self._seat(member, "lords", _drawn(LORDS_PARTIES, self.random), "", 0, date(2005, 5, 5), None)
        for number in range(1, len(PARLIAMENTS)):
            self.askers.setdefault(("lords", number), []).append(self.askers["lords", 0][-1])

    def _member(self, title: str = "") -> Member:
        number = len(self.members)
        first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
        name = f"{title} {last} of {PLACES[number % len(PLACES)]}" if title else f"{first} {last}"
        member = Member(pk=number + 1, parliament_id=number + 1, name=name, list_name=f"{last}, {title or first}")
        self.members.append(member)
        return member

    def _seat(
        self, member: Member, house: str, party: str, seat: str, number: int, first: date, last: date | None
    ) -> None:
        pk = len(self.memberships) + 1
        held = Membership(pk=pk, member=member, house=house, party=party, seat=seat, started_on=first, ended_on=last)
        held.set_slugs()
        self.memberships.append(held)
        self.askers.setdefault((house, number), []).append(Held(member.pk, pk))

    def _appoint(self) -> dict[int, list[Held]]:
        """Five ministers for each department, one after another."""
        self.posts: list[Post] = []
        return {pk: [self._post(pk, name, term) for term in range(len(TERMS))] for name, pk in self.departments.items()}

    def _post(self, department: int, name: str, term: int) -> Held:
        pk, member = len(self.posts) + 1, self.asker("commons", term).member
        last = TERMS[term + 1] - timedelta(1) if term + 1 < len(TERMS) else None
        self.posts.append(
            Post(
                pk=pk,
                member_id=member,
                title=f"Minister of State ({name})",
                rank=Post.Rank.MINISTER_OF_STATE,
                department_id=department,
                department_name=name,
                started_on=TERMS[term],
                ended_on=last,
            )
        )
        return Held(member, pk)

    def _save(self) -> None:
        Member.objects.bulk_create(self.members)
        Membership.objects.bulk_create(self.memberships)
        Post.objects.bulk_create(self.posts)


def sitting_days() -> Iterator[tuple[date, int]]:
    """Every weekday of 2010 to 2025 in a Parliament, with that Parliament's number, from 0."""
    for number, (first, last) in enumerate(PARLIAMENTS):
        for ordinal in range(first.toordinal() + 7, (last or LAST_DAY).toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day.weekday() < 5:
                yield day, number


def _drawn(weights: dict[str, int], random: Random) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _departments(names: Iterable[str]) -> dict[str, int]:
    """{name: primary key}."""
    made = [
        Department(pk=pk, parliament_id=pk, name=name, slug=f"-{pk}") for pk, name in enumerate(sorted(set(names)), 1)
    ]
    Department.objects.bulk_create(made)
    assign_slugs([department.name for department in made])
    return {department.name: department.pk for department in made}


def _topics() -> list[int]:
    made = [Topic(pk=pk, name=name, slug=slugify(name)) for pk, name in enumerate(TOPICS, 1)]
    return [topic.pk for topic in Topic.objects.bulk_create(made)]
