"""Spellings that are one word are found by each other, on pages and in topics' rules; other words are not."""

from __future__ import annotations

from urllib.parse import quote_plus, unquote_plus

import pytest
from django.test import Client

from questions.models import Acronym, TopicAssignment
from tests.support.factories import make_question, make_ruled
from tests.support.pages import Listed, read, words_of

pytestmark = pytest.mark.django_db


def search(client: Client, query: str) -> Listed:
    return read(client, f"/questions/?q={quote_plus(query)}&per_page=100")


@pytest.mark.parametrize(
    "spellings",
    [
        ["organisation", "organization", "organisations", "organizing"],
        ["privatisation", "privatization", "privatise", "privatized"],
        ["decarbonise", "decarbonized"],
        ["analysing", "analyzed"],
        ["programme", "programs"],
        ["labour", "labor"],
        ["judgement", "judgments"],
        ["centres", "center"],
        ["paediatric", "pediatrics"],
        ["licence", "license"],
        ["enrolment", "enrollments"],
        ["focussed", "focused"],
        ["child", "children"],
        ["women", "woman"],
        ["man", "men"],
        ["crisis", "crises"],
        ["bus", "buses"],
        ["gas", "gases"],
        ["anti-social", "antisocial", "anti social"],
        ["health-care", "healthcare", "health care"],
        ["job-centres", "jobcentre", "job centre"],
        ["co-operation", "cooperation"],
        ["co-operative", "cooperative", "cooperatives", "co-operatives", "co operative"],
        ["fly-tipping", "flytipping", "fly tipping", "fly-tipped"],
        ["X-ray", "xray", "x ray"],
        ["ageing", "aging"],
        ["re-organisation", "reorganisation", "re organisation"],
        ["Covid-19", "covid 19", "covid19", "COVID-19", "COVID19", "COVID 19"],
        ["F-35", "F35"],
        ["£300 million", "£300m", "£300 mn", "£300mn", "£300M"],
        ["£1.5bn", "£1.5 billion", "£1.5 bn"],
        ["£20k", "£20 thousand", "£20,000", "£20000", "£20K"],
        ["20,000", "20000", "20 thousand"],
        ["£2 million", "£2m", "£2,000,000"],
        ["300 million", "300mn"],
        ["50%", "50 per cent", "50 percent", "50 %"],
        ["per cent", "percent", "%"],
        ["2.5%", "2.5 per cent"],
        ["A&E", "A and E", "A & E"],
        ["R&D", "R and D", "R & D"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_each_spelling_finds_and_marks_all(client: Client, spellings: list[str]) -> None:
    for number, spelling in enumerate(spellings):
        make_question(f"Heading {number}x", uin=str(number), text=f"What of the {spelling} there?")
    for spelling in spellings:
        page = search(client, spelling)
        assert set(page.uins) == {str(number) for number in range(len(spellings))}, spelling
        assert page.text.count("</mark> there?") == len(spellings), f"{spelling}: not all are marked to their end"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cheque", "A check."),
        ("tyre", "They tire."),
        ("storey", "A story."),
        ("metre", "A meter."),
        ("kerb", "To curb it."),
        ("draught", "A draft."),
        ("grey", "Ms Gray."),
        ("mould", "A house in Mold."),
        ("inquiry", "An enquiry."),
        ("enquiry", "The inquiry."),
        ("people", "A person."),
        ("lives", "A life."),
        ("basis", "Military bases."),
        ("men", "Manning levels."),
        ("index", "This indicates it."),
        ("thesis", "These are."),
        ("defence", "It was defensive."),
        ("practical", "To practise law."),
        ("immunization", "The immune system."),
        ("co-operation", "Mr Cooper."),
        ("re-creation", "Parks for recreation."),
        ("2000", "There were 2,000."),
        ("20,001", "There were 20 thousand."),
        ("wilful", "This answer is cut: it wil"),
        ("cooperative", "Mr Cooper."),
        ("£300m", "There were £300 and 5 million."),
        ("£300 million", "There were £300 and 5 million."),
        ("2m", "There were 2 million."),
        ("50%", "There were 50 pupils."),
        ("A&E", "A train, and e-bikes."),
        ('"ageing"', "They age."),
        ('"organisation"', "An organization."),
        ('"anti-social"', "It was antisocial."),
        ("organis*", "An organization."),
    ],
)
def test_what_is_another_word_or_in_quotation_marks_is_not_found(client: Client, query: str, text: str) -> None:
    make_question("Nothing", text=text)
    assert search(client, query).uins == []


def test_two_typed_words_find_the_one_that_they_make_among_others(client: Client) -> None:
    make_question(uin="1", text="What of antisocial behaviour by children?")
    make_question(uin="2", text="What of anti-social behavior by a child?")
    make_question(uin="3", text="What of behaviour?")
    assert set(search(client, "anti social behaviour child").uins) == {"1", "2"}
    assert set(search(client, "question:(anti social behaviour) OR nothing").uins) == {"1", "2"}
    assert set(search(client, "heading:(anti social behaviour)").uins) == set()


def test_the_page_says_once_what_else_it_searched_for_and_links_to_what_was_typed(client: Client) -> None:
    make_question(uin="1", text="What of organisations for children with £3m?")
    make_question(uin="2", text="What of the organization of a child with £3 million?")
    make_question(uin="3", text="What of the organisation of children with £3m?")
    page = search(client, "organisation children £3m tabled:2023")
    assert set(page.uins) == {"1", "2", "3"}
    said = "Also searched for: <b>organization</b>, <b>child</b>, <b>£3 million</b>."
    assert page.text.count(said) == page.text.count('data-note="respelt"') == 1
    link = page.link("Search only for what you typed")
    assert unquote_plus(link) == '/questions/?per_page=100&q="organisation" "children" "£3m" tabled:2023'
    typed = read(client, link)
    assert typed.uins == ["3"]
    assert "Also searched for" not in typed.text


def test_spellings_that_are_not_in_the_archive_are_not_told(client: Client) -> None:
    make_question(text="What of potholes?")
    assert "Also searched for" not in search(client, "potholes").text
    make_question(text="What of pot-holes?")
    assert "Also searched for: <b>pot-holes</b>" in search(client, "potholes").text


def test_the_page_says_that_per_cent_is_also_a_sign(client: Client) -> None:
    make_question(text="What of 5%?")
    assert "Also searched for: <b>%</b>" in search(client, "per cent").text


def test_who_types_aging_finds_that_then_ageing_and_then_age(client: Client) -> None:
    make_question("Age", uin="1", text="What of age, aged?")
    make_question("Old people", uin="2", text="What of people who are ageing?")
    make_question("Old people", uin="3", text="What of people who are aging?")
    assert search(client, "aging").uins == ["3", "2", "1"]


@pytest.mark.parametrize("typed", ["$300 million", "€300m", "cost of $5"])
def test_the_page_says_that_currencies_are_not_told_apart(client: Client, typed: str) -> None:
    make_question(text="What of the cost of £300 million, £300m and £5?")
    page = search(client, typed)
    assert page.count == 1
    assert "not by its currency" in page.text
    assert "not by its currency" not in search(client, typed.replace("$", "£").replace("€", "£")).text


def test_spellings_that_were_all_typed_are_not_told(client: Client) -> None:
    make_question(text="What of children?")
    assert "Also searched for" not in search(client, "child OR children").text


def test_excluding_a_word_excludes_all_its_spellings(client: Client) -> None:
    make_question(uin="1", text="What of hospices?")
    make_question(uin="2", text="What of hospices for a child?")
    make_question(uin="3", text="What of hospices for children?")
    page = search(client, "hospices -children")
    assert page.uins == ["1"]
    assert "Also searched for" not in page.text, "that is about what was searched for"


def test_an_acronym_with_another_spelling_keeps_its_long_forms(client: Client) -> None:
    Acronym.objects.create(letters="F35", long_form="joint strike fighter")
    for uin, text in {"1": "An F35.", "2": "An F-35.", "3": "A joint strike fighter."}.items():
        make_question(uin=uin, text=text)
    page = search(client, "F35")
    assert set(page.uins) == {"1", "2", "3"}
    assert "Also searched for: <b>joint strike fighter</b>" in page.text
    assert "Also searched for: <b>F-35</b>" in page.text


@pytest.mark.parametrize(("typed", "other"), [("inquiry", "enquiry"), ("enquiries", "inquiry"), ("enquiry", "inquiry")])
def test_inquiry_and_enquiry_are_only_offered(client: Client, typed: str, other: str) -> None:
    make_question(uin="1", text="What of the inquiry?")
    make_question(uin="2", text="What of the enquiry?")
    page = search(client, typed)
    assert len(page.uins) == 1
    both = read(client, page.link(f"Search for “{other}” too"))
    assert set(both.uins) == {"1", "2"}
    assert 'data-note="offered"' not in both.text


def test_a_topics_rule_finds_all_spellings_and_its_page_says_so(client: Client) -> None:
    topic = make_ruled("Antisocial behaviour", "question:(anti-social OR labour)")
    for text in ("antisocial", "anti-social", "labor", "sociable"):
        make_question(text, text=f"What is {text}?")
    found = TopicAssignment.objects.filter(topic=topic).values_list("question__heading", flat=True)
    assert set(found) == {"antisocial", "anti-social", "labor"}
    page = words_of(client, "/topics/antisocial-behaviour/")
    assert "A word matches all its forms and spellings (here also antisocial, labor)." in page
