"""The parameters of the Members API's search, as far as this archive knows what they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django_filters import Filter

from questions.models import Member, Membership, Post

from .filters import MOST, Day, Flag, Name, Number, OfficialFilterSet, Text

TAKE = 20
HOUSES = ("Any", "Commons", "Lords")  # in the order of the Members API's numbers
AFTER, BEFORE, OF_HOUSE = (f"MembershipInDateRange.WasMember{end}" for end in ("OnOrAfter", "OnOrBefore", "OfHouse"))
ENDED_SINCE = "MembershipEnded.MembershipEndedSince"
FILTERS: dict[str, Filter] = {
    "Name": Text(),
    "NameStartsWith": Text(),
    "PostTitle": Text(),
    "House": Name(names=HOUSES),
    "IsCurrentMember": Flag(),
    "MembershipStartedSince": Day(),
    ENDED_SINCE: Day(),
    AFTER: Day(),
    BEFORE: Day(),
    OF_HOUSE: Name(names=HOUSES),
    "skip": Number(least=0),
    "take": Number(least=0, most=MOST),
}
# What the specification has, and this archive does not know of members.
NOT_RECORDED = (
    "Location",
    "PartyId",
    "ConstituencyId",
    "Gender",
    "MembershipEnded.MembershipEndReasonIds",
    "IsEligible",
    "PolicyInterestId",
    "Experience",
)


class MemberFilterSet(OfficialFilterSet):
    """Which members to list. `qs` has those that Parliament has an id for, in order of surname."""

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        return FILTERS | {name: Text() for name in NOT_RECORDED}

    def everything(self) -> QuerySet:
        return Member.objects.filter(parliament_id__isnull=False)

    @property
    def not_recorded(self) -> list[str]:
        """The parameters given that ask for what this archive does not know."""
        return [name for name in NOT_RECORDED if self[name]]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        found = Member.objects.called(self["Name"]) if self["Name"] else Member.objects.all()
        return queryset.filter(*self._conditions(), pk__in=found.values("pk")).order_by("sort_name", "pk")

    def _conditions(self) -> Iterator[Q]:
        if self["NameStartsWith"]:
            yield Q(list_name__istartswith=self["NameStartsWith"])
        if self["PostTitle"]:
            yield Q(Exists(Post.objects.filter(member=OuterRef("pk"), title__icontains=self["PostTitle"])))
        if self["House"] in HOUSES[1:]:
            yield Q(pk__in=_last_in(self["House"]))
        if (is_current := self["IsCurrentMember"]) is not None:
            sits = Q(Exists(_memberships(ended_on=None)))
            yield sits if is_current else ~sits
        if since := self["MembershipStartedSince"]:
            yield Q(Exists(_memberships(started_on__gte=since)))
        if since := self[ENDED_SINCE]:
            yield Q(Exists(_memberships(ended_on__gte=since)))
        if self[AFTER] or self[BEFORE] or self[OF_HOUSE] in HOUSES[1:]:
            yield Q(Exists(self._within()))

    def _within(self) -> QuerySet:
        """A member's memberships in the House and the days asked for."""
        held = _memberships()
        if self[AFTER]:
            held = held.filter(Q(ended_on=None) | Q(ended_on__gte=self[AFTER]))
        if self[BEFORE]:
            held = held.filter(started_on__lte=self[BEFORE])
        return held.filter(house=self[OF_HOUSE].lower()) if self[OF_HOUSE] in HOUSES[1:] else held


def _memberships(**fields: object) -> QuerySet:
    return Membership.objects.filter(member=OuterRef("pk"), **fields)


def _last_in(house: str) -> QuerySet:
    """The members whose latest membership is of this House."""
    latest = _memberships().order_by("-started_on", "-pk").values("house")[:1]
    return Member.objects.annotate(latest=Subquery(latest)).filter(latest=house.lower()).values("pk")
