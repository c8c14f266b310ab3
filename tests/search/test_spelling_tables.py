"""The tables of spellings: how they are made, and that each line says something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.search.index.analysis import plain_word, stem
from questions.search.language.meaning import understand_query
from questions.search.language.parser import read_query
from questions.search.language.spellings import british_american
from questions.search.language.spellings.ise import with_s, zed_forms
from questions.search.language.spellings.tables import rows
from questions.search.language.tree import Exact, Word
from questions.search.language.variants import spell


def test_a_list_of_pairs_is_reduced_to_those_that_searches_need() -> None:
    source = """
BRITISH_ENGLISH_SPELLINGS = {
    "colour": "color",
    "organise": "organize",
    "cancelled": "canceled",
    "tyres": "tires",
}
OTHERS = {"lorry": "truck"}
"""
    kept = dict(british_american.pairs(source))
    assert kept["colour"] == "color"
    assert kept["licence"] == "license", "pairs that the list lacks are added"
    assert not kept.keys() & {"organise", "cancelled", "tyres", "lorry"}


def test_the_table_of_british_spellings_can_be_made_again_without_the_list() -> None:
    made = dict(rows("british_american.txt"))
    again = f"BRITISH_ENGLISH_SPELLINGS = {made!r}"
    assert dict(british_american.pairs(again)) == made


@pytest.mark.parametrize("name", ["british_american.txt", "plurals.txt"])
def test_each_line_has_two_plain_words_with_different_stems_unless_it_says_so(name: str) -> None:
    for one, other in rows(name):
        one, other = one.lstrip("="), other.lstrip("=")
        assert (plain_word(one), plain_word(other)) == (one, other)
        assert stem(one) != stem(other) or one in british_american.OF_ONE_STEM


def test_each_plural_finds_its_singular_and_the_other_way_round() -> None:
    for one, other in rows("plurals.txt"):
        assert other.lstrip("=") in texts_of(one.lstrip("="))
        assert one.lstrip("=") in texts_of(other.lstrip("="))


def texts_of(word: str) -> list[str]:
    return [other.text for other in spell([Word(word)]).others if isinstance(other, Word | Exact)]


def test_each_compound_is_found_in_its_three_forms() -> None:
    for (written,) in rows("compounds.txt"):
        first, second = written.lstrip("=").split("-")
        assert spell([Word(first + second)]).said[0] == f"{first}-{second}"
        assert spell([Word(f"{first}-{second}")]).said == (first + second,)
        assert spell([Word(first), Word(second)]).said == (first + second,)


@pytest.mark.parametrize(
    "word",
    ["advertise", "exercised", "revision", "rise", "size", "prize", "horizon", "downsizing", "Organise", "disable"],
)
def test_words_with_one_spelling_get_no_other(word: str) -> None:
    assert zed_forms(word) == ()
    assert with_s(word) == ""


def test_forms_with_z_begin_with_that_of_the_word() -> None:
    assert zed_forms("radicalised")[:3] == ("radicalized", "radicalize", "radicalizes")
    assert with_s("radicalization") == "radicalisation"


PIECES = ["£300", "million", "£3m", "m", "50", "50%", "per", "cent", "A", "&", "E", "and", "A&E", "anti", "social"]
PIECES += ["antisocial", "Covid-19", "19", "children", "child", "organisation", "labor", "OR", "(", ")", "heading:"]


@pytest.mark.django_db
@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join))
def test_the_query_without_other_spellings_has_none(query: str) -> None:
    meaning = understand_query(query)
    if meaning.respelt:
        otherwise = understand_query(meaning.respelt.otherwise)
        assert otherwise.trouble is None
        assert otherwise.respelt is None
        assert read_query(meaning.respelt.otherwise).tree != meaning.read
