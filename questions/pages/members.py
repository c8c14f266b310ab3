"""What the pages of members and the list of ministers show."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters import FilterSet

from questions.lists.form_fields import PartialDateField
from questions.lists.parameter_filters import OneOf, PagedFilterSet, Parameter, Words
from questions.models import Department, Member, Membership, Post
from questions.models.lookups import members_at, reference_in
from questions.models.members import House, MemberQuerySet
from questions.models.periods import last_recorded_on
from questions.pages.drawings.careers import career
from questions.pages.drawings.spans import Drawing
from questions.rules.days import today
from questions.search.criteria import Criteria
from questions.search.results import QuestionSearch
from questions.text.names import folded_words, words_called

PARLIAMENTS_PAGE = "https://members.parliament.uk/member/{}/career"
MEMBERS_PER_PAGE = 60
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class MemberFilterSet(PagedFilterSet):
    """What the address of the list of members asks for."""

    q = Words(label="Name", max_length=100)
    house = OneOf(label="House", choices=House.choices)
    letter = OneOf(label="First letter", choices=[(letter, letter) for letter in LETTERS])

    def __init__(self, data: QueryDict):
        super().__init__(data, Member.objects.all())

    def filter_queryset(self, queryset: MemberQuerySet) -> QuerySet[Member]:
        if not self.is_valid():
            return queryset.none()
        cleaned = self.form.cleaned_data
        if cleaned["q"]:
            queryset = queryset.called(cleaned["q"])
        if cleaned["house"]:
            queryset = queryset.filter(pk__in=Membership.objects.filter(house=cleaned["house"]).values("member"))
        if cleaned["letter"]:
            queryset = queryset.filter(sort_name__startswith=cleaned["letter"].lower())
        memberships = Prefetch("memberships", Membership.objects.order_by("-started_on", "-pk"))
        return queryset.order_by("sort_name", "pk").prefetch_related(memberships)

    def found_by(self, member: Member) -> str:
        """The other name that matches the search; '' if the current name matches all of it."""
        missing = _missing(words_called(self.form.cleaned_data.get("q", "")), member.name)
        others = member.other_names.splitlines() if missing else []
        return next((name for name in others if not _missing(missing, name)), "")


def _missing(words: list[str], name: str) -> list[str]:
    folded = " ".join(folded_words(name))
    return [word for word in words if word not in folded]


class Day(Parameter):
    """A day as people write it. A month or a year means its first day."""

    field_class = PartialDateField


class MinisterFilterSet(FilterSet):
    """The day of the list of ministers: if the address gives none, the latest on record."""

    on = Day(label="Show ministers on")

    def __init__(self, data: QueryDict):
        super().__init__(data, Post.objects.all())

    @property
    def day(self) -> date | None:
        """None if the address gives no day."""
        return self.form.cleaned_data.get("on")

    @cached_property
    def recorded_on(self) -> date | None:
        """The day of the newest change on record; None if there is none."""
        return last_recorded_on(Post.objects.all())

    @property
    def is_beyond(self) -> bool:
        """Whether `day` is after the newest change on record, so that a change between the two may be missing."""
        return bool(self.day and self.recorded_on and self.day > self.recorded_on)

    def filter_queryset(self, queryset: QuerySet[Post]) -> QuerySet[Post]:
        held = Post.objects.held_on(self.day or today()) if self.is_valid() else Post.objects.none()
        return held.select_related("member", "department").order_by("-rank", "member__sort_name", "pk")


class Ministry(NamedTuple):
    """The posts of one department, the highest first; `department` is None if only its printed name is known."""

    name: str
    department: Department | None
    posts: list[Post]


def ministries(posts: QuerySet[Post]) -> list[Ministry]:
    """By department, in order of name."""
    found: defaultdict[tuple[str, Department | None], list[Post]] = defaultdict(list)
    for post in posts:
        name = post.department.name if post.department else post.department_name
        found[name or "Other posts", post.department].append(post)
    return sorted((Ministry(*key, held) for key, held in found.items()), key=lambda ministry: ministry.name)


class Profile(NamedTuple):
    member: Member
    memberships: list[Membership]  # latest first
    posts: list[Post]  # latest first
    asked: int
    answered: int
    career: Drawing

    @property
    def seats(self) -> list[Membership]:
        """The latest membership for each constituency."""
        return list({held.seat_slug: held for held in reversed(self.memberships) if held.seat}.values())[::-1]

    @property
    def official_url(self) -> str:
        """The member's page at Parliament; '' if the id there is not on record."""
        return PARLIAMENTS_PAGE.format(self.member.parliament_id) if self.member.parliament_id else ""

    @property
    def has_questions(self) -> bool:
        return self.asked + self.answered > 0

    @property
    def houses(self) -> list[str]:
        """The names of the Houses in which the member has sat."""
        return list(dict.fromkeys(membership.get_house_display() for membership in self.memberships))


def profile(slug: str) -> Profile | None:
    """The member with the reference at the end of the slug; the rest may differ. Counts come from the index."""
    member = members_at([reference_in(slug)]).first()
    if not member:
        return None
    memberships = list(Membership.objects.with_recorded_on().filter(member=member).order_by("-started_on", "-pk"))
    posts = list(Post.objects.with_recorded_on().filter(member=member).select_related("department"))
    return Profile(
        member=member,
        memberships=memberships,
        posts=posts,
        asked=QuestionSearch(Criteria(asked_by=(member.pk,))).count(),
        answered=QuestionSearch(Criteria(answered_by=(member.pk,))).count(),
        career=career(memberships, posts, today()),
    )
