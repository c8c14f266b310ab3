"""Members' names: members are found by each of their names, in any spelling, and listed under the one in use."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from questions.archive.importing.tables import save_members, save_posts
from questions.archive.writing.people import take_listings
from questions.models import Member
from questions.sources.records import MemberListing
from questions.sources.tables import MEMBERS, PostRow
from questions.text import names
from tests.support.factories import make_member, make_question
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

IN_LIST, LATER = date(2024, 1, 1), date(2026, 1, 1)


def listed(number: int, name: str, given: str, family: str, as_of: date = IN_LIST) -> str:
    row = {"mnis_id": str(number), "name": name, "given_name": given, "family_name": family}
    return save_members([MEMBERS.read(row)], as_of)[0]


def recorded(number: int, name: str, list_name: str, as_of: date = IN_LIST) -> None:
    member = Member.objects.filter(parliament_id=number).first() or Member.objects.create(
        parliament_id=number, name=f"Member {number}", name_source=Member.NameSource.NONE
    )
    take_listings([(MemberListing(number, name, list_name), as_of)], {str(number): member})


def shown(client: Client, query: str = "") -> list[str]:
    return read(client, f"/members/?{query}").names


def test_a_member_listed_as_jim_with_the_given_name_richard_is_found_by_both(client: Client) -> None:
    assert listed(1, "Jim Sample", "Richard", "Sample") == "created"
    assert shown(client) == ["Sample, Jim"]
    for query in ("jim sample", "Sample, Jim", "richard sample", "Mr Jim Sample MP", "The Rt Hon. Jim Sample"):
        assert shown(client, f"q={query}") == ["Sample, Jim"], query


@pytest.mark.parametrize(
    ("name", "queries"),
    {
        "Siân Exämple": ["sian example", "SIÂN", "Sian\u0302", "exa\u0308mple"],
        "Fiona O'Demo": ["o'demo", "o’demo", "odemo", "O Demo", "oʼdemo", "Fiona O‘Demo"],
        "Lord Macsample of Earl’s Wood": ["earl's wood", "earls wood", "earl’s"],
        "Alex Sample-Demo": ["sample demo", "sample-demo", "sampledemo", "demo", "sample‑demo", "Sample–Demo"],
        "Alex Long Trial": ["long-trial", "long trial", "trial long"],
        "Jørgen Łukasz": ["jorgen lukasz", "JØRGEN", "Łukasz"],
        "Baroness Demo of Trialby": ["lady demo", "baroness demo", "demo of trialby"],
        "The Earl of Trialby": ["lord trialby", "earl of trialby", "the earl"],
    }.items(),
)
def test_a_name_is_found_however_it_is_spelt(client: Client, name: str, queries: list[str]) -> None:
    make_member(name)
    make_member("Zoe Other")
    for query in queries:
        page = read(client, f"/members/?q={query}")
        assert (page.count, "Zoe" in page.names[0]) == (1, False), query


def test_a_search_without_letters_finds_nobody(client: Client) -> None:
    make_member("Zoe Other")
    assert shown(client, "q=?!") == []


def test_a_former_name_finds_its_member_and_is_shown_on_their_page(client: Client) -> None:
    listed(1, "Louise Sample", "Louise", "Sample")
    assert listed(1, "Louise Demo", "Louise", "Demo", LATER) == "updated"
    assert listed(1, "Louise Demo", "Louise", "Demo", LATER) == "unchanged"
    assert shown(client, "q=louise+sample") == shown(client, "q=demo") == ["Demo, Louise"]
    assert "Also on record as Louise Sample" in words_of(client, "/members/?q=sample")
    assert "Also on record" not in words_of(client, "/members/?q=louise")
    assert "Also on record as Louise Sample" in words_of(client, "/members/louise-demo-1/")


def test_a_peer_is_found_by_an_earlier_name(client: Client) -> None:
    listed(1, "Lord Trial of Demoworth", "Michael", "Trial")
    save_posts([PostRow(1, "Mick Trial", "Whip", 1, "", "", "", False, False, IN_LIST, None)])
    assert "Also on record as Michael Trial" in words_of(client, "/members/?q=michael+demoworth")
    assert shown(client, "q=mick trial") == shown(client, "q=michael+trial") == ["Trial of Demoworth, Lord"]


def test_parliaments_name_counts_before_that_of_a_list_in_either_order(client: Client) -> None:
    recorded(1, "Jim Sample", "Sample, Jim")
    listed(1, "Richard Sample", "Richard", "Sample", LATER)
    listed(2, "Richard Trial", "Richard", "Trial", LATER)
    recorded(2, "Jim Trial", "Trial, Jim")
    assert shown(client) == ["Sample, Jim", "Trial, Jim"]
    assert shown(client, "q=richard") == ["Sample, Jim", "Trial, Jim"]
    assert {member.other_names for member in Member.objects.all()} == {"Richard Sample", "Richard Trial"}


def test_names_are_sorted_and_filtered_by_surname_without_accents_and_forms_of_address(client: Client) -> None:
    listed(1, "Mr Zack Sample", "Zack", "Sample")
    listed(2, "Adam Sample", "Adam", "Sample")
    listed(3, "Eva Özgür", "Eva", "Özgür")
    listed(4, "Ian Oak", "Ian", "Oak")
    listed(5, "Ina Pine", "Ina", "Pine")
    listed(6, "The Earl of Oakham", "Richard", "Zimmer")
    listed(7, "Ann Oak Tree", "Ann", "Oak-Tree")
    listed(8, "Lord de Oaks", "Max", "Trial")
    listed(9, "Ed Oakes", "Ed", "Oakes")
    assert shown(client, "letter=O") == [
        *("Oak, Ian", "Oak Tree, Ann", "Oakes, Ed", "Oakham, The Earl of", "Özgür, Eva"),
    ]
    assert shown(client)[0] == "de Oaks, Lord"
    assert shown(client)[-2:] == ["Sample, Adam", "Sample, Mr Zack"]


@pytest.mark.parametrize(
    ("name", "family", "first"),
    [
        ("Jim Sample", "", "Sample, Jim"),
        ("Dr Iain Demo Sample", "Demo Sample", "Demo Sample, Dr Iain"),
        ("Ann Long Bailey", "Long-Bailey", "Long Bailey, Ann"),
        ("Dr Sarah Sample", "Demo (Sample)", "Sample, Dr Sarah"),
        ("Lord Sample of Demoworth", "Trial", "Sample of Demoworth, Lord"),
        ("The Lord Bishop of St Demo", "Trial", "St Demo, The Lord Bishop of"),
        ("The Duke of Sample", "", "Sample, The Duke of"),
        ("Lady Sample", "Sample", "Sample, Lady"),
        ("Sample", "", "Sample"),
        ("", "", ""),
    ],
)
def test_the_surname_comes_first(name: str, family: str, first: str) -> None:
    assert names.surname_first(name, family) == first


def test_parliaments_short_forms_of_titles_are_shown_in_full(client: Client) -> None:
    recorded(1, "Baroness Demo of Trialby", "Demo of Trialby, B.")
    recorded(2, "The Lord Bishop of Trialby", "Trialby, Bp.")
    assert shown(client) == ["Demo of Trialby, Baroness", "Trialby, The Lord Bishop of"]


def test_the_search_box_suggests_former_names_after_those_in_use(client: Client) -> None:
    make_member("Ann Sample", other_names="Ann O'Demo")
    make_member("Zachary O'Demo")
    offered = client.get("/search/suggest?q=o’dem").json()["suggestions"]
    assert [one["label"] for one in offered] == ["Zachary O'Demo", "Ann Sample"]


def test_asked_by_accepts_a_former_name_if_nobody_has_it_now(client: Client) -> None:
    make_question(uin="1", asked_by=make_member("Ann Sample", other_names="Ann O'Demo"))
    make_question(uin="2", asked_by=make_member("Zoe Trial", other_names="Zoe Sample"))
    assert read(client, '/questions/?q=asked-by:"ann o’demo"').uins == ["1"]
    assert read(client, "/questions/?q=asked-by:ann-o-demo").uins == ["1"]
    assert read(client, "/questions/?q=asked-by:sample").uins == ["1"]


def test_the_migration_fills_in_the_names_of_existing_members() -> None:
    """One member from a list and one from Parliament, as earlier versions stored them."""
    old = import_module("questions.migrations.0022_names_in_use")
    listed(1, "Jim Öak-Sample", "Jim", "Sample")
    Member.objects.filter(parliament_id=1).update(name_source=3, list_name="Öak-Sample, Richard", other_names="")
    recorded(2, "Baroness Demo of Trialby", "Demo of Trialby, B.")
    Member.objects.filter(parliament_id=2).update(name_source=2)
    Member.objects.update(folded="", sort_name="")
    old.name_all(apps, None)
    jim, peer = Member.objects.order_by("parliament_id")
    assert (jim.list_name, jim.other_names, jim.name_source) == ("Öak-Sample, Jim", "Richard Öak-Sample", 2)
    assert (peer.list_name, peer.name_source) == ("Demo of Trialby, B.", 3)
    for member in (jim, peer):
        there = (member.folded, member.sort_name)
        member.save()
        assert there == (member.folded, member.sort_name)
