"""Which party a label means, and which it is within. No database is asked."""

from __future__ import annotations

import pytest

from questions.rules.parties import LONGEST_SLUG, Party, parties_of, party_of
from tests.models.test_parties import DIFFERENT, SPELLINGS, TABLE

LABOUR = Party("labour", "Labour")
CO_OPERATIVE = Party("labour-co-operative", TABLE["labour-co-operative"]["name"], "labour")


@pytest.mark.parametrize("slug", TABLE)
def test_every_spelling_means_the_party_of_the_table(slug: str) -> None:
    row = TABLE[slug]
    party = Party(slug, row["name"], row.get("within", ""))
    spellings = (slug, row["name"], *row.get("spellings", ()), *SPELLINGS.get(slug, ()))
    assert {party_of(label) for label in spellings} == {party}
    assert {party_of(f" {label.upper()} ") for label in spellings} == {party}


@pytest.mark.parametrize("slug", TABLE)
def test_party_may_stand_after_it(slug: str) -> None:
    assert party_of(f"{TABLE[slug]['name']} Party").slug == slug


def test_labels_of_different_parties_stay_apart() -> None:
    assert len({party_of(label) for label in DIFFERENT}) == len(DIFFERENT)


def test_a_label_that_nobody_has_heard_of_keeps_its_words() -> None:
    assert party_of("Cats & Dogs") == Party("cats-dogs", "Cats & Dogs")
    assert party_of("Dogs and Cats United") == Party("dogs-cats-united", "Dogs and Cats United")
    assert party_of("Sandals") == Party("sandals", "Sandals")  # which has an "and" in it
    assert party_of("") == Party("", "")


def test_a_long_label_has_a_slug_that_fits() -> None:
    assert LONGEST_SLUG == 100
    assert party_of("a" * 150) == Party("a" * 100, "a" * 150)
    assert party_of("a" * 98 + " bcd").slug == "a" * 98 + "-b"


def test_the_line_of_a_party_is_itself_and_the_one_that_it_is_within() -> None:
    assert LABOUR.line == ["labour"]
    assert CO_OPERATIVE.line == ["labour-co-operative", "labour"]
    assert Party("", "").line == []


def test_the_parties_of_labels_are_each_there_once_with_the_wider_ones() -> None:
    assert parties_of(["Labour (Co-op)", "Lab", "Labour Co-operative"]) == {
        "labour": LABOUR,
        "labour-co-operative": CO_OPERATIVE,
    }
    assert parties_of(["Labour (Co-op)"]) == {"labour-co-operative": CO_OPERATIVE, "labour": LABOUR}
    assert parties_of([]) == {}


def test_of_two_spellings_of_what_nobody_has_heard_of_the_first_is_shown() -> None:
    for labels in (["Cats & Dogs", "cats and dogs"], ["cats and dogs", "Cats & Dogs"]):
        assert parties_of(labels) == {"cats-dogs": Party("cats-dogs", "Cats & Dogs")}
