"""What a query names, in an archive of a few members, posts, departments and topics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from questions.models import Member
from questions.search.names import kept
from questions.search.names.kept import directory, forget
from questions.search.names.named import Named, find_named, uins_cited
from tests.support.factories import make_department, make_member, make_membership, make_post, make_question, make_topic
from tests.support.forms import open_form
from tests.support.topic_desk import page_of

pytestmark = pytest.mark.django_db


def named(text: str) -> Named:
    return find_named(text, directory())


def people(text: str) -> list[str]:
    return sorted(person.name for person in named(text).people)


@pytest.fixture
def members() -> None:
    jim = make_member("Jim Shannon")
    make_membership(jim, "Democratic Unionist Party", seat="Strangford")
    make_member("The Earl of Shannon", list_name="Shannon, The Earl of")
    make_member("Sir Jacob Rees-Mogg", list_name="Rees-Mogg, Sir Jacob")
    make_member("Siân Example", other_names="Siân Former")
    make_member("Geoffrey Sample")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Jim Shannon", ["Jim Shannon"]),
        ("Mr Jim Shannon MP", ["Jim Shannon"]),
        ("J Shannon", ["Jim Shannon"]),
        ("Shannon, Jim", ["Jim Shannon"]),
        ("Shannon", ["Jim Shannon", "The Earl of Shannon"]),
        ("Lord Shannon", ["The Earl of Shannon"]),
        ("J. Rees-Mogg", ["Sir Jacob Rees-Mogg"]),
        ("rees mogg", ["Sir Jacob Rees-Mogg"]),
        ("Sian Example", ["Siân Example"]),
        ("Sian Former", ["Siân Example"]),
        ("Geoff Sample", ["Geoffrey Sample"]),
        ("Jim", []),
        ("Jim Sample", []),
        ("family hubs", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_query_names_members(members: None, typed: str, found: list[str]) -> None:
    assert people(typed) == found


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("Jim Shannon hospitals", "hospitals"),
        ("hospitals in Ulster Jim Shannon", "hospitals in Ulster"),
        ("Mr Jim Shannon MP hospitals", "hospitals"),
        ("questions by Jim Shannon", ""),
        ("what did Jim Shannon ask about hospitals", "hospitals"),
        ("Jim Shannon’s questions on the cost of living", "cost of living"),
        ("J. Shannon hospitals", "hospitals"),
        ("Jim Shannon MP for Strangford", ""),
        ("Jim Shannon Strangford", ""),
        ("Jim Shannon DUP", ""),
        ("DUP MP Jim Shannon", ""),
        ("Jim Shannon Labour", "Labour"),
        ("Jim Shannon Bath", "Bath"),
    ],
)
def test_a_full_name_among_other_words_is_found_with_the_words_beside_it(members: None, typed: str, rest: str) -> None:
    assert (people(typed), named(typed).rest) == (["Jim Shannon"], rest)


@pytest.mark.parametrize("typed", ["Home Secretary Jim Shannon", "former Home Secretary, Jim Shannon"])
def test_a_post_beside_the_full_name_of_one_who_held_it_is_no_other_word(members: None, typed: str) -> None:
    make_post(Member.objects.get(name="Jim Shannon"), "Secretary of State for the Home Department")
    assert (people(typed), named(typed).rest) == (["Jim Shannon"], "")


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("Jim Shannon and Geoffrey Sample", ""),
        ("Jim Shannon & Geoffrey Sample", ""),
        ("what did Jim Shannon and Geoffrey Sample ask about schools and hospitals", "schools and hospitals"),
    ],
)
def test_several_full_names_name_several_members(members: None, typed: str, rest: str) -> None:
    assert (people(typed), named(typed).rest) == (["Geoffrey Sample", "Jim Shannon"], rest)


@pytest.mark.parametrize(
    "typed",
    [
        "Jim Shannon and Ann Demo hospital",
        "Jim Shannon's Award",
        "Earl of Shannon’s hospital",
        "Marks & Sample",
        "Marks and Sample",
        "there Sample",
        "Tô Shannon",
    ],
)
def test_the_name_of_a_thing_names_nobody(members: None, typed: str) -> None:
    make_member("Mark Sample")
    make_member("Theresa Sample")
    assert people(typed) == []


def test_a_title_leaves_out_those_whose_own_title_contradicts_it(members: None) -> None:
    make_member("Baroness Shannon", other_names="Ann Shannon")
    assert people("Mrs Shannon") == ["Baroness Shannon", "Jim Shannon"]
    assert people("Mr Shannon") == ["Jim Shannon", "The Earl of Shannon"]


@pytest.mark.parametrize("typed", ["home", "the home", "high", "new"])
def test_an_ordinary_word_in_small_letters_names_no_department_and_no_constituency(typed: str) -> None:
    make_department("Home Office")
    make_membership(make_member("Ann Example"), seat="High Peak")
    make_membership(make_member("Bea Example"), seat="New Forest East")
    assert not any(named(typed))
    assert any(named(f"{typed} office")) == (typed in ("home", "the home"))


@pytest.mark.parametrize("typed", ["x" * 300, "?", "-"])
def test_what_is_no_word_names_no_topic(typed: str) -> None:
    make_topic("Special educational needs and disabilities (SEND)")
    assert named(typed).topics == []


@pytest.mark.parametrize(
    "typed", ["Shannon hospitals", "Jim hospitals", "a Shannon hospital", "Jim " + "x " * 20 + "Shannon"]
)
def test_part_of_a_name_among_other_words_names_nobody(members: None, typed: str) -> None:
    assert people(typed) == []


def test_a_constituency_names_its_last_member(members: None) -> None:
    make_membership(
        make_member("Ann Earlier"), seat="Strangford", started_on=date(1990, 1, 1), ended_on=date(1999, 1, 1)
    )
    for typed in ("Strangford", "strangford", "MP for Strangford", "the member for Strangford"):
        assert [(seat.name, seat.last_holder.name) for seat in named(typed).seats] == [("Strangford", "Jim Shannon")]


def test_a_constituency_of_exactly_that_name_comes_first() -> None:
    for seat in ("Exampleton and Sampleham", "Exampleton"):
        make_membership(make_member(f"Ann {seat}"), seat=seat)
    assert [seat.name for seat in named("exampleton").seats] == ["Exampleton", "Exampleton and Sampleham"]


def test_a_post_names_who_holds_it_and_then_earlier_holders() -> None:
    home = "Secretary of State for the Home Department"
    make_post(make_member("Ann Earlier"), home, started_on=date(2016, 7, 1), ended_on=date(2018, 4, 1))
    make_post(make_member("Bea Present"), home, started_on=date(2024, 7, 5))
    make_post(make_member("Cy Earliest"), home, started_on=date(2010, 5, 1), ended_on=date(2016, 7, 1))
    make_post(make_member("Di Other"), "Minister of State, HO", department="Home Office")
    held = [(one.person.name, one.first, one.last) for one in named("Home Secretary").holdings]
    assert held == [("Bea Present", 2024, None), ("Ann Earlier", 2016, 2018), ("Cy Earliest", 2010, 2016)]


def test_a_department_is_named_by_its_short_name_or_its_subject_also_a_former_one() -> None:
    make_department("Department for Education", short_name="DfE")
    make_department("Department for Education and Skills", short_name="DfES", ended_on=date(2007, 6, 28))
    assert [one.label for one in named("DfE").departments] == ["Department for Education"]
    both = ["Department for Education", "Department for Education and Skills (until 2007)"]
    assert [one.label for one in named("education").departments] == both


@pytest.mark.parametrize("typed", ["SEND", "special educational needs and disabilities", "questions about SEND"])
def test_a_topic_is_named_by_its_name_or_its_acronym(typed: str) -> None:
    make_topic("Special educational needs and disabilities (SEND)")
    make_topic("Childcare")
    assert [one.slug for one in named(typed).topics] == ["special-educational-needs-and-disabilities-send"]


@pytest.mark.parametrize(
    ("typed", "found"), [("sewage", True), ("water", True), ("flood", True), ("waters edge", False)]
)
def test_a_topic_is_named_by_a_part_of_its_name(typed: str, found: bool) -> None:
    make_topic("Water, sewage and flooding")
    assert bool(named(typed).topics) == found


@pytest.mark.parametrize(
    ("typed", "uins"),
    [
        ("UIN 171468 hospitals", ["171468"]),
        ("hospitals pq 12", ["12"]),
        ("question no. 345 hospitals", ["345"]),
        ("HL1234 schools", ["HL1234"]),
        ("hl 1234 schools", ["HL1234"]),
        ("12345 trains", ["12345"]),
        ("12345", []),  # the list goes straight to that question
        ("trains in 2024", []),
        ("12 trains", []),
        ("1234 trains", []),
        ("20000 police officers", []),
        ("written questions 2024", []),
        ("£30000 for schools", []),
        ("30,000 homes", []),
        ("3000 million homes", []),
        ("a rise of 1500%", []),
        ("covid-19 vaccines", []),
        ("2023/2024 budget", []),
    ],
)
def test_a_uin_is_told_from_other_numbers(typed: str, uins: list[str]) -> None:
    assert uins_cited(typed) == uins


# The directory follows the archive


@pytest.fixture
def known(members: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names that were read before the test changes the archive; each search looks for changes."""
    monkeypatch.setattr(kept, "CHECKED_EVERY", 0)
    make_question()
    assert people("Ann Newcomer") == []
    yield
    forget()


def test_a_member_edited_in_the_admin_is_found_by_the_new_name_and_the_old(known: None, admin_client: Client) -> None:
    member = Member.objects.get(name="Jim Shannon")
    form = open_form(admin_client, member, name="Ann Newcomer", other_names="Jim Shannon")
    assert admin_client.post(page_of(member), form).status_code == 302
    assert people("Ann Newcomer") == people("Jim Shannon") == ["Ann Newcomer"]


def test_an_imported_member_is_found(known: None, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("mnis_id,name,given_name,family_name\n11,Ann Newcomer,Ann,Newcomer\n", encoding="utf-8")
    call_command("import_members", str(file), stdout=StringIO())
    assert people("Ann Newcomer") == ["Ann Newcomer"]


def test_the_demo_is_found_until_it_is_removed(known: None) -> None:
    call_command("demo", stdout=StringIO())
    assert people("Iris Demoworth") == ["Iris Demoworth"]
    call_command("demo", "--remove", stdout=StringIO())
    assert people("Iris Demoworth") == []


def test_nothing_is_read_again_while_names_stay_the_same(known: None, django_assert_num_queries: Any) -> None:
    make_question("Rail")
    with django_assert_num_queries(1):
        assert people("Jim Shannon") == ["Jim Shannon"]


def test_a_search_soon_after_another_does_not_look_for_changes(members: None, django_assert_num_queries: Any) -> None:
    assert people("Jim Shannon") == ["Jim Shannon"]
    with django_assert_num_queries(0):
        assert people("Shannon, Jim") == ["Jim Shannon"]
