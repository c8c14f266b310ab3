"""Find members by a pasted or typed name, with details that tell them apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from questions.archive.derived.posts_held import Held
from questions.models import Member, Membership
from questions.models.members import House, choose_membership, choose_post

from .printed_names import bare_name

MOST = 20


class Candidate(NamedTuple):
    """A member who may be meant. `was_there`: sat in the House, or held a post, on the day; `about`: party, seat and
    years; `seat`: the seat on the day, or ''."""

    member: Member
    about: str
    was_there: bool
    seat: str = ""

    def __str__(self) -> str:
        return f"{self.member.name} ({self.about})"


def candidates(name: str, house: str, day: date | None) -> list[Candidate]:
    """Members with exactly this name or, if none, with all its words in theirs. Those who were there come first.

    `house` may be '', and `day` None, if not known.
    """
    found = describe_candidates(_namesakes(name), house, day)
    return sorted(found, key=lambda one: (not one.was_there, one.member.name, one.member.pk))


def describe_candidates(members: list[Member], house: str, day: date | None) -> list[Candidate]:
    """The same members with details that tell them apart, in two queries."""
    held = Held(member.pk for member in members)
    return [_candidate(member, held, house, day) for member in members]


def find_likely(found: Iterable[Candidate], name: str, seat: str = "") -> Candidate | None:
    """The only one with exactly this name who was there and has no other seat on record; None if not exactly one."""
    namesakes = [one for one in found if one.was_there and bare_name(one.member.name) == bare_name(name)]
    fitting = [one for one in namesakes if not (seat and one.seat) or bare_name(one.seat) == bare_name(seat)]
    return fitting[0] if len(fitting) == 1 else None


def _namesakes(name: str) -> list[Member]:
    pks = [pk for pk, other in Member.objects.values_list("pk", "name") if bare_name(other) == bare_name(name)]
    return list((Member.objects.filter(pk__in=pks) if pks else Member.objects.called(name))[:MOST])


def _candidate(member: Member, held: Held, house: str, day: date | None) -> Candidate:
    memberships, posts = held.memberships[member.pk], held.posts[member.pk]
    houses = [house] if house else list(House.values)
    sat = [one for name in houses if day and (one := choose_membership(memberships, day, name))]
    post = choose_post(posts, day, None) if day else None
    about = [*map(str, sat[:1]), *([post.whole_title] if post else []), _years(memberships)]
    if not sat and memberships:
        about.insert(0, f"{memberships[-1]}, but not on that day" if day else str(memberships[-1]))
    return Candidate(
        member, "; ".join(filter(None, about)) or _listed(member), bool(sat or post), sat[0].seat if sat else ""
    )


def _years(memberships: list[Membership]) -> str:
    """The first and last years in which the member sat: "2015–2024", "since 2019"."""
    if not memberships:
        return ""
    first = min(one.started_on for one in memberships)
    ends = [one.ended_on for one in memberships]
    last = None if None in ends else max(end for end in ends if end)
    return f"{first.year}–{last.year}" if last else f"since {first.year}"


def _listed(member: Member) -> str:
    """Details of a member without memberships."""
    listed = f"listed as {member.listed_party}" if member.listed_party else "party and years not on record"
    return f"{listed}; number {member.reference}"
