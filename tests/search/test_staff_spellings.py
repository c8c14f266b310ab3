"""Spellings that staff add, and those of the lists that they take away, on pages and in topics' rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus, unquote_plus

import pytest
from django.test import Client

from questions.archive.derived.topics import apply_after_changes
from questions.models import Acronym, Spelling, TopicAssignment
from questions.search.language.meaning import understand_query
from questions.search.language.staff_spellings import are_forms
from tests.support.factories import make_question, make_ruled
from tests.support.pages import Listed, read

pytestmark = pytest.mark.django_db


def search(client: Client, query: str) -> Listed:
    return read(client, f"/questions/?q={quote_plus(query)}")


def ask_of(*texts: str) -> None:
    for text in texts:
        make_question("Heading", uin=text.replace(" ", "-"), text=f"What of the {text} there?")


def one_word(one: str, other: str) -> None:
    Spelling.objects.create(one=one, other=other)


def apart(one: str, other: str) -> None:
    Spelling.objects.create(one=one, other=other, is_one_word=False)


@pytest.mark.parametrize("typed", ["Kyiv", "kiev", "Kyiv's", "Kiev,"])
def test_a_search_for_either_finds_and_marks_both(client: Client, typed: str) -> None:
    ask_of("Kyiv", "Kiev", "Keev")
    one_word("Kyiv", "Kiev")
    page = search(client, typed)
    assert set(page.uins) == {"Kyiv", "Kiev"}
    assert page.text.count("</mark> there?") == 2


def test_the_spelling_typed_comes_first_and_the_page_says_what_else_it_searched_for(client: Client) -> None:
    ask_of("Kyiv", "Kiev")
    one_word("Kyiv", "Kiev")
    for typed, other in (("Kyiv", "Kiev"), ("Kiev", "Kyiv")):
        page = search(client, typed)
        assert page.uins == [typed, other]
        assert f"Also searched for: <b>{other}</b>" in page.text
        link = page.link("Search only for what you typed")
        assert unquote_plus(link) == f'/questions/?q="{typed}"'
        assert read(client, link).uins == [typed]


@pytest.mark.parametrize("typed", ["e-scooter", "escooters", "e scooter", "E-scooters"])
def test_singular_and_plural_of_both_are_found_with_a_hyphen_or_a_space(client: Client, typed: str) -> None:
    ask_of("e-scooters", "escooters")
    one_word("e-scooter", "escooter")
    page = search(client, f"{typed} there")
    assert len(page.uins) == 2
    assert "Also searched for" in page.text


def test_up_to_three_words_together_have_another_spelling(client: Client) -> None:
    ask_of("village of the cold", "coldville")
    one_word("the cold village", "coldville")
    assert set(search(client, "the cold village").uins) == {"village-of-the-cold", "coldville"}
    assert search(client, "coldville").uins == ["coldville"], "the words must stand together"


def test_staffs_spellings_are_added_to_those_of_the_lists(client: Client) -> None:
    ask_of("organisation", "organization", "orgnisation")
    one_word("organisation", "orgnisation")
    page = search(client, "organisation")
    assert set(page.uins) == {"organisation", "organization", "orgnisation"}
    assert "Also searched for: <b>organization</b>, <b>orgnisation</b>" in page.text


def test_the_lists_spelling_of_two_words_is_not_lost_to_staffs_of_one(client: Client) -> None:
    ask_of("anti social", "antisocial", "aunty social")
    one_word("anti", "aunty")
    assert set(search(client, "anti social").uins) == {"anti-social", "antisocial", "aunty-social"}
    assert set(search(client, "anti").uins) == {"anti-social", "aunty-social"}


@pytest.mark.parametrize(
    ("one", "other"),
    [("labour", "labor"), ("labor", "labour"), ("children", "child"), ("health care", "healthcare"), ("£3m", "£3 mn")],
)
def test_spellings_of_the_lists_that_staff_tell_apart_do_not_find_each_other(
    client: Client, one: str, other: str
) -> None:
    ask_of(one, other)
    assert len(search(client, one).uins) == 2
    apart(one, other)
    page = search(client, one)
    assert page.uins == [one.replace(" ", "-")]
    assert 'data-note="respelt"' not in page.text
    assert search(client, other).uins == [other.replace(" ", "-")]


def test_a_row_of_three_words_keeps_what_two_of_them_find_without_it(client: Client) -> None:
    ask_of("health care aide", "healthcare aide", "nurse")
    one_word("health care aide", "nurse")
    page = search(client, "health care aide")
    assert set(page.uins) == {"health-care-aide", "healthcare-aide", "nurse"}
    assert "Also searched for: <b>healthcare</b>, <b>nurse</b>" in page.text


def test_a_row_is_not_of_other_words_with_the_same_stem(client: Client) -> None:
    ask_of("universal", "uni", "university", "universities")
    one_word("university", "uni")
    assert "uni" not in search(client, "universal").uins
    assert {"uni", "university", "universities"} <= set(search(client, "universities").uins)


def test_staffs_other_spelling_finds_what_it_finds_by_itself(client: Client) -> None:
    ask_of("orgnisation", "organization", "organ")
    one_word("orgnisation", "organization")
    assert set(search(client, "orgnisation").uins) == {"orgnisation", "organization"}


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("box", "boxes", True),
        ("policy", "policies", True),
        ("house", "houses", True),
        ("Kyiv", "Kyiv’s", True),
        ("e-scooter", "E scooters", True),
        ("university", "universal", False),
        ("organ", "organization", False),
        ("despatch", "despatched", False),
        ("e scooter", "scooter", False),
    ],
)
def test_forms_are_the_same_words_in_the_singular_or_plural(one: str, other: str, are_same: bool) -> None:
    assert are_forms(one, other) == are_forms(other, one) == are_same


def test_what_was_typed_alone_is_searched_for_in_words_that_need_not_stand_together(client: Client) -> None:
    ask_of("school meal support", "dental care")
    one_word("school support", "dental care")
    page = search(client, "school support")
    assert set(page.uins) == {"school-meal-support", "dental-care"}
    assert read(client, page.link("Search only for what you typed")).uins == ["school-meal-support"]


def test_what_was_typed_alone_is_searched_for_in_each_word_of_two_that_are_kept_apart(client: Client) -> None:
    ask_of("child minder", "children minder", "childminder")
    apart("child minder", "childminder")
    page = search(client, "child minder")
    assert set(page.uins) == {"child-minder", "children-minder"}
    assert read(client, page.link("Search only for what you typed")).uins == ["child-minder"]


def test_quoted_words_and_acronyms_have_no_other_spelling(client: Client) -> None:
    ask_of("Kyiv", "Kiev", "KYIV")
    one_word("Kyiv", "Kiev")
    assert set(search(client, '"Kiev"').uins) == {"Kiev"}
    assert search(client, "KYIV").uins == ["KYIV"]


def test_excluding_a_word_excludes_staffs_spellings_too(client: Client) -> None:
    ask_of("Kyiv", "Kiev", "Lviv")
    one_word("Kyiv", "Kiev")
    assert search(client, "there -Kyiv").uins == ["Lviv"]


def test_a_word_that_staff_made_another_is_no_longer_offered(client: Client) -> None:
    ask_of("inquiry", "enquiry")
    assert 'data-note="offered"' in search(client, "inquiry").text
    one_word("inquiries", "Enquiry")
    for typed in ("inquiry", "enquiries", "there -inquiry"):
        assert 'data-note="offered"' not in search(client, typed).text
    assert search(client, "inquiry").count == 2


def test_a_changed_spelling_applies_the_rules_that_use_it_again(client: Client) -> None:
    ask_of("Kiev")
    topic = make_ruled("Ukraine", "Kyiv")
    other = make_ruled("Hospices", "hospice")
    mark = other.fingerprint
    assert not TopicAssignment.objects.exists()
    one_word("Kyiv", "Kiev")
    assert [done.topic for done in apply_after_changes()] == [topic]
    assert TopicAssignment.objects.get().topic == topic
    other.refresh_from_db()
    assert other.fingerprint == mark
    assert "A word matches all its forms and spellings (here also Kiev)." in read(client, "/topics/ukraine/").text


def test_acronyms_and_spellings_are_read_in_one_query(django_assert_num_queries: Any) -> None:
    Acronym.objects.create(letters="ZZICB", long_form="integrated care boards")
    one_word("Kyiv", "Kiev")
    with django_assert_num_queries(1):
        found = understand_query("ZZICB in Kyiv")
    assert [one.letters for one in found.widened] == ["ZZICB"]
    assert found.respelt
    assert found.respelt.spellings == ["Kiev"]
