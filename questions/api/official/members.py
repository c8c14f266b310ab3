"""Members as Parliament's Members API has them, as far as this archive knows them.

Specification: the official API's "Member" and "MemberBiography". Ids of parties, seats and posts are not on record, so
these keys are left out: no id is ever invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from questions.models import Member, Membership, Post
from questions.rules.parties import party_of

from .days import moment
from .records import THUMBNAIL, Record

HOUSES = {"commons": 1, "lords": 2}
HOUSE_NAMES = {"commons": "Commons", "lords": "Lords"}
DAY = timedelta(days=1)


def member_item(member: Member) -> Record:
    return _item(_member(member), f"/Members/{member.parliament_id}")


def biography_item(member: Member) -> Record:
    return _item(_biography(member), f"/Members/{member.parliament_id}/Biography")


def _item(value: Record, address: str) -> Record:
    return {"value": value, "links": [{"rel": "self", "href": address, "method": "GET"}]}


class _Period(NamedTuple):
    """`house` as the Members API numbers it; `last` is None for what has not ended on record."""

    house: int
    name: str
    first: date
    last: date | None

    def continues_as(self, other: _Period) -> bool:
        """Whether the other has the same name in the same House, and no day lies between."""
        return self[:2] == other[:2] and (self.last is None or other.first - self.last <= DAY)


def _member(member: Member) -> Record:
    latest = max(member.memberships.all(), key=lambda one: (one.started_on, one.pk), default=None)
    label = latest.party if latest else member.listed_party
    return {
        "id": member.parliament_id,
        "nameListAs": member.listed_as,
        "nameDisplayAs": member.name,
        "nameFullTitle": None,
        "nameAddressAs": None,
        "latestParty": _party(label) if label else None,
        "gender": None,
        "latestHouseMembership": _latest(member) if latest else None,
        "thumbnailUrl": THUMBNAIL.format(member.parliament_id),
    }


def _party(label: str) -> Record:
    party = party_of(label)
    return {"name": label, "abbreviation": party.abbreviation or None, "backgroundColour": party.colour or None}


def _latest(member: Member) -> Record:
    """The latest time in a House, or for a constituency, whatever the party."""
    last = _joined(member, lambda one: one.seat or one.get_house_display())[-1]
    return {
        "membershipFrom": last.name,
        "membershipFromId": None,
        "house": last.house,
        "membershipStartDate": moment(last.first),
        "membershipEndDate": moment(last.last),
        "membershipEndReason": None,
        "membershipEndReasonNotes": None,
        "membershipEndReasonId": None,
        "membershipStatus": {"statusIsActive": True} if last.last is None else None,
    }


def _biography(member: Member) -> Record:
    posts = sorted(member.posts.all(), key=lambda one: (one.started_on, one.pk))
    return {
        "representations": [_period(one) for one in _joined(member, lambda one: one.seat) if one.name],
        "electionsContested": [],
        "houseMemberships": [_period(one) for one in _joined(member, lambda one: HOUSE_NAMES[one.house])],
        "governmentPosts": [_post(post) for post in posts],
        "oppositionPosts": [],
        "otherPosts": [],
        "partyAffiliations": [_period(one) for one in _joined(member, lambda one: one.party)],
        "committeeMemberships": [],
    }


def _joined(member: Member, name_of: Callable[[Membership], str]) -> list[_Period]:
    """Each name that memberships have in a House, over the time for which they have it without a break."""
    periods: list[_Period] = []
    for one in sorted(member.memberships.all(), key=lambda one: (one.started_on, one.pk)):
        period = _Period(HOUSES[one.house], name_of(one), one.started_on, one.ended_on)
        before = periods[-1] if periods else None
        if before and before.continues_as(period):
            periods[-1] = before._replace(last=period.last)
        else:
            periods.append(period)
    return periods


def _period(one: _Period) -> Record:
    return _held(one.house, one.name, one.first, one.last)


def _post(post: Post) -> Record:
    return _held(None, post.whole_title, post.started_on, post.ended_on, post.department_then)


def _held(house: int | None, name: str, first: date, last: date | None, info: str = "") -> Record:
    """One item of a biography; both days are inclusive."""
    days = {"startDate": moment(first), "endDate": moment(last)}
    return {"house": house, "name": name, **days, "additionalInfo": info or None, "additionalInfoLink": None}
