"""What Parliament's Members API has of members and answering bodies, as far as this archive knows it."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from questions.models import Member
from questions.sources import members_api
from questions.sources.parliament import JsonRow
from tests.support.factories import make_department, make_member, make_membership, make_post

pytestmark = pytest.mark.django_db

SEARCH = "/api/Members/Search"


@pytest.fixture
def ann(db: None) -> Member:
    """Ann Example, who changed her party in 2019, and whose seat is Walsall; a minister from 2020 to 2021."""
    member = make_member("Ann Example", parliament_id=172)
    changed = date(2019, 2, 1)
    make_membership(
        member, "Labour", seat="Walsall", started_on=date(2015, 5, 7), ended_on=changed.replace(month=1, day=31)
    )
    make_membership(member, "Conservative", seat="Walsall", started_on=changed)
    body = make_department("Department for Education", parliament_id=60)
    make_post(member, "Minister for Schools", department=body, started_on=date(2020, 1, 1), ended_on=date(2021, 1, 1))
    return member


def value(client: Client, path: str) -> dict[str, Any]:
    return client.get(f"/api/Members/{path}").json()["value"]


def test_a_member_has_the_latest_party_and_membership(client: Client, ann: Member) -> None:
    found = value(client, "172")
    assert (found["nameDisplayAs"], found["nameListAs"]) == ("Ann Example", "Example, Ann")
    assert found["latestParty"] == {"name": "Conservative", "abbreviation": "Con", "backgroundColour": "0000ff"}
    latest = found["latestHouseMembership"]
    assert (latest["house"], latest["membershipFrom"]) == (1, "Walsall")
    assert (latest["membershipStartDate"], latest["membershipEndDate"]) == ("2015-05-07T00:00:00", None)
    assert latest["membershipStatus"] == {"statusIsActive": True}


def test_a_biography_has_seats_houses_parties_and_posts_over_time(client: Client, ann: Member) -> None:
    found = value(client, "172/Biography")
    assert [(one["name"], one["startDate"], one["endDate"]) for one in found["partyAffiliations"]] == [
        ("Labour", "2015-05-07T00:00:00", "2019-01-31T00:00:00"),
        ("Conservative", "2019-02-01T00:00:00", None),
    ]
    [seat], [house], [post] = found["representations"], found["houseMemberships"], found["governmentPosts"]
    assert (seat["name"], seat["startDate"], seat["endDate"]) == ("Walsall", "2015-05-07T00:00:00", None)
    assert (house["name"], house["house"]) == ("Commons", 1)
    assert (post["name"], post["additionalInfo"]) == ("Minister for Schools", "Department for Education")
    assert found["committeeMemberships"] == []


def test_this_archives_own_reader_understands_members_and_biographies(client: Client, ann: Member) -> None:
    row = members_api.member(JsonRow(client.get("/api/Members/172").json()))
    assert (row.id, row.name, row.list_name) == (172, "Ann Example", "Example, Ann")
    whole = members_api.biography(row, client.get("/api/Members/172/Biography").json(), {})
    assert [(one.party, one.seat) for one in whole.memberships] == [("Labour", "Walsall"), ("Conservative", "Walsall")]


@pytest.mark.parametrize(
    ("parameters", "names"),
    [
        ("", ["Ann Example", "Bob Sample", "Lord Third"]),
        ("Name=ann", ["Ann Example"]),
        ("name=SAMPLE+bob", ["Bob Sample"]),
        ("NameStartsWith=sam", ["Bob Sample"]),
        ("House=1", ["Ann Example", "Bob Sample"]),
        ("House=Lords", ["Lord Third"]),
        ("IsCurrentMember=true", ["Ann Example", "Lord Third"]),
        ("IsCurrentMember=false", ["Bob Sample"]),
        ("PostTitle=schools", ["Ann Example"]),
        ("MembershipStartedSince=2018-01-01", ["Ann Example"]),
        ("MembershipEnded.MembershipEndedSince=2010-01-01", ["Ann Example", "Bob Sample"]),
        ("MembershipInDateRange.WasMemberOnOrBefore=2009-01-01", ["Bob Sample"]),
        ("MembershipInDateRange.WasMemberOnOrAfter=2012-01-01", ["Ann Example", "Lord Third"]),
        ("MembershipInDateRange.WasMemberOfHouse=2", ["Lord Third"]),
        ("skip=1&take=1", ["Bob Sample"]),
        ("take=0", []),
        ("nonsense=1", ["Ann Example", "Bob Sample", "Lord Third"]),
    ],
)
def test_members_are_found_by(client: Client, ann: Member, parameters: str, names: list[str]) -> None:
    bob, third = make_member("Bob Sample", parliament_id=8), make_member("Lord Third", parliament_id=9)
    make_membership(bob, started_on=date(2005, 5, 5), ended_on=date(2010, 5, 6))
    make_membership(third, "Crossbench", house="lords", started_on=date(2012, 1, 1))
    make_member("Nobody's Number", parliament_id=None)
    found = client.get(f"{SEARCH}?{parameters}").json()
    assert [one["value"]["nameDisplayAs"] for one in found["items"]] == names
    assert found["totalResults"] >= len(names)


def test_what_is_not_known_of_members_is_refused_and_not_ignored(client: Client, ann: Member) -> None:
    response = client.get(f"{SEARCH}?gender=F")
    assert (response.status_code, [*response.json()["errors"]]) == (400, ["Gender"])


def test_a_member_without_portrait_has_none_and_an_unknown_one_is_not_found(client: Client, ann: Member) -> None:
    assert client.get("/api/Members/172/Portrait").status_code == 204
    assert [client.get(f"/api/Members/5{end}").status_code for end in ("", "/Biography", "/Thumbnail")] == [404] * 3


def test_a_portrait_kept_here_is_sent_as_it_is(client: Client, ann: Member) -> None:
    ann.portrait.save("ann.jpg", ContentFile(b"a picture"))
    try:
        for name in ("Portrait?cropType=OneOne", "thumbnail"):
            response = client.get(f"/api/Members/172/{name}")
            assert (response.content, response.headers["Content-Type"]) == (b"a picture", "image/jpeg")
    finally:
        ann.portrait.delete()


@pytest.mark.parametrize(
    ("parameters", "ids"), [("", [60, 1]), ("id=60", [60]), ("nameContains=OFFICE", [1]), ("id=7", [])]
)
def test_answering_bodies_are_listed_by_name(client: Client, parameters: str, ids: list[int]) -> None:
    make_department("Home Office", parliament_id=1, short_name="HO")
    make_department("Department for Education", parliament_id=60, short_name="DfE")
    make_department("Known by its name alone")
    found = client.get(f"/api/Reference/AnsweringBodies?{parameters}").json()
    assert [one["id"] for one in found] == ids
    assert all([*one] == ["id", "name", "shortName", "target", "department"] for one in found)
