"""Parties: all spellings mean one, Labour includes Labour and Co-operative members, and recorded labels stay."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils.text import slugify

from questions import migrations
from questions.archive.derived.topics import apply_pending
from questions.lists.facets import Facet, FacetValue
from questions.models import Membership, Topic, TopicAssignment
from questions.pages.drawings.careers import career
from questions.rules import parties
from questions.rules.parties import Party, party_of
from questions.search.index.writer import catch_up
from tests.support.factories import make_member, make_membership, make_question, make_ruled, together
from tests.support.pages import read, words_of

pytestmark = pytest.mark.django_db

LABOUR_AND_CO_OPERATIVE = [
    "Labour and Co-operative",
    "Labour & Co-operative Party",
    "Labour (Co-op)",
    "LABOUR (CO-OP)",
    "Labour Co-op",
    "Labour Co-operative",
    "Labour Cooperative",
    "Labour; Co-operative Party",
    " labour ;  co-operative\u00a0party ",
    "Labour/Co-operative",
    "Labour – Co-operative",
    "Labour Party (Co-op)",
    "Labour Party; Co-operative Party",
    "Lab/Co-op",
]
SPELLINGS = {
    "alliance": ["Alliance", "Alliance Party of Northern Ireland", "APNI"],
    "bishops": ["Bishops", "Bishop", "Bshp"],
    "conservative": ["Conservative", "Conservative Party", "Conservatives", "Con", "Conservative & Unionist Party"],
    "crossbench": ["Crossbench", "Crossbencher", "Cross-bench", "XB"],
    "democratic-unionist-party": ["Democratic Unionist Party", "Democratic Unionist", "DUP", "D.U.P."],
    "green-party": ["Green Party", "Green", "Green Party of England and Wales", "Green Party (of England & Wales)"],
    "independent": ["Independent", "Ind"],
    "labour": ["Labour", "Labour Party", "LABOUR", "Lab"],
    "labour-co-operative": LABOUR_AND_CO_OPERATIVE,
    "liberal-democrat": ["Liberal Democrat", "Liberal Democrats", "Lib Dem", "LD"],
    "non-affiliated": ["Non-affiliated", "Non-Affiliated", "Non affiliated", "Nonaffiliated"],
    "plaid-cymru": ["Plaid Cymru", "PC", "Plaid Cymru - The Party of Wales"],
    "reform-uk": ["Reform UK", "Reform"],
    "scottish-national-party": ["Scottish National Party", "SNP", "Scottish National Party (SNP)"],
    "sinn-fein": ["Sinn Féin", "Sinn Fein", "SINN FÉIN"],
    "social-democratic-labour-party": [
        "Social Democratic & Labour Party",
        "Social Democratic and Labour Party",
        "SDLP",
    ],
    "speaker": ["Speaker", "The Speaker"],
    "traditional-unionist-voice": ["Traditional Unionist Voice", "Traditional Unionist Voice - TUV", "TUV"],
    "uk-independence-party": ["UK Independence Party", "UKIP"],
    "ulster-unionist-party": ["Ulster Unionist Party", "Ulster Unionist", "UUP"],
}
TABLE = tomllib.loads(parties.FILE.read_text())
DIFFERENT = [
    *("Labour", "Labour and Co-operative", "Independent Labour", "Labour Independent", "Co-operative Party"),
    *("Conservative", "Independent Conservative", "Conservative Independent", "Independent", "Non-affiliated"),
    *("Liberal", "Liberal Democrat", "Liberal Democrat Independent", "Social Democratic Party", "SDLP"),
    *("Independent Social Democrat", "Independent Socialist", "Democratic Unionist Party", "Ulster Unionist Party"),
    *("Independent Ulster Unionist", "Speaker", "Lord Speaker", "Reform UK", "Brexit Party", "Scottish Green Party"),
]


def ask(uin: str, party: str, heading: str = "Family Hubs") -> None:
    """Make a question by a new member, who sat for that party on the day."""
    make_question(heading, uin=uin, asked_by=make_member(f"Member {uin}", party=party))


@pytest.fixture
def labour() -> None:
    """Questions by one member of Labour alone, two of Labour and the Co-operative Party, and one of another party."""
    with together():
        ask("1", "Labour")
        ask("2", "Labour; Co-operative Party")
        ask("3", "Labour (Co-op)")
        ask("4", "Conservative")


@pytest.mark.parametrize("slug", SPELLINGS)
def test_all_spellings_mean_one_party(slug: str) -> None:
    assert {party_of(label).slug for label in SPELLINGS[slug]} == {slug}


@pytest.mark.parametrize("slug", SPELLINGS)
def test_a_slug_means_its_party_too_and_so_does_each_slug_of_earlier_versions(slug: str) -> None:
    assert {party_of(earlier).slug for earlier in (slug, *map(slugify, SPELLINGS[slug]))} == {slug}


def test_different_parties_stay_different() -> None:
    assert len({party_of(label).slug for label in DIFFERENT}) == len(DIFFERENT)


@pytest.mark.parametrize(("label", "slug"), [("Monster Raving Loony", "monster-raving-loony"), ("Other", "other")])
def test_an_unknown_label_is_a_party_of_its_own(label: str, slug: str) -> None:
    assert party_of(label) == Party(slug, label)


def test_only_the_letters_of_an_unknown_label_count() -> None:
    spellings = ("Cats & Dogs", "cats and  dogs", "Câts and Dogs", "cats-and-dogs", "cats-dogs")
    assert {party_of(label).slug for label in spellings} == {"cats-dogs"}


def test_no_spelling_belongs_to_two_parties() -> None:
    for slug, row in TABLE.items():
        assert {party_of(label).slug for label in (slug, row["name"], *row.get("spellings", ()))} == {slug}


def test_each_wider_party_exists_and_has_no_wider_one() -> None:
    wider = {row["within"] for row in TABLE.values() if "within" in row}
    assert [slug for slug in wider if "within" in TABLE[slug]] == []


def test_choosing_labour_also_finds_labour_and_co_operative_members(client: Client, labour: None) -> None:
    assert sorted(read(client, "/questions/?party=labour").uins) == ["1", "2", "3"]
    assert sorted(read(client, "/questions/?party=labour-co-operative").uins) == ["2", "3"]
    assert sorted(read(client, "/questions/?party=labour&party=labour-co-operative").uins) == ["1", "2", "3"]
    assert read(client, "/questions/?party=conservative").uins == ["4"]


def test_labour_can_be_chosen_even_if_all_its_members_are_labour_and_co_operative(client: Client) -> None:
    ask("1", "Labour (Co-op)")
    assert read(client, "/questions/?party=labour").uins == ["1"]
    assert read(client, "/questions/?q=party:labour").uins == ["1"]


@pytest.mark.parametrize(
    ("query", "uins"),
    [
        ("party:labour", ["1", "2", "3"]),
        ("party:Lab", ["1", "2", "3"]),
        ('party:"Labour Party"', ["1", "2", "3"]),
        ("-party:labour", ["4"]),
        ("party:labour -party:labour-co-operative", ["1"]),
        ("party:labour-co-operative", ["2", "3"]),
        ("party:co-operative", ["2", "3"]),
        ("party:tories", ["4"]),
        ("party:liberal", []),
        *((f'party:"{spelling}"', ["2", "3"]) for spelling in LABOUR_AND_CO_OPERATIVE),
    ],
)
def test_a_search_finds_a_party_by_any_spelling(client: Client, labour: None, query: str, uins: list[str]) -> None:
    response = client.get("/questions/", {"q": query})
    assert sorted(re.findall(r'data-uin="(\d+)"', response.content.decode())) == uins


def test_the_facet_counts_all_of_labour_and_lists_labour_and_co_operative_beneath_it(
    client: Client, labour: None
) -> None:
    page = read(client, "/questions/")
    assert page.facet("party") == {"labour": 3, "labour-co-operative": 2, "conservative": 1}
    beneath = r'<li data-value="labour" (?:(?!</li>).)*<ul [^>]*aria-label="Part of Labour">\s*<li data-value="([^"]*)"'
    assert re.findall(beneath, page.text, re.S) == ["labour-co-operative"]
    assert page.text.count('data-value="labour-co-operative"') == 1
    assert "Labour and Co-operative" in page.text


def test_the_top_level_of_the_facet_counts_each_question_once(client: Client, labour: None) -> None:
    make_question("Nobody's")
    page = read(client, "/questions/")
    beneath = {"labour-co-operative"}
    assert sum(number for slug, number in page.facet("party").items() if slug not in beneath) == page.count == 5


def test_the_facet_counts_what_else_can_be_chosen(client: Client, labour: None) -> None:
    chosen = read(client, "/questions/?party=labour-co-operative")
    assert (chosen.count, chosen.facet("party")["labour"], chosen.facet("party")["conservative"]) == (2, 3, 1)
    assert chosen.text.count(" checked>") == 1
    none = read(client, "/questions/?party=labour-co-operative&year=1999")
    assert (none.count, none.facet("party")) == (0, {"labour-co-operative": 0})


def test_a_chosen_value_is_always_shown_with_the_wider_one_that_contains_it() -> None:
    many = [FacetValue(f"p{place}", f"P{place}", 100 - place, False) for place in range(12)]
    many[10] = many[10]._replace(parts=(FacetValue("inner", "Inner", 5, True),))
    facet = Facet("party", "Party", many, errors=None)  # type: ignore[arg-type]
    assert [value.value for value in facet.head] == [*(f"p{place}" for place in range(8)), "p10"]
    assert [value.value for value in facet.rest] == ["p8", "p9", "p11"]


@pytest.mark.parametrize(
    "slug", ["labour-co-op", "labour-co-operative-party", "labour-and-co-operative", "labourco-operative"]
)
def test_an_earlier_slug_in_an_address_lists_the_same_and_can_be_removed(
    client: Client, labour: None, slug: str
) -> None:
    page = read(client, f"/questions/?party={slug}&sort=oldest")
    assert (sorted(page.uins), page.errors) == (["2", "3"], [])
    assert 'name="party" value="labour-co-operative" checked' in page.text
    assert "Labour and Co-operative" in page.text
    assert read(client, page.link("Remove Asker's party")).count == 4


def test_a_party_that_no_question_has_is_an_error(client: Client, labour: None) -> None:
    for slug in ("whigs", "reform-uk", "!"):
        page = read(client, f"/questions/?party={slug}")
        assert (page.uins, page.errors) == ([], ["party"]), slug


def test_the_label_of_the_day_is_shown_on_every_page_and_in_the_file(client: Client) -> None:
    label = "Labour; Co-operative Party"
    asker = make_member("Iris Demoworth", party=label)
    question = make_question("Family Hubs", asked_by=asker)
    for address in ("/questions/?party=labour", question.get_absolute_url(), asker.get_absolute_url()):
        assert label in words_of(client, address), address
    response = client.get("/questions/export.csv?party=labour")
    assert isinstance(response, StreamingHttpResponse)
    (row,) = csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"), newline=""))
    assert row["party"] == label


def test_every_spelling_has_the_partys_colour(client: Client) -> None:
    ask("1", "SNP")
    assert 'data-party="scottish-national-party">SNP<' in read(client, "/questions/").text


def test_a_chart_has_one_line_for_all_labels_of_a_party() -> None:
    member = make_member()
    for year, label in ((2010, "Labour"), (2015, "Labour (Co-op)"), (2017, "Labour/Co-operative"), (2019, "Labour")):
        make_membership(member, label, started_on=date(year, 1, 1), ended_on=date(year + 1, 12, 31))
    spans = career(Membership.objects.all(), [], date(2025, 1, 1)).spans
    assert [span.name for span in spans] == ["Commons: Labour", "Commons: Labour (Co-op) · Labour/Co-operative"]
    assert [len(span.bars) for span in spans] == [2, 2]


def test_a_topics_rule_includes_all_of_labour_after_an_upgrade_too(labour: None) -> None:
    topic, other = make_ruled("Asked by Labour", "party:labour"), make_ruled("Hubs", "hubs")
    assert questions_of(topic) == ["1", "2", "3"]
    TopicAssignment.objects.filter(topic=topic).exclude(question__uin="1").delete()  # as the earlier version stored it
    (file,) = Path(migrations.__file__).parent.glob("*_parties_by_spelling.py")
    import_module(f"questions.migrations.{file.stem}").mark_stale(apps, None)
    assert list(Topic.objects.pending()) == [topic]
    catch_up()
    assert [applied.topic for applied in apply_pending()] == [topic]
    assert (questions_of(topic), questions_of(other)) == (["1", "2", "3"], ["1", "2", "3", "4"])


def questions_of(topic: Topic) -> list[str]:
    return sorted(TopicAssignment.objects.included().filter(topic=topic).values_list("question__uin", flat=True))
