"""Names as people type them, beside names on record."""

from __future__ import annotations

import pytest

from questions.text.typed_names import Fit, fit, is_form, parts_of, words_typed


def fits(typed: str, name: str, list_name: str = "", other_names: str = "") -> Fit | None:
    """How well `typed` fits any of the names."""
    words = tuple(word for word in words_typed(typed) if not is_form((word,)))
    found = [how for parts in parts_of(name, list_name, other_names) if (how := fit(words, parts))]
    return max(found, default=None)


@pytest.mark.parametrize(
    "typed",
    [
        "Jim Shannon",
        "jim shannon",
        "JIM SHANNON",
        "Mr Jim Shannon",
        "Jim Shannon MP",
        "Rt Hon Jim Shannon MP",
        "Sir Jim Shannon KCB CBE",
        "Shannon, Jim",
        "Shannon Jim",
        "J Shannon",
        "J. Shannon",
        "Jim Shannon's",
        "Jim Shannon’s",
    ],
)
def test_a_full_name_may_be_written_in_many_ways(typed: str) -> None:
    assert fits(typed, "Jim Shannon", "Shannon, Jim") is Fit.FULL


@pytest.mark.parametrize("typed", ["Shannon", "shannon", "Mr Shannon", "Shannon MP", "Shannon’s"])
def test_a_surname_may_stand_alone(typed: str) -> None:
    assert fits(typed, "Jim Shannon", "Shannon, Jim") is Fit.SURNAME


@pytest.mark.parametrize("typed", ["Jim", "J", "Jim Shannon hospitals", "Jane Shannon", "K Shannon", "", "MP"])
def test_another_name_or_a_given_name_alone_does_not_fit(typed: str) -> None:
    assert fits(typed, "Jim Shannon", "Shannon, Jim") is None


@pytest.mark.parametrize(
    "typed", ["Rees-Mogg", "Rees Mogg", "rees‑mogg", "Jacob Rees-Mogg", "J. Rees Mogg", "ReesMogg"]
)
def test_a_hyphen_may_be_missing(typed: str) -> None:
    assert fits(typed, "Sir Jacob Rees-Mogg", "Rees-Mogg, Sir Jacob")


@pytest.mark.parametrize("typed", ["O'Brien", "O’Brien", "OBrien", "O Brien", "Neil O'Brien"])
def test_an_apostrophe_may_be_missing(typed: str) -> None:
    assert fits(typed, "Neil O'Brien", "O'Brien, Neil")


@pytest.mark.parametrize("typed", ["Siân Berry", "Sian Berry", "SIAN BERRY"])
def test_accents_may_be_missing(typed: str) -> None:
    assert fits(typed, "Siân Berry", "Berry, Siân") is Fit.FULL


@pytest.mark.parametrize("typed", ["Ann Former", "Former", "Former, Ann"])
def test_a_former_name_fits(typed: str) -> None:
    assert fits(typed, "Ann Example", "Example, Ann", "Ann Former\nMiss Ann Earlier")


def test_a_surname_of_two_words_is_known_from_the_list() -> None:
    assert fits("Duncan Smith", "Sir Iain Duncan Smith", "Duncan Smith, Sir Iain") is Fit.SURNAME
    assert fits("Iain Duncan Smith", "Sir Iain Duncan Smith", "Duncan Smith, Sir Iain") is Fit.FULL


@pytest.mark.parametrize(
    "typed", ["Lord Sample of Exampleton", "Lord Sample", "the Lord Sample", "Sample of Exampleton", "Earl Sample"]
)
def test_a_peer_may_be_written_with_or_without_title_and_place(typed: str) -> None:
    name = "The Earl Sample of Exampleton" if typed.startswith("Earl") else "Lord Sample of Exampleton"
    assert fits(typed, name)


def test_an_article_in_a_surname_makes_no_difference() -> None:
    assert fits("Lord Sample of the Examples", "Lord Sample of the Examples") is Fit.FULL


@pytest.mark.parametrize("typed", ["Lady Sample", "Baroness Sample", "Lady Sample of Exampleton"])
def test_a_baroness_is_called_lady(typed: str) -> None:
    assert fits(typed, "Baroness Sample of Exampleton") is Fit.FULL


def test_a_bishop_is_not_meant_by_the_place_alone() -> None:
    assert fits("Bishop of Exampleton", "The Lord Bishop of Exampleton") is Fit.FULL
    assert fits("Exampleton", "The Lord Bishop of Exampleton") is None
    assert fits("of Exampleton", "The Lord Bishop of Exampleton") is None


@pytest.mark.parametrize(
    ("typed", "name"), [("Geoff Sample", "Geoffrey Sample"), ("Christopher Sample", "Chris Sample")]
)
def test_a_shortened_given_name_fits_less_well(typed: str, name: str) -> None:
    assert fits(typed, name) is Fit.SHORTENED
    assert fits("Ge Sample", name) is None


@pytest.mark.parametrize(("typed", "name"), [("there Sample", "Theresa Sample"), ("Marks Sample", "Mark Sample")])
def test_a_word_that_only_looks_like_a_shortened_name_does_not_fit(typed: str, name: str) -> None:
    assert fits(typed, name) is None
