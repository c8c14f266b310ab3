"""What a list shows above its results when a search names somebody or something."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from questions.models import Member
from tests.support.factories import (
    make_answered,
    make_department,
    make_member,
    make_membership,
    make_post,
    make_question,
    make_topic,
    together,
)
from tests.support.pages import Listed, read, search

pytestmark = pytest.mark.django_db


def panel(page: Listed) -> str:
    """What is found by name, as text; '' if nothing is."""
    found = re.search(r'<section class="named".*?</section>', page.text, re.S)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()) if found else ""


def test_a_member_is_shown_with_house_party_seat_and_numbers(client: Client, shannon: None) -> None:
    shown = panel(search(client, "Jim Shannon"))
    assert "Jim Shannon Commons Democratic Unionist Party , Strangford" in shown
    assert "asked 3" in shown
    assert "answered 1" in shown


def test_the_numbers_lead_to_these_questions(client: Client, shannon: None) -> None:
    page = search(client, "Jim Shannon")
    assert set(read(client, page.link("asked 3")).uins) == {"1", "2", "3"}
    assert read(client, page.link("answered 1")).uins == ["4"]


def test_the_numbers_and_the_links_keep_the_filters_and_leave_the_page(client: Client, shannon: None) -> None:
    page = search(client, "Jim Shannon", "&department=home-office&page=1")
    assert page.link("asked 2") == "/questions/?department=home-office&asked_by=jim-shannon-4131"
    assert "answered 0" in panel(page)
    with pytest.raises(StopIteration):
        page.link("answered 0")


def test_the_panel_says_what_its_numbers_count(client: Client, shannon: None) -> None:
    said = "Numbers and links are for questions"
    assert said not in panel(search(client, "Jim Shannon"))
    assert f"{said} with “hospitals”." in panel(search(client, "Jim Shannon hospitals"))
    assert f"{said} that match the filters." in panel(search(client, "Jim Shannon", "&house=commons"))
    both = panel(search(client, "Jim Shannon hospitals", "&department=home-office"))
    assert f"{said} with “hospitals” that match the filters." in both
    assert f"{said} in this list." in panel(read(client, "/departments/home-office/?q=Jim+Shannon"))
    assert said not in panel(search(client, "Jim Shannon", "&sort=oldest"))


def test_the_words_beside_a_name_and_the_filters_are_both_counted(client: Client, shannon: None) -> None:
    page = search(client, "Jim Shannon hospitals", "&department=home-office")
    number = page.text.partition("asked ")[2].partition("<")[0]
    assert read(client, page.link("asked")).count == int(number)


def test_another_asker_that_was_chosen_makes_way(client: Client, shannon: None) -> None:
    page = search(client, "Jim Shannon", "&asked_by=ann-example-9")
    assert page.link("asked 3") == "/questions/?asked_by=jim-shannon-4131"


def test_the_words_beside_a_full_name_are_kept(client: Client, shannon: None) -> None:
    page = search(client, "Jim Shannon hospitals")
    assert page.link("asked 2") == "/questions/?q=hospitals&asked_by=jim-shannon-4131"
    assert set(read(client, page.link("asked 2")).uins) == {"1", "2"}
    assert "“hospitals”" in panel(page)


def test_everybody_of_that_name_is_shown_those_with_the_most_questions_first(client: Client) -> None:
    for number, name in enumerate(["Ann Sample", "Bea Sample", "Cy Sample"]):
        for _ in range(number):
            make_question(asked_by=name)
        make_member(name) if not number else None
    assert search(client, "Sample").names == ["Cy Sample", "Bea Sample", "Ann Sample"]


def test_if_many_have_that_name_a_link_leads_to_all_of_them(client: Client) -> None:
    with together():
        for letter in "ABCDEFGHIJ":
            make_question(asked_by=f"{letter}nn Sample")
    page = search(client, "Sample")
    assert len(page.names) == 8
    assert read(client, page.link("All members called “Sample”")).count == 10


def test_a_word_in_small_letters_shows_only_a_few_people_with_questions(client: Client) -> None:
    with together():
        for letter in "ABCDEFGHIJ":
            make_question(asked_by=f"{letter}nn Price")
    make_member("Max Banks")
    assert len(search(client, "price").names) == 3  # it may not be meant as a name
    assert search(client, "banks").names == []
    assert search(client, "Banks").names == ["Max Banks"]


def test_a_constituency_shows_its_questions_and_its_member(client: Client) -> None:
    jim = make_member("Jim Shannon", parliament_id=4131)
    make_membership(jim, seat="North East Somerset")
    make_question(asked_by=jim, uin="1")
    page = search(client, "North East Somerset")
    assert "North East Somerset constituency 1 question" in panel(page)
    assert read(client, page.link("1 question for North East Somerset")).uins == ["1"]
    assert page.link("asked 1") == "/questions/?asked_by=jim-shannon-4131"


def test_several_constituencies_are_shown_with_their_last_members(client: Client) -> None:
    for seat in ("Leeds East", "Leeds West", "Leeds Central"):
        make_membership(make_member(f"Ann {seat}"), seat=seat)
    shown = panel(search(client, "Leeds"))
    for seat in ("Leeds East", "Leeds West", "Leeds Central"):
        assert f"{seat} constituency, last member on record: Ann {seat} 0 questions" in shown


def test_all_constituencies_so_named_are_shown(client: Client) -> None:
    with together():
        for letter in "ABCDEFGHIJKL":
            make_membership(make_member(f"Ann {letter}"), seat=f"Birmingham {letter}nn")
    assert panel(search(client, "Birmingham")).count("constituency") == 12


def test_a_last_member_who_sits_elsewhere_now_is_explained(client: Client) -> None:
    ann = make_member("Ann Example")
    make_membership(ann, seat="Exampleton", started_on=date(2001, 1, 1), ended_on=date(2005, 1, 1))
    make_membership(ann, seat="Sampleham", started_on=date(2005, 1, 2))
    assert "Last member on record for Exampleton" in panel(search(client, "Exampleton"))
    assert "Last member" not in panel(search(client, "Sampleham"))


def test_a_post_shows_who_holds_it_and_earlier_holders_with_their_years(client: Client) -> None:
    ann, bea = make_member("Ann Present"), make_member("Bea Earlier")
    make_post(ann, "Secretary of State for Education", started_on=date(2024, 7, 5))
    make_post(bea, "Secretary of State for Education", started_on=date(2022, 10, 25), ended_on=date(2024, 7, 5))
    make_post(bea, "Secretary of State for Education", started_on=date(2019, 7, 1), ended_on=date(2019, 9, 1))
    make_answered(answered_by=bea, uin="1")
    page = search(client, "Education Secretary")
    assert "Ann Present Secretary of State for Education, since 2024" in panel(page)
    assert "1 earlier holder of this post Bea Earlier 2022–2024, 2019" in panel(page)
    assert read(client, page.link("answered 1")).uins == ["1"]


def test_a_post_that_nobody_holds_now_shows_its_last_holder(client: Client) -> None:
    for name, year in (("Ann Earlier", 2001), ("Bea Last", 2005)):
        make_post(make_member(name), "Minister for Sheep", started_on=date(year, 1, 1), ended_on=date(year + 1, 1, 1))
    shown = panel(search(client, "sheep minister"))
    assert "Bea Last Minister for Sheep, 2005–2006" in shown
    assert "1 earlier holder of this post Ann Earlier 2001–2002" in shown


@pytest.mark.parametrize("typed", ["DfE", "Education", "Department for Education"])
def test_a_department_shows_the_questions_put_to_it(client: Client, typed: str) -> None:
    make_question(uin="1", department=make_department("Department for Education", short_name="DfE"))
    make_department("Department for Education and Skills", short_name="DfES", ended_on=date(2007, 6, 28))
    page = search(client, typed)
    assert read(client, page.link("1 question for Department for Education")).uins == ["1"]
    assert "DfES" not in panel(page)  # closed, and without questions here


def test_a_topic_shows_its_questions(client: Client) -> None:
    make_question(uin="1", topic="Childcare")
    assert read(client, search(client, "childcare").link("1 question for Childcare")).uins == ["1"]


def test_a_uin_among_other_words_shows_its_question(client: Client) -> None:
    question = make_question("Family Hubs", uin="171468")
    make_question("Drafted", uin="171469", published_at=None)
    page = search(client, "uin 171468 hospitals")
    assert "Family Hubs UIN 171468, tabled 22 March 2023" in panel(page)
    assert page.link("Family Hubs") == question.get_absolute_url()
    assert panel(search(client, "uin 171469 hospitals")) == ""


def test_all_uins_among_other_words_are_shown(client: Client) -> None:
    with together():
        for number in range(12345, 12350):
            make_question(uin=str(number))
    assert panel(search(client, "12345, 12346, 12347, 12348 and 12349")).count("UIN") == 5


@pytest.mark.parametrize(
    "typed", ["jim OR shannon", "-jim shannon", "asked-by:jim shannon", "jim shann*", "(jim shannon", "rail", "!!", "1"]
)
def test_operators_fields_and_other_words_name_nobody(client: Client, shannon: None, typed: str) -> None:
    assert panel(search(client, typed)) == ""


@pytest.mark.parametrize("typed", ["Jim Shannon OR Ann Example", 'Mr Jim Shannon MP OR "Ann Example"'])
def test_either_of_several_names_shows_all_of_them(client: Client, shannon: None, typed: str) -> None:
    page = search(client, typed)
    assert page.names == ["Jim Shannon", "Ann Example"]
    assert set(read(client, page.link("asked 3")).uins) == {"1", "2", "3"}
    assert "No text mentions “Jim Shannon” or “Ann Example”" in page.text
    make_question("Visits", uin="9", text="To ask when Jim Shannon was last received.")
    assert "Jim Shannon was last received" in re.sub("<[^>]+>", "", search(client, typed).text)
    assert panel(search(client, "Jim Shannon OR hospitals")) == ""


@pytest.mark.parametrize(
    ("typed", "rest", "uins"),
    [
        ("Jim Shannon tabled:2023", "tabled:2023", {"1", "2", "3"}),
        ("Jim Shannon -hospitals", "-hospitals", {"3"}),
        ('Jim Shannon heading:rail "to ask"', 'heading:rail "to ask"', {"3"}),
        ("Jim Shannon house:commons hospitals", "hospitals house:commons", {"1", "2"}),
    ],
)
def test_fields_and_operators_beside_a_name_are_kept(
    client: Client, shannon: None, typed: str, rest: str, uins: set[str]
) -> None:
    page = search(client, typed)
    assert f"“{rest}”" in panel(page)
    assert set(read(client, page.link(f"asked {len(uins)}")).uins) == uins


def test_a_name_in_quotation_marks_is_also_a_name(client: Client, shannon: None) -> None:
    assert "asked 3" in panel(search(client, '"Jim Shannon"'))


def test_a_department_s_page_keeps_the_department(client: Client, shannon: None) -> None:
    page = read(client, "/departments/home-office/?q=Jim+Shannon")
    assert page.link("asked 2") == "/questions/?department=home-office&asked_by=jim-shannon-4131"


def test_a_member_s_page_keeps_the_member(client: Client, shannon: None) -> None:
    make_post(Member.objects.get(name="Jim Shannon"), "Secretary of State for the Home Department")
    page = read(client, "/members/ann-example-9/?q=Home+Secretary")
    assert "asked 0 answered 1" in panel(page)
    assert read(client, page.link("answered 1")).uins == ["4"]
    assert "asked 3" in panel(read(client, "/members/jim-shannon-4131/?q=Home+Secretary"))


def test_only_the_first_page_shows_names(client: Client, shannon: None) -> None:
    with together():
        for _ in range(21):
            make_question(text="To ask when Jim Shannon was received.")
    assert panel(search(client, "Jim Shannon"))
    assert not panel(search(client, "Jim Shannon", "&page=2"))


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>'])
def test_names_and_words_are_escaped(client: Client, shannon: None, text: str) -> None:
    make_member(f"Max {text} Sample")
    for typed in (f"Jim Shannon {text}", "Max Sample"):
        assert text not in client.get("/questions/", {"q": typed}).content.decode()


def test_a_search_by_name_takes_few_queries(client: Client, shannon: None, django_assert_max_num_queries) -> None:
    make_topic("Childcare")
    with django_assert_max_num_queries(8):
        search(client, "Jim Shannon", "&sort=newest")
