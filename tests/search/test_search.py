"""The search language against a real index: what each operator and field finds, and what it leaves out."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote_plus

import pytest
from django.test import Client

from questions.models import Acronym
from tests.support.factories import make_answer, make_answered, make_department, make_member, make_question, make_topic
from tests.support.pages import read

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> set[str]:
    """The UINs that a query lists."""
    return set(read(client, f"/questions/?q={quote_plus(query)}&per_page=100").uins)


@pytest.fixture
def five_questions(client: Client) -> None:
    """Five questions that differ in their words."""
    make_answered(
        "Family Hubs",
        uin="1",
        text="To ask how many family hubs opened.",
        answer="<p>Seven hubs opened in <b>Leeds</b>.</p>",
        department=make_department("Department for Education", short_name="DfE"),
        topic="Childcare",
        asked_by="Iris Demoworth",
        party="Labour",
        answered_by="Rupert Fixtureley",
    )
    make_question("Children's Centres", uin="2", text="To ask about a hub for families with a child.")
    make_question("Immigration", uin="3", text="To ask what the café-owner’s co-operative was told.")
    make_question("Rail", uin="4", text="To ask when he will send the letter.", tabled_on=date(2024, 5, 6))
    make_question("Special Needs", uin="HL5", text="To ask about SEND and EHCPs.", house="lords", is_withdrawn=True)


@pytest.mark.parametrize(
    ("query", "uins"),
    [
        ("family", "1 2"),
        ("families hub", "1 2"),  # stems
        ("hub Leeds", "1"),  # one word in the heading, the other in the answer
        ('"family hubs"', "1"),
        ('"hubs family"', ""),
        ("“family hubs”", "1"),
        ('"hub"', "2"),  # one word in quotation marks: only in this form
        ('"Hubs"', "1"),
        ('"families" OR "CAFE"', "2"),
        ('"cafe"', "3"),
        ('"children’s"', "2"),
        ('"childs"', ""),
        ('heading:"family"', "1"),
        ('family -"families"', "1"),
        ('"SEND"', "HL5"),
        ('"send"', "4 HL5"),
        ("leeds OR immigration", "1 3"),
        ("family -leeds", "2"),
        ("family NOT leeds", "2"),
        ("-family", "3 4 HL5"),
        ("family -(leeds OR rail)", "2"),
        ("(leeds OR letter) -rail", "1"),
        ("immigratio*", "3"),
        ("co-operat*", "3"),
        ("educat*", ""),
        ("cafe", "3"),
        ("children’s", "2"),
        ("childrens", "2"),
        ("owner's", "3"),
        ("cooperative", "3"),
        ("co-operative", "3"),
        ("heading:family", "1"),
        ("question:family", "1 2"),
        ("answer:leeds", "1"),
        ("answer:family", ""),
        ('heading:"family hubs" OR heading:rail', "1 4"),
        ("heading:(rail OR immigration)", "3 4"),
        ("heading:child*", "2"),
        ("dept:education", "1"),
        ("dept:dfe", "1"),
        ("dept:department-for-education", "1"),
        ("topic:childcare", "1"),
        ("asked-by:demoworth", "1"),
        ('asked-by:"Iris Demoworth"', "1"),
        ("answered-by:fixtureley", "1"),
        ("answered-by:demoworth", ""),
        ("party:labour", "1"),
        ("house:lords", "HL5"),
        ("uin:hl5", "HL5"),
        ("status:withdrawn", "HL5"),
        ("status:answered family", "1"),
        ("tabled:2024", "4"),
        ("tabled:2024-05", "4"),
        ("tabled:2024-05-06", "4"),
        ("tabled:..2023", "1 2 3 HL5"),
        ("tabled:2023-03..2023-06 hubs", "1 2"),
        ("answered:2023-03-30", "1"),
        ("answered:..2023-03-29", ""),
        ("-tabled:2023", "4"),
        ("send", "4 HL5"),
        ("SEND", "HL5"),
        ("EHCP", "HL5"),
        ("EHCPs", "HL5"),
        ("LETTER", ""),
        ('"about SEND"', "HL5"),
        ("-SEND", "1 2 3 4"),
    ],
)
def test_a_query_finds_only_matching_questions(client: Client, five_questions: None, query: str, uins: str) -> None:
    assert found(client, query) == set(uins.split())


def test_a_word_weighs_most_in_the_heading_and_least_in_the_answer(client: Client) -> None:
    make_answered("Rail", uin="1", text="To ask of rail.", answer="<p>Of hubs.</p>")
    make_question("Rail", uin="2", text="To ask of hubs.")
    make_question("Hubs", uin="3", text="To ask of rail.")
    assert read(client, "/questions/?q=hubs").uins == ["3", "2", "1"]


def test_a_known_acronym_also_finds_its_long_form_unless_that_is_turned_off(client: Client) -> None:
    Acronym.objects.get_or_create(letters="SEND", long_form="special educational needs and disabilities")
    make_question(uin="1", text="To ask about SEND.")
    make_question(uin="2", text="To ask about special educational needs and disabilities.")
    make_question(uin="3", text="To ask him to send disabilities a letter of special needs.")
    page = read(client, "/questions/?q=SEND")
    assert set(page.uins) == {"1", "2"}
    assert "Also searched for: <b>special educational needs and disabilities" in page.text
    assert read(client, page.link("Search only for SEND")).uins == ["1"]
    assert found(client, "-SEND question:ask") == {"2", "3"}, "what is excluded is not widened"


def test_a_new_acronym_takes_effect_at_once(client: Client) -> None:
    make_question(uin="1", text="To ask about a zero emission bus.")
    assert found(client, "ZEB") == set()
    Acronym.objects.create(letters="ZEB", long_form="zero emission bus")
    assert found(client, "ZEB") == {"1"}


def test_an_acronym_in_mixed_case_is_recognised_if_it_is_in_the_table(client: Client) -> None:
    Acronym.objects.get_or_create(letters="DfE", long_form="Department for Education")
    make_question(uin="1", text="To ask what the DfE did.")
    make_question(uin="2", text="To ask what the Department for Education did.")
    assert found(client, "DfE") == {"1", "2"}


def test_an_acronym_in_mixed_case_is_also_searched_for_in_capitals_and_not_offered(client: Client) -> None:
    for letters in ("DfT", "DFT"):
        Acronym.objects.get_or_create(letters=letters, long_form="Department for Transport")
    for uin, text in {"1": "The DfT.", "2": "The DFT.", "3": "The Department for Transport."}.items():
        make_question(uin=uin, text=text)
    page = read(client, "/questions/?q=DfT")
    assert set(page.uins) == {"1", "2", "3"}
    assert "Also searched for: <b>Department for Transport</b>" in page.text
    assert "Did you mean" not in page.text


def test_an_acronym_that_is_written_as_a_name_is_widened_too(client: Client) -> None:
    Acronym.objects.get_or_create(letters="DEFRA", long_form="Department for Environment, Food and Rural Affairs")
    for uin, text in {"1": "Defra.", "2": "DEFRA.", "3": "Department for Environment, Food and Rural Affairs."}.items():
        make_question(uin=uin, text=text)
    page = read(client, "/questions/?q=Defra")
    assert set(page.uins) == {"1", "2", "3"}
    assert "Did you mean" not in page.text
    assert set(read(client, page.link("Search only for Defra")).uins) == {"1", "2"}


def test_a_word_that_may_be_an_acronym_is_offered_as_one(client: Client) -> None:
    Acronym.objects.get_or_create(letters="SEND", long_form="special educational needs and disabilities")
    make_question(text="To ask him to send families a letter.")
    page = read(client, "/questions/?q=send+families")
    assert "Did you mean the acronym" in page.text
    assert page.link("SEND families").endswith("?q=SEND+families")


def test_words_in_capitals_that_find_nothing_are_offered_in_lower_case(client: Client) -> None:
    make_question("Family Hubs", uin="1")
    page = read(client, "/questions/?q=FAMILY+HUBS")
    assert page.count == 0
    assert read(client, page.link("Search for family hubs")).uins == ["1"]


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("familly hubs", "family hubs"),
        ("famyli", "family"),
        ("hubbs -rail", "hubs -rail"),
        ("govermnents", "governments"),
        ('"familly hubs"', ""),
        ("xyzzyplugh", ""),
        ("hb", ""),
    ],
)
def test_a_correction_is_offered_for_a_misspelt_word(client: Client, query: str, offered: str) -> None:
    make_question("Family Hubs", text="To ask what governments did for family hubs.")
    page = read(client, f"/questions/?q={quote_plus(query)}")
    assert page.count == 0
    assert ("Did you mean" in page.text) == bool(offered)
    if offered:
        assert f">{offered}</a>?" in page.text


def test_an_invalid_query_is_shown_with_what_was_searched_for_instead(client: Client, five_questions: None) -> None:
    page = read(client, "/questions/?q=" + quote_plus("(family hubs"))
    assert set(page.uins) == {"1", "2"}
    assert "This bracket is not closed." in page.text
    assert '<mark class="typed__wrong">(</mark>family hubs' in page.text
    assert "We searched for this instead: <code>family hubs</code>" in page.text


def test_an_invalid_part_is_left_out(client: Client, five_questions: None) -> None:
    page = read(client, "/questions/?q=" + quote_plus("leeds tabled:sometime"))
    assert page.uins == ["1"]
    assert "“sometime” is not a valid date" in page.text


def test_an_unknown_name_finds_nothing_and_the_page_says_so(client: Client, five_questions: None) -> None:
    page = read(client, "/questions/?q=dept:magic")
    assert page.count == 0
    assert "No name in this archive matches “magic”" in page.text


@pytest.mark.parametrize("query", ["🙂", "?!", "&", "*", "()", '""'])
def test_a_query_without_words_lists_nothing_rather_than_everything(
    client: Client, five_questions: None, query: str
) -> None:
    page = read(client, f"/questions/?q={quote_plus(query)}")
    assert (page.status, page.count) == (200, 0)
    assert "data-note=" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "171468 of 22 March 2023",
        "171468 of 2023-03-22",
        "UIN 171468, tabled on 22nd Mar 2023",
        "question 171468 on 22 march 2023",
    ],
)
def test_a_uin_with_its_date_leads_to_its_question(client: Client, query: str) -> None:
    question = make_question(uin="171468")
    make_question(uin="171468", tabled_on=date(2019, 1, 1))
    response = client.get("/questions/", {"q": query})
    assert (response.status_code, response.headers.get("Location")) == (302, question.get_absolute_url())


def test_a_member_is_found_by_part_of_the_name_with_or_without_accents(client: Client) -> None:
    make_question(uin="1", asked_by=make_member("Siân Placeholme"))
    make_question(uin="2", asked_by=make_member("Sian Other"))
    assert found(client, "asked-by:sian") == {"1", "2"}
    assert found(client, "asked-by:sian-placeholme") == {"1"}


def test_a_corrected_answer_is_also_found_by_its_original_text(client: Client) -> None:
    question = make_answered("Rail", uin="1", answer="<p>There are seven trains.</p>")
    make_answer(question, "<p>There are eight trams.</p>", stage=3, answered_on=date(2023, 4, 9))
    assert found(client, "seven trains") == {"1"}
    page = read(client, "/questions/?q=seven")
    assert "There are <mark>seven</mark> trains." in page.text
    assert "There are eight trams." in read(client, "/questions/?q=rail").text


def test_drafts_and_deleted_questions_are_never_found(client: Client) -> None:
    make_question("Hubs", uin="1", published_at=None)
    make_question("Hubs", uin="2", deleted_at="2024-01-01T00:00Z")
    assert found(client, "hubs") == set()
    assert read(client, "/questions/").count == 0


def test_topics_are_found_by_name_or_slug(client: Client) -> None:
    make_topic("Family hubs", slug="family-hubs")
    make_question(uin="1", topic="Family hubs")
    assert found(client, "topic:family-hubs") == {"1"}
    assert found(client, 'topic:"family hubs"') == {"1"}
