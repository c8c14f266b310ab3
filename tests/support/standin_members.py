"""The Members API of the stand-in: members and their biographies, answering bodies, posts and portraits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from .faults import Answer

Query = list[tuple[str, str]]
Held = dict[str, Any]
MOST = 20  # the specification's maximum number of members on a page
COMMONS, LORDS = 1, 2
LISTS = (
    *("representations", "electionsContested", "houseMemberships", "governmentPosts"),
    *("oppositionPosts", "otherPosts", "partyAffiliations", "committeeMemberships"),
)


class MembersApi:
    """Make `members` with `person`, `bodies` with `answering_body` and `government_posts` with `government_post`.

    `portraits` has images by the member's id. The reply for a member without one is a 204.
    """

    def __init__(self) -> None:
        self.members: list[dict[str, Any]] = []
        self.bodies: list[dict[str, Any]] = []
        self.government_posts: list[dict[str, Any]] = []
        self.portraits: dict[int, bytes] = {}

    def members_page(self, query: Query) -> Answer:
        named = dict(query)
        skip, take = int(named.get("skip", 0)), min(int(named.get("take", MOST)), MOST)
        house = int(named["House"]) if "House" in named else None
        found = [m for m in self.members if house in (None, m["house"]) and _is_current_as(m, named)]
        items = [_item(m["value"]) for m in found[skip : skip + take]]
        page = {"totalResults": len(found), "resultContext": "", "skip": skip, "take": take}
        return _json({"items": items, **page, "links": [], "resultType": 0})

    def member(self, query: Query, id: str) -> Answer | None:  # noqa: A002 - the specification's name
        found = self._member(id)
        return _json(_item(found["value"])) if found else None

    def biography(self, query: Query, id: str) -> Answer | None:  # noqa: A002
        found = self._member(id)
        return _json(_item(found["biography"])) if found else None

    def portrait(self, query: Query, id: str) -> Answer | None:  # noqa: A002
        if self._member(id) is None:
            return None
        image = self.portraits.get(int(id))
        return Answer(body=image, type="image/jpeg") if image else Answer(204)

    def answering_bodies(self, query: Query) -> Answer:
        return _json(self.bodies)

    def posts(self, query: Query) -> Answer:
        return _json([_item(post) for post in self.government_posts])

    def _member(self, id: str) -> dict[str, Any] | None:  # noqa: A002
        return next((m for m in self.members if m["value"]["id"] == int(id)), None)

    ROUTES: tuple[tuple[re.Pattern[str], Callable[..., Answer | None]], ...] = (
        (re.compile(r"/api/Members/Search"), members_page),
        (re.compile(r"/api/Members/(?P<id>\d+)"), member),
        (re.compile(r"/api/Members/(?P<id>\d+)/Biography"), biography),
        (re.compile(r"/api/Members/(?P<id>\d+)/(?:Portrait|Thumbnail)"), portrait),
        (re.compile(r"/api/Reference/AnsweringBodies"), answering_bodies),
        (re.compile(r"/api/Posts/GovernmentPosts"), posts),
    )


def person(number: int, name: str = "Ann Example", *, house: int = COMMONS, **biography: list[Held]) -> dict[str, Any]:
    """A member with the lists of their biography, whose items are made with `held`."""
    party = biography.get("partyAffiliations") or [held("Labour", "2015-05-07", house=house)]
    sits = biography.get("houseMemberships") or [held("Commons", "2015-05-07", house=house)]
    value = {
        "id": number,
        "nameListAs": ", ".join(reversed(name.rsplit(" ", 1))),
        "nameDisplayAs": name,
        "nameFullTitle": f"{name} MP",
        "nameAddressAs": name,
        "latestParty": _party(party[-1]),
        "gender": "F",
        "latestHouseMembership": _latest(sits[-1], house),
        "thumbnailUrl": f"https://members-api.parliament.uk/api/Members/{number}/Thumbnail",
    }
    return {"house": house, "value": value, "biography": {name: biography.get(name, []) for name in LISTS}}


def held(
    name: str, start: str, end: str | None = None, *, house: int = COMMONS, number: int = 15, info: str | None = None
) -> Held:
    """One item of a biography: a party, a House, or a post with its department in `info`."""
    days = {"startDate": f"{start}T00:00:00", "endDate": f"{end}T00:00:00" if end else None}
    return {"house": house, "name": name, "id": number, **days, "additionalInfo": info, "additionalInfoLink": None}


def represented(seat: str, start: str, end: str | None = None, **more: Any) -> Held:
    """One item of a biography: representing a constituency."""
    since = {"constituencyStart": "1997-05-01T00:00:00", "constituencyEnd": None}
    return held(seat, start, end, number=3499, **more) | since


def answering_body(number: int, name: str, short: str = "") -> dict[str, Any]:
    return {"id": number, "name": name, "shortName": short or None, "target": None, "department": None}


def government_post(number: int, title: str, *departments: str, hansard: str = "") -> dict[str, Any]:
    bodies = [{"id": n, "name": name, "url": None, "imageUrl": None} for n, name in enumerate(departments, start=1)]
    said = {"type": 0, "name": title, "hansardName": hansard or title, "id": number, "postHolders": []}
    return said | {"governmentDepartments": bodies, "createdWhen": "2015-05-07T00:00:00", "order": 1}


def _party(party: Held) -> dict[str, Any]:
    colours = {"abbreviation": party["name"][:3], "backgroundColour": "d50000", "foregroundColour": "ffffff"}
    flags = dict.fromkeys(("isLordsMainParty", "isLordsSpiritualParty", "isIndependentParty"), False)
    return {"id": party["id"], "name": party["name"], **colours, **flags, "governmentType": 0}


def _latest(sits: Held, house: int) -> dict[str, Any]:
    ended = {"membershipEndReason": None, "membershipEndReasonNotes": None, "membershipEndReasonId": None}
    days = {"membershipStartDate": sits["startDate"], "membershipEndDate": sits["endDate"]}
    return {
        "membershipFrom": "Leeds Central" if house == COMMONS else "Life peer",
        "membershipFromId": 3499,
        "house": house,
        **days,
        **ended,
        "membershipStatus": None,
    }


def _is_current_as(member: dict[str, Any], named: dict[str, str]) -> bool:
    wanted = {"true": True, "false": False}.get(named.get("IsCurrentMember", "").lower())
    is_current = member["value"]["latestHouseMembership"]["membershipEndDate"] is None
    return wanted is None or wanted == is_current


def _item(value: dict[str, Any]) -> dict[str, Any]:
    return {"value": value, "links": []}


def _json(value: Any) -> Answer:
    return Answer(body=json.dumps(value).encode())
